package chat

import (
	"strings"
	"testing"

	tokenizer "golang.org/x/net/html"
)

// FuzzTagsAreReadAsTheTokenizerReadsThem holds our reading of attributes to the tokenizer's own.
func FuzzTagsAreReadAsTheTokenizerReadsThem(f *testing.F) {
	for _, page := range []string{
		`<div class="message default" id=m1 title='a "b" c'>x</div>`, `<br/>`, `<img src=a/b alt>`, `<p =a==b  c = d>`, `<a href="?x=1&amp;y=2">&lt;</a>`,
		`<div/class=a/>`, `<P CLASS=A class=B>`, "<q\n\ttitle\n=\n'x>y'\n/>", `<a b='c'd="e">`, `<a b=c/>`, `<a "b">`, `<a b= >`, `<`, `<a`,
	} {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		if strings.ContainsAny(page, "\x00\r") || strings.ContainsFunc(page, func(r rune) bool { return r > 127 }) {
			return // what no browser would show, and letters whose case the tokenizer leaves alone
		}
		ours, theirs := newHTMLReader(strings.NewReader(page)), tokenizer.NewTokenizer(strings.NewReader(page))
		for {
			kind := theirs.Next()
			if got := ours.Next(); got != kind {
				t.Fatalf("token %v, want %v", got, kind)
			}
			switch kind {
			case tokenizer.ErrorToken:
				return
			case tokenizer.StartTagToken, tokenizer.SelfClosingTagToken:
				sameTag(t, ours.tag(), theirs)
			}
		}
	})
}

func sameTag(t *testing.T, got *htmlTag, theirs *tokenizer.Tokenizer) {
	t.Helper()
	want := theirs.Token()
	if got.name != want.Data || len(got.attrs) != len(want.Attr) {
		t.Fatalf("read %q with %q, want %v", got.name, got.attrs, want)
	}
	for _, a := range want.Attr {
		if strings.Contains(got.attrs[a.Key]+a.Val, "&") {
			continue // in attributes the tokenizer leaves alone what may be an address
		}
		if got.attrs[a.Key] != a.Val {
			t.Errorf("attribute %q is %q, want %q", a.Key, got.attrs[a.Key], a.Val)
		}
	}
}
