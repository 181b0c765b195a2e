package report

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/emotional-safety/coach/coach"
)

// Results in the shape of the JSON contract are appended by hand: most messages of a chat have no finding, and for those
// reflection would cost more than the check. Fields are only ever added.

// AppendJSONL appends the line of JSONL that r is.
func AppendJSONL(b []byte, r coach.Result) []byte { return append(appendMessage(b, r), '\n') }

func appendMessage(b []byte, r coach.Result) []byte {
	from := len(b)
	b = appendFields(b, r)
	if harmless := escapeActing(b[from:]); len(harmless) != len(b)-from {
		return append(b[:from], harmless...)
	}
	return b
}

func appendFields(b []byte, r coach.Result) []byte {
	m := r.Message
	b = append(b, '{')
	if m.ID != "" {
		b = append(appendString(append(b, `"id":`...), m.ID), ',')
	}
	b = appendString(append(b, `"source":`...), m.Source.File)
	if m.Source.Line != 0 {
		b = strconv.AppendInt(append(b, `,"line":`...), int64(m.Source.Line), 10)
	}
	if m.Speaker != "" {
		b = appendString(append(b, `,"speaker":`...), m.Speaker)
	}
	if !m.Time.IsZero() {
		b = append(appendTime(append(b, `,"time":"`...), m.Time), '"')
	}
	b = append(b, `,"findings":[`...)
	for i := range r.Findings {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendFinding(b, m, &r.Findings[i])
	}
	return append(b, "]}"...)
}

func appendFinding(b []byte, m *coach.Message, f *coach.Finding) []byte {
	span := m.Origin.Original(f.Span) // bytes of the text as it was given
	b = appendString(append(b, `{"rule":`...), f.Rule.ID)
	b = appendString(append(b, `,"family":`...), f.Rule.Family())
	b = appendString(append(b, `,"kind":`...), string(f.Rule.Kind))
	if severity := f.Severity.String(); severity != "" {
		b = appendString(append(b, `,"severity":`...), severity)
	}
	if f.Rule.Strategy != "" {
		b = appendString(append(b, `,"strategy":`...), f.Rule.Strategy)
	}
	b = strconv.AppendInt(append(b, `,"start":`...), int64(span.Start), 10)
	b = strconv.AppendInt(append(b, `,"end":`...), int64(span.End), 10)
	b = appendString(append(b, `,"match":`...), f.Match)
	b = appendString(append(b, `,"say":`...), f.Say)
	b = append(b, `,"reframes":[`...)
	for i := range f.Reframes {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, f.Reframes[i].Text)
	}
	b = append(b, ']')
	if f.Help != "" {
		b = appendString(append(b, `,"help":`...), f.Help)
	}
	return append(b, '}')
}

// appendString appends s as a JSON string, byte for byte as encoding/json does without its escapes for HTML.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' {
				i++
				continue
			}
			b = appendEscape(append(b, s[from:i]...), c)
			i++
			from = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(append(b, s[from:i]...), `\ufffd`...)
			from = i + size
		case r == '\u2028' || r == '\u2029':
			b = append(append(b, s[from:i]...), `\u202`...)
			b = append(b, hexDigits[r&0xf])
			from = i + size
		}
		i += size
	}
	return append(append(b, s[from:]...), '"')
}

const hexDigits = "0123456789abcdef"

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, `\b`...)
	case '\f':
		return append(b, `\f`...)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
}

// appendTime appends RFC 3339, without an offset for a time that has none; nothing for the zero time.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	if t.Location() != coach.Floating {
		return t.AppendFormat(b, time.RFC3339)
	}
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, "2006-01-02T15:04:05")
	}
	hour, minute, second := t.Clock()
	b = appendPair(appendPair(b, year/100), year%100)
	b = appendPair(append(b, '-'), int(month))
	b = appendPair(append(b, '-'), day)
	b = appendPair(append(b, 'T'), hour)
	b = appendPair(append(b, ':'), minute)
	return appendPair(append(b, ':'), second)
}

// appendPair appends two digits.
func appendPair(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
