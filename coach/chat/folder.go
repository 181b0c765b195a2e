package chat

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// The limits of folders and archives: beyond them it is no export, or an attack.
const (
	maxMembers     = 200_000
	maxPackedRatio = 100      // of what an archive unpacks to, to its own size: words shrink to a tenth
	smallUnpacked  = 64 << 20 // what any archive may unpack to, in bytes
	maxFolderDepth = 12
)

// OpenFS reads an export of many files: a folder, or an archive that the caller opened. Each file that holds messages is
// a conversation of its own; what belongs to one conversation is read in order.
func OpenFS(fsys fs.FS, name string, o Options) (*Export, error) {
	members, err := listMembers(fsys)
	if err != nil {
		return nil, err
	}
	folder := &folder{fs: fsys, name: name, options: o, members: members, users: map[string]string{}, talks: map[string]string{}}
	folder.budget.left = smallUnpacked + maxPackedRatio*o.Packed
	folder.prepare()
	e := &Export{}
	folder.export = e
	e.messages = folder.messages
	for _, m := range folder.members {
		if f, ok := folder.formatOf(m); ok {
			e.Format = f.name
			return e, nil
		}
	}
	if folder.budget.left < 0 {
		return nil, errBomb
	}
	return nil, errors.New("no file in it holds messages")
}

// listMembers lists the files that may hold messages, in natural order: part 2 before part 10.
func listMembers(fsys fs.FS) ([]string, error) {
	var members []string
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.Count(p, "/") >= maxFolderDepth:
			return fs.SkipDir
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && p != ".":
			return fs.SkipDir
		case !d.Type().IsRegular() || !fs.ValidPath(p) || strings.HasPrefix(path.Base(p), ".") || strings.Contains(p, "__MACOSX/"):
			return nil
		}
		if members = append(members, p); len(members) > maxMembers {
			return fmt.Errorf("more than %d files", maxMembers)
		}
		return nil
	})
	slices.SortFunc(members, compareNatural)
	return members, err
}

// compareNatural orders names with numbers in them by the numbers.
func compareNatural(a, b string) int {
	for a != "" && b != "" {
		na, nb := digits(a), digits(b)
		if na > 0 && nb > 0 {
			x, y := strings.TrimLeft(a[:na], "0"), strings.TrimLeft(b[:nb], "0")
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
				return c
			}
			a, b = a[na:], b[nb:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// folder is an export of many files that is being read.
type folder struct {
	fs      fs.FS
	name    string
	options Options
	export  *Export
	members []string
	users   map[string]string // Slack's
	talks   map[string]string // Slack's: who takes part, by folder
	slack   bool
	maildir bool
	skipped int
	budget  budget
}

// budget is how many bytes an archive may still unpack to, over all of its files and all of the times they are opened.
type budget struct{ left int64 }

var errBomb = fmt.Errorf("this archive unpacks to more than %d times its size: that is no export", maxPackedRatio)

// open opens one file: in a folder as long as it is now, in an archive as long as the archive may unpack to.
func (f *folder) open(member string) (io.ReadCloser, error) {
	file, err := f.fs.Open(member)
	if err != nil {
		return nil, err
	}
	if f.options.Packed > 0 {
		return &unpacking{file, &f.budget}, nil
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a file")
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return &current{file, info.Size()}, nil
}

// unpacking reads on the account of a budget.
type unpacking struct {
	fs.File
	budget *budget
}

func (u *unpacking) Read(p []byte) (int, error) {
	if u.budget.left < 0 {
		return 0, errBomb
	}
	n, err := u.File.Read(p)
	u.budget.left -= int64(n)
	return n, err
}

// current reads a file as long as it was when it was opened, because one that grows as fast as it is read never ends.
type current struct {
	fs.File
	left int64
}

func (c *current) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.EOF
	}
	n, err := c.File.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if errors.Is(err, io.EOF) && c.left > 0 {
		err = errors.New("the file became shorter while it was read: try again")
	}
	return n, err
}

// textual are the endings of files that may hold messages. Pictures are not even opened.
const textual = " .txt .json .jsonl .ndjson .html .htm .xml .csv .tsv .md .log .vtt .srt .eml .mbox .mbx .weechatlog "

// prepare finds out what kind of export the files are, and leaves out those that hold no messages.
func (f *folder) prepare() {
	base := path.Base
	whatsAppText := func(p string) bool {
		return path.Ext(p) == ".txt" && (base(p) == "_chat.txt" || strings.Contains(strings.ToLower(base(p)), "whatsapp"))
	}
	f.slack = slices.ContainsFunc(f.members, func(p string) bool { return base(p) == "users.json" || base(p) == "org_users.json" }) &&
		slices.ContainsFunc(f.members, func(p string) bool { return isSlackDay(base(p)) })
	f.maildir = slices.ContainsFunc(f.members, func(p string) bool {
		dir := path.Base(path.Dir(p))
		return (dir == "cur" || dir == "new") && path.Ext(p) != ".txt"
	})
	var kept []string
	whatsApp := slices.ContainsFunc(f.members, whatsAppText)
	if f.slack {
		f.readUsers()
	}
	hasJSON := map[string]bool{} // folders whose messages exist as JSON, so that the pages beside repeat them
	for _, p := range f.members {
		if strings.HasPrefix(base(p), "message_") && path.Ext(p) == ".json" || base(p) == "data.json" || base(p) == "result.json" || base(p) == "main.jsonl" {
			hasJSON[path.Dir(p)] = true
		}
	}
	for _, p := range f.members {
		switch {
		case f.slack && !isSlackDay(base(p)):
		case f.maildir && path.Base(path.Dir(p)) != "cur" && path.Base(path.Dir(p)) != "new":
		case whatsApp && !whatsAppText(p): // a document that somebody sent
			f.skipped++
		case hasJSON[path.Dir(p)] && isOneOf(path.Ext(p), []string{".html", ".md", ".htm"}):
		case f.maildir || strings.Contains(textual, " "+strings.ToLower(path.Ext(p))+" ") || path.Ext(p) == "":
			kept = append(kept, p)
		default:
			f.skipped++
		}
	}
	f.members = kept
	f.orderParts()
}

// isSlackDay reports whether a file is called as Slack calls those of one day.
func isSlackDay(name string) bool {
	c := &cursor{s: name}
	d, ok := c.date()
	return ok && d.wide == 0 && c.rest() == ".json"
}

// readUsers reads Slack's lists of people and of talks between them. Where they are missing, ids stand for names.
func (f *folder) readUsers() {
	for _, lists := range [...][]string{{"users.json", "org_users.json"}, {"dms.json", "mpims.json"}} {
		for _, p := range f.members {
			if !isOneOf(path.Base(p), lists) {
				continue
			}
			file, err := f.open(p)
			if err != nil {
				continue
			}
			if lists[0] == "users.json" {
				maps.Copy(f.users, slackUsers(file))
			} else {
				maps.Copy(f.talks, slackTalks(file, f.users))
			}
			file.Close()
		}
	}
}

// orderParts puts the parts of one conversation of Messenger or Instagram in the order of time: the app numbers them
// from the newest.
func (f *folder) orderParts() {
	for i := 0; i < len(f.members); {
		k := i + 1
		for k < len(f.members) && isPart(f.members[i]) && isPart(f.members[k]) && path.Dir(f.members[i]) == path.Dir(f.members[k]) {
			k++
		}
		if k-i > 1 {
			begins := map[string]time.Time{}
			for _, p := range f.members[i:k] {
				begins[p] = f.begin(p)
			}
			slices.SortStableFunc(f.members[i:k], func(a, b string) int { return begins[a].Compare(begins[b]) })
		}
		i = k
	}
}

func isPart(p string) bool {
	return strings.HasPrefix(path.Base(p), "message_") && strings.HasSuffix(p, ".json")
}

// begin returns the time of the first message that stands in a part.
func (f *folder) begin(p string) (at time.Time) {
	file, err := f.open(p)
	if err != nil {
		return at
	}
	defer file.Close()
	s := newJSONScan(file)
	s.value = func(path, v string) {
		if path == "messages[].timestamp_ms" || path == "messages[].timestamp" {
			at = parseWhen(v)
			s.i, s.n, s.r = 0, 0, strings.NewReader("") // enough
		}
	}
	_ = s.walk("", 0) // it breaks off on purpose
	return at
}

// formatOf tells the format of one file. False means that it holds no messages, as far as can be seen: a file that
// nobody knows is not taken for one message here.
func (f *folder) formatOf(member string) (format, bool) {
	file, err := f.open(member)
	if err != nil {
		return format{}, false
	}
	defer file.Close()
	x := &input{}
	as := f.options.As
	if f.slack {
		as = "slack"
	}
	if f.maildir {
		as = "mail"
	}
	found, err := x.open(file, as)
	return found, err == nil && (found.name != "message" || as == "message")
}

func (f *folder) messages(give func(*coach.Message, error) bool) {
	f.export.Skipped = f.skipped
	for _, m := range f.members {
		if !f.member(m, give) {
			return
		}
		if f.budget.left < 0 {
			return // it has been said
		}
	}
}

// member reads one file. It reports whether more messages are wanted.
func (f *folder) member(member string, give yield) (more bool) {
	found, ok := f.formatOf(member)
	if f.budget.left < 0 {
		return give(nil, &LineError{path.Join(f.name, member), 1, errBomb})
	}
	if !ok {
		f.export.Skipped++
		return true
	}
	shown := path.Join(f.name, member)
	file, err := f.open(member)
	if err != nil {
		return give(nil, &LineError{shown, 1, errors.New("this file can't be opened")})
	}
	defer file.Close()
	more = true
	x := &input{export: f.export, file: shown, order: f.options.DateOrder, users: f.users, conversation: conversationOf(member, found.name)}
	if who := f.talks[path.Base(x.conversation)]; who != "" {
		x.conversation = who
	}
	if _, err := x.open(file, found.name); err != nil {
		return give(nil, &LineError{shown, 1, err})
	}
	found.read(x, func(m *coach.Message, err error) bool {
		var line *LineError
		if err != nil && !errors.As(err, &line) {
			err = &LineError{shown, 1, err} // the files after it are read all the same
		}
		more = give(m, err)
		return more
	})
	return more
}

// conversationOf names the conversation that a file belongs to: its folder where an app splits a conversation over
// files, and else its own name.
func conversationOf(member, format string) string {
	dir := path.Dir(member)
	switch format {
	case "mbox", "mail":
		return "" // its subject names it
	case "slack", "meta", "meta-html", "google-chat", "telegram-html", "irc", "signal", "signal-json":
		if dir != "." {
			return dir
		}
		if format == "telegram-html" || isPart(member) {
			return ""
		}
	case "google-voice":
		name, _, _ := strings.Cut(path.Base(member), " - ")
		return name
	}
	return strings.TrimSuffix(member, path.Ext(member))
}
