package rule

import (
	"encoding/binary"
	"maps"
	"slices"
)

// Rules and strategies are kept in records that are read without copying: a number is a varint, a text its length and
// bytes, a list its length and items. A check decodes one only when its rule matches.

type recordWriter struct{ buf []byte }

func (w *recordWriter) number(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }

func (w *recordWriter) text(s string) {
	w.number(len(s))
	w.buf = append(w.buf, s...)
}

func (w *recordWriter) texts(list []string) {
	w.number(len(list))
	for _, s := range list {
		w.text(s)
	}
}

func (w *recordWriter) rule(r *Rule) {
	for _, s := range []string{r.ID, r.Title, string(r.Kind), r.Strategy, r.Say, r.Source, r.Help} {
		w.text(s)
	}
	w.number(int(r.Severity))
	w.number(r.Context.Within)
	w.number(map[bool]int{true: 1}[r.InFun])
	w.number(map[bool]int{true: 1}[r.GivesWay])
	for _, list := range [][]string{r.Phrases, r.Unless, r.Reframes, r.InPlace, r.Context.SkipAfter, r.Context.OnlyAfter, r.Context.RaiseAfter, r.Context.SkipWith, r.Audience.Only} {
		w.texts(list)
	}
	var audiences []string
	for _, a := range slices.Sorted(maps.Keys(r.Audience.Severity)) {
		audiences = append(audiences, a, r.Audience.Severity[a])
	}
	w.texts(audiences)
}

func (w *recordWriter) strategies(all []Strategy) {
	w.number(len(all))
	for _, s := range all {
		w.text(s.Key)
		w.text(s.Title)
		w.text(s.Teaches)
		w.number(s.Number)
		w.texts(s.Try)
	}
}

func (w *recordWriter) help(all []Help) {
	w.number(len(all))
	for _, h := range all {
		for _, s := range []string{h.Topic, h.Country, h.Text, h.Source} {
			w.text(s)
		}
	}
}

// recordReader reads what recordWriter wrote. It trusts it: a record comes out of the same binary.
type recordReader struct{ rest string }

func (r *recordReader) number() int {
	n, shift := uint64(0), 0
	for i := range len(r.rest) {
		b := r.rest[i]
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return int(n)
		}
		shift += 7
	}
	return 0
}

func (r *recordReader) text() string {
	n := r.number()
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *recordReader) texts() []string {
	n := r.number()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = r.text()
	}
	return list
}

func (r *recordReader) rule() *Rule {
	out := &Rule{ID: r.text(), Title: r.text()}
	out.Kind = Kind(r.text())
	out.Strategy, out.Say, out.Source, out.Help = r.text(), r.text(), r.text(), r.text()
	out.Severity = Severity(r.number())
	out.Context.Within = r.number()
	out.InFun = r.number() == 1
	out.GivesWay = r.number() == 1
	for _, list := range []*[]string{
		&out.Phrases, &out.Unless, &out.Reframes, &out.InPlace, &out.Context.SkipAfter, &out.Context.OnlyAfter, &out.Context.RaiseAfter, &out.Context.SkipWith,
		&out.Audience.Only,
	} {
		*list = r.texts()
	}
	if audiences := r.texts(); len(audiences) > 0 {
		out.Audience.Severity = map[string]string{}
		for i := 0; i+1 < len(audiences); i += 2 {
			out.Audience.Severity[audiences[i]] = audiences[i+1]
		}
	}
	return out
}

func (r *recordReader) strategies() []Strategy {
	all := make([]Strategy, r.number())
	for i := range all {
		all[i] = Strategy{Key: r.text(), Title: r.text(), Teaches: r.text(), Number: r.number(), Try: r.texts()}
	}
	return all
}

func (r *recordReader) help() []Help {
	all := make([]Help, r.number())
	for i := range all {
		all[i] = Help{Topic: r.text(), Country: r.text(), Text: r.text(), Source: r.text()}
	}
	return all
}
