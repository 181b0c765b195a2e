package chat

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// read collects messages and errors.
func read(in io.Reader, as string) (messages []*coach.Message, errs []error) {
	for m, err := range Read(in, "in", as) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		messages = append(messages, m)
	}
	return messages, errs
}

func TestFormatIsToldFromTheContent(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		want     int
		line     int // of the last message
	}{
		{"prose is one message", "Hello.\nYou there?", 1, 1},
		{"objects with text are messages", "{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n", 2, 3},
		{"also after a byte order mark", "\xEF\xBB\xBF{\"text\":\"a\"}", 1, 1},
		{"a broken first line doesn't hide them", "{\"text\":\n{\"text\":\"b\"}\n", 1, 2},
		{"an object without text is prose", "{\"a\":1}", 1, 1},
		{"a brace is prose", "{ well }", 1, 1},
		{"nothing is no message", " \n", 0, 0},
	} {
		got, _ := read(strings.NewReader(tc.in), "")
		if len(got) != tc.want || tc.want > 0 && got[len(got)-1].Source.Line != tc.line {
			t.Errorf("%s: got %d messages, want %d", tc.name, len(got), tc.want)
		}
	}
}

func TestJSONThatIsCutOffIsNoHarmlessMessage(t *testing.T) {
	samples, err := filepath.Glob("../../testdata/exports/*/*.json*")
	if err != nil || len(samples) < 10 {
		t.Fatalf("got %d samples, %v", len(samples), err)
	}
	for _, file := range samples {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var one bytes.Buffer
		if json.Compact(&one, bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))) != nil { // a line is an object, or the file breaks the rules of JSON
			first, _, _ := bytes.Cut(raw, []byte("\n"))
			one.Reset()
			one.Write(first)
		}
		line := one.Bytes()
		if !json.Valid(line) || len(line) < 20 {
			continue
		}
		for end := bytes.IndexByte(line, ':') + 1; end < len(line); end++ {
			got, errs := read(bytes.NewReader(line[:end]), "")
			if len(errs) == 0 {
				t.Errorf("%s, cut after %d bytes: %d messages and no word about it: %.60s", file, end, len(got), line[:end])
				break
			}
		}
	}
}

func TestAPageThatBreaksOffIsNamed(t *testing.T) {
	for _, format := range []string{"discord-html/channel.html", "imessage-html/chat.html", "meta-html/message_1.html", "telegram-html/export/messages.html"} {
		raw, err := os.ReadFile("../../testdata/exports/" + format)
		if err != nil {
			t.Fatal(err)
		}
		as, _, _ := strings.Cut(format, "/")
		if _, errs := read(bytes.NewReader(raw), as); len(errs) > 0 {
			t.Errorf("%s is whole: got %v", format, errs)
		}
		small := strings.NewReplacer("</body>", "", "</html>", "") // ends that HTML lets an exporter leave out
		if _, errs := read(strings.NewReader(small.Replace(string(raw))), as); len(errs) > 0 {
			t.Errorf("%s without the ends that may be left out: got %v", format, errs)
		}
		if _, errs := read(bytes.NewReader(raw[:len(raw)/2]), as); len(errs) != 1 || !strings.Contains(errs[0].Error(), "breaks off here") {
			t.Errorf("half of %s: got %v", format, errs)
		}
	}
}

func TestWhatIsTooLongToBePutInOrderIsSaidOnce(t *testing.T) {
	const n = 2*maxReversed + 10
	in := `{"messages":[` + strings.Repeat(`{"sender_name":"Ana","timestamp_ms":1700000000000,"content":"hi"},`, n) + `{"sender_name":"Ana","timestamp_ms":1600000000000,"content":"first"}]}`
	got, errs := read(strings.NewReader(in), "")
	if len(got) != n+1 || len(errs) != 1 || got[n].Text != "first" {
		t.Errorf("got %d messages, %d problems, %q last", len(got), len(errs), got[len(got)-1].Text)
	}
}

func TestATextThatBeginsLikeJSONIsAText(t *testing.T) {
	for _, in := range []string{
		`{`, `{"`, `{sigh} you never listen`, `{"note": I can't do this any more`, `{"you": "me"} is all that counts`, `{"a":1}`, `[{who}] cares`,
		`[1, 2`, `["yes", "no"`, `[12:30] so what`, `{ "listen", he said }`, `{"never"} again`,
		"{\"said\": \"you always\ndo that", `{'name': 'Ana'`,
	} {
		got, errs := read(strings.NewReader(in), "")
		if len(errs) > 0 || len(got) != 1 || got[0].Text != in {
			t.Errorf("%s: got %v, %v", in, got, errs)
		}
	}
}

func TestJSONLKeepsTheContract(t *testing.T) {
	got, errs := read(strings.NewReader(`{"id":"m","conversation":"c","speaker":"Ana","time":"2026-01-02T15:04:05","text":"hi","context":[{"speaker":"Ben","text":"yo"}],"more":{}}`), "jsonl")
	if len(errs) > 0 || len(got) != 1 {
		t.Fatalf("got %v, %v", got, errs)
	}
	m := got[0]
	if m.ID != "m" || m.Conversation != "c" || m.Speaker != "Ana" || m.Text != "hi" || len(m.Context) != 1 || m.Context[0].Speaker != "Ben" {
		t.Errorf("got %+v", m)
	}
	if m.Time.Location() != coach.Floating || m.Time.Format(time.TimeOnly) != "15:04:05" {
		t.Errorf("got time %v", m.Time)
	}
}

func TestBadLinesAreNamedAndSkipped(t *testing.T) {
	in := `{"text":"a"}` + "\nsecret\n" + `{"text":5}` + "\n" + `{"id":"x"}` + "\n" + `{"text":"b","time":"noon"}` + "\n" + `{"text":"` + strings.Repeat("x", MaxMessageBytes) + `"}` + "\n" + `{"text":"c"}`
	got, errs := read(strings.NewReader(in), "jsonl")
	if len(got) != 2 || len(errs) != 5 {
		t.Fatalf("got %d messages and %d errors, want 2 and 5: %v", len(got), len(errs), errs)
	}
	for i, line := range []int{2, 3, 4, 5, 6} {
		var le *LineError
		if !errors.As(errs[i], &le) || le.Line != line || strings.Contains(errs[i].Error(), "secret") {
			t.Errorf("got %v, want an error of line %d that tells nothing of it", errs[i], line)
		}
	}
}

func TestAnEndlessMessageIsRefused(t *testing.T) {
	_, errs := read(io.LimitReader(endless{}, 1<<30), "message")
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "8 MiB") {
		t.Errorf("got %v", errs)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	for i, seed := range []string{
		"{\"text\":\"a\"}\n{", "\xff\xfe{\x00", "hello", "[31/12/2023, 23:59:01] Ana: Hi\nmore\n", "12/31/23, 11:59\u202FPM - Ana: <Media omitted>\n",
		`{"messages":[{"id":1,"type":"message","date_unixtime":"1","from":"A","text":["a",{"type":"b","text":"\x1f"}]}]}`,
		`<div class="message default clearfix"><div class="from_name">A</div><div class="text">x<br></div></div>`,
		`<smses><sms type="1" body="&#55357;&#56832;" date="1"/><mms><part ct="text/plain" text="x" data="AAA"/></mms></smses>`,
		"23:34 <@ana> \x0304,01hi\n", "2024/01/15(Mon)\n07:33\tAna\t\"a\nb\"\n", "2021년 12월 29일 오후 8:36, Ana : hi\n", "10:01:00 From Ana to Everyone:\n\thi\n",
		"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hi\n", "From a@b Mon Jan  1 10:00:00 2024\nFrom: a\nTo: b\nDate: x\n\nhi\n-- \n", "time;author;message\n1;A;\"x\n",
		"Dec 31, 2023 11:59:01 PM\nAna\nHi\n\n", "[1/15/2024 10:31 AM] Ben\nyo\n", "**Ana** (9:04 AM): ok\nBen: x\n",
	} {
		f.Add([]byte(seed), uint8(i))
	}
	f.Fuzz(func(t *testing.T, in []byte, n uint8) {
		for _, as := range []string{"", formats()[int(n)%len(formats())].name} {
			for m, err := range Read(strings.NewReader(string(in)), "in", as) {
				if (m == nil) == (err == nil) {
					t.Fatalf("message %v with error %v", m, err)
				}
			}
		}
	})
}
