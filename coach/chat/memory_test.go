package chat

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// repeated reads as a beginning, many copies of a part, and an end.
type repeated struct {
	parts []string
	part  string
	n     int
	rest  string
}

func (r *repeated) Read(p []byte) (int, error) {
	for r.rest == "" {
		switch {
		case len(r.parts) > 1:
			r.rest, r.parts = r.parts[0], r.parts[1:]
		case r.n > 0:
			r.rest = r.part
			r.n--
		case len(r.parts) == 1:
			r.rest, r.parts = r.parts[0], nil
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func TestMemoryStaysFlatWhileALongExportIsRead(t *testing.T) {
	const size = 8 << 20
	text := strings.Repeat("some words of a message ", 4)
	for _, tc := range []struct{ format, begin, part, end string }{
		{"whatsapp", "31/12/2023, 23:59 - Ana: hi\n", "31/12/2023, 23:59 - Ben: " + text + "\nmore\n", ""},
		{"telegram", `{"chats":{"list":[{"name":"Ana","type":"personal_chat","id":1,"messages":[{"id":0,"type":"message","date_unixtime":"1","from":"A","text":"x"}`,
			`,{"id":1,"type":"message","date":"2024-03-15T14:20:00","from":"Ana","from_id":"user1","text":["` + text + `"]}` + "\n", `]}]}}`},
		{"discord", `{"guild":{"id":"1"},"channel":{"id":"2"},"messages":[{"id":"0","type":"Default","timestamp":"2024-01-15T10:30:00Z","content":"x","author":{"name":"a"}}`,
			`,{"id":"1","type":"Default","timestamp":"2024-01-15T10:30:00Z","content":"` + text + `","author":{"name":"ana"}}` + "\n", `]}`},
		{"csv", "time,author,message\n", "2024-01-15 10:30:00,Ana,\"" + text + "\"\n", ""},
		{"mbox", "", "From a@b Mon Jan  1 10:00:00 2024\nFrom: a@b\nTo: c@d\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: x\n\n" + text + "\n\n", ""},
		{"sms", `<smses count="1">`, `<sms address="1" date="1700000000000" type="1" body="` + text + `" /><mms msg_box="1"><parts><part data="` + strings.Repeat("A", 4000) + `" /></parts></mms>` + "\n", `</smses>`},
		{"jsonl", "", `{"speaker":"Ana","text":"` + text + `"}` + "\n", ""},
		{"matrix", `{"messages":[{"type":"m.room.create","sender":"@a","event_id":"$0","origin_server_ts":1,"content":{}}`, `,{"type":"m.room.message","sender":"@a:x","origin_server_ts":1700000000000,"event_id":"$1","content":{"msgtype":"m.text","body":"` + text + `"}}`, `]}`},
		{"irc", "", "[10:30:00] <ana> " + text + "\n", ""},
		{"telegram-html", "<html><body>", `<div class="message default clearfix" id="m"><div class="body"><div class="from_name">Ana</div><div class="text">` + text + `</div></div></div>` + "\n", "</body></html>"},
	} {
		in := &repeated{parts: []string{tc.begin, tc.end}, part: tc.part, n: size / len(tc.part)}
		e, err := Open(in, "in", Options{})
		if err != nil || e.Format != tc.format {
			t.Fatalf("%s: told as %v, %v", tc.format, e, err)
		}
		before, most, n := heap(), uint64(0), 0
		for _, err := range e.Messages() {
			if err != nil {
				t.Fatalf("%s: %v", tc.format, err)
			}
			if n++; n%10_000 == 0 {
				most = max(most, heap())
			}
		}
		if n < size/len(tc.part) {
			t.Errorf("%s: got %d messages, want at least %d", tc.format, n, size/len(tc.part))
		}
		if most > before+size/2 {
			t.Errorf("%s: held %d of %d bytes", tc.format, most-before, size)
		}
	}
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
