package chat

import (
	"testing"

	"golang.org/x/text/encoding/htmlindex"
)

func TestCharsetsAreCalledAsTheEncodingStandardCallsThem(t *testing.T) {
	for _, name := range []string{
		"utf-8", "UTF8", "us-ascii", "iso-8859-1", "Latin1", " iso-8859-2 ", "iso-8859-9", "iso-8859-15", "windows-1252", "cp1251", "koi8-r", "koi8-u",
		"macintosh", "gb2312", "gbk", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr", "ks_c_5601-1987", "utf-16", "utf-16be",
		"iso-2022-kr", "windows-874", "x-unknown", "", "utf-7",
	} {
		want, err := htmlindex.Get(name)
		if got := charset(name); got != want || (got == nil) != (err != nil) {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}
