package text

// Span is a half-open range of bytes, [Start, End).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }
