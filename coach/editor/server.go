package editor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"github.com/creachadair/jrpc2/handler"

	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/rule"
)

// The parts of the Language Server Protocol 3.17 that are used here.
type (
	document struct {
		URI      string `json:"uri"`
		Language string `json:"languageId"`
		Version  int    `json:"version"`
		Text     string `json:"text"`
	}
	openParams struct {
		Document document `json:"textDocument"`
	}
	changeParams struct {
		Document document `json:"textDocument"`
		Changes  []change `json:"contentChanges"`
	}
	change struct {
		Range *textRange `json:"range"`
		Text  string     `json:"text"`
	}
	placeParams struct {
		Document document  `json:"textDocument"`
		Position position  `json:"position"`
		Range    textRange `json:"range"`
	}
	diagnostic struct {
		Range    textRange `json:"range"`
		Severity int       `json:"severity"`
		Code     string    `json:"code"`
		Source   string    `json:"source"`
		Message  string    `json:"message"`
	}
	diagnostics struct {
		URI     string       `json:"uri"`
		Version int          `json:"version"`
		List    []diagnostic `json:"diagnostics"`
	}
	textEdit struct {
		Range textRange `json:"range"`
		Text  string    `json:"newText"`
	}
	workspaceEdit struct {
		Changes map[string][]textEdit `json:"changes"`
	}
	codeAction struct {
		Title       string        `json:"title"`
		Kind        string        `json:"kind"`
		Diagnostics []diagnostic  `json:"diagnostics"`
		Preferred   bool          `json:"isPreferred,omitempty"`
		Edit        workspaceEdit `json:"edit"`
	}
	markup struct {
		Kind  string `json:"kind"`
		Value string `json:"value"`
	}
	hover struct {
		Contents markup    `json:"contents"`
		Range    textRange `json:"range"`
	}
)

// maxDocument is the longest document that is checked, in bytes. Nobody types more.
const maxDocument = 1 << 20

// Serve speaks the Language Server Protocol on in and out until the editor says exit, or the input ends. The error says
// what broke the connection, or what is wrong with the options. The editor's own settings go before them.
func Serve(ctx context.Context, o coach.Options, version string, in io.Reader, out io.WriteCloser) error {
	engine, err := coach.New(o)
	if err != nil {
		return err
	}
	s := &server{options: o, engine: engine, version: version, open: map[string]*document{}}
	methods := handler.Map{
		"initialize":                       handler.New(s.initialize),
		"initialized":                      handler.New(func(context.Context) error { return nil }),
		"shutdown":                         handler.New(func(context.Context) (any, error) { return nil, nil }),
		"exit":                             handler.New(s.exit),
		"textDocument/didOpen":             handler.New(s.didOpen),
		"textDocument/didChange":           handler.New(s.didChange),
		"textDocument/didSave":             handler.New(func(context.Context, json.RawMessage) error { return nil }),
		"textDocument/didClose":            handler.New(s.didClose),
		"textDocument/hover":               handler.New(s.hover),
		"textDocument/codeAction":          handler.New(s.codeAction),
		"workspace/didChangeConfiguration": handler.New(s.configure),
	}
	// One request at a time: edits must be taken in the order they were typed.
	peer := jrpc2.NewServer(methods, &jrpc2.ServerOptions{AllowPush: true, Concurrency: 1})
	s.peer = peer
	peer.Start(channel.LSP(in, out))
	go func() { <-ctx.Done(); peer.Stop() }()
	err = peer.Wait()
	if errors.Is(err, io.EOF) || s.exited {
		return nil
	}
	return err
}

// server is one session with an editor.
type server struct {
	options coach.Options // without the editor's settings
	engine  *coach.Coach
	version string
	peer    *jrpc2.Server
	mu      sync.Mutex
	open    map[string]*document
	exited  bool
}

func (s *server) initialize(ctx context.Context, p struct {
	Options json.RawMessage `json:"initializationOptions"`
}) (any, error) {
	if err := s.set(p.Options); err != nil {
		s.complain(ctx, err)
	}
	return map[string]any{
		"capabilities": map[string]any{
			"positionEncoding":   "utf-16",
			"textDocumentSync":   map[string]any{"openClose": true, "change": 2, "save": true},
			"hoverProvider":      true,
			"codeActionProvider": map[string]any{"codeActionKinds": []string{"quickfix"}},
		},
		"serverInfo": map[string]string{"name": "coach", "version": s.version},
	}, nil
}

func (s *server) exit(context.Context) error {
	s.exited = true
	go s.peer.Stop() // not from within one of its handlers
	return nil
}

func (s *server) didOpen(ctx context.Context, p openParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := p.Document
	s.open[d.URI] = &d
	return s.publish(ctx, &d)
}

func (s *server) didChange(ctx context.Context, p changeParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.open[p.Document.URI]
	if d == nil {
		return fmt.Errorf("this document was not opened")
	}
	d.Version = p.Document.Version
	for _, c := range p.Changes {
		if c.Range == nil {
			d.Text = c.Text
			continue
		}
		from, to := offset(d.Text, c.Range.Start), offset(d.Text, c.Range.End)
		if to < from {
			from, to = to, from
		}
		d.Text = d.Text[:from] + c.Text + d.Text[to:]
	}
	return s.publish(ctx, d)
}

func (s *server) didClose(ctx context.Context, p openParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, p.Document.URI)
	return s.peer.Notify(ctx, "textDocument/publishDiagnostics", diagnostics{URI: p.Document.URI, List: []diagnostic{}})
}

// settings are what an editor may configure, under "coach" or by itself.
type settings struct {
	Only, Skip  []string
	Audience    string
	MinSeverity string `json:"minSeverity"`
	Country     string
}

// set takes the editor's settings. Those that it leaves out are as the options say; so are all when it sends none, which
// some editors write as an empty list.
func (s *server) set(raw json.RawMessage) error {
	var sent struct {
		settings
		Coach *settings
	}
	if bare := strings.TrimSpace(string(raw)); bare != "" && bare != "null" && bare != "[]" {
		if err := json.Unmarshal(raw, &sent); err != nil {
			return fmt.Errorf("the settings can't be read: %w", err)
		}
	}
	chosen := sent.settings
	if sent.Coach != nil {
		chosen = *sent.Coach
	}
	o := s.options
	if chosen.Only != nil {
		o.Only = chosen.Only
	}
	if chosen.Skip != nil {
		o.Skip = chosen.Skip
	}
	if chosen.Audience != "" {
		o.Audience = chosen.Audience
	}
	if chosen.Country != "" {
		o.Country = chosen.Country
	}
	if chosen.MinSeverity != "" {
		least, err := rule.ParseSeverity(chosen.MinSeverity)
		if err != nil {
			return fmt.Errorf("minSeverity: %w", err)
		}
		o.MinSeverity = least
	}
	engine, err := coach.New(o)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.engine = engine
	return nil
}

func (s *server) configure(ctx context.Context, p struct {
	Settings json.RawMessage `json:"settings"`
}) error {
	if err := s.set(p.Settings); err != nil {
		s.complain(ctx, err)
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.open {
		if err := s.publish(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// complain shows an error where the editor shows such things.
func (s *server) complain(ctx context.Context, err error) {
	_ = s.peer.Notify(ctx, "window/showMessage", map[string]any{"type": severityError, "message": "coach: " + err.Error()}) // the connection tells by itself
}

// findings checks a document as one message.
func (s *server) findings(d *document) (*coach.Message, []coach.Finding) {
	if len(d.Text) > maxDocument {
		return &coach.Message{}, nil
	}
	m := &coach.Message{Text: ownWords(d.Language, d.Text)}
	return m, slices.DeleteFunc(s.engine.Conversation().Check(m).Findings, func(f coach.Finding) bool { return f.Rule.Kind == rule.Strength })
}

func (s *server) publish(ctx context.Context, d *document) error {
	list := []diagnostic{}
	_, findings := s.findings(d)
	for i := range findings {
		list = append(list, diagnosticOf(d, &findings[i]))
	}
	return s.peer.Notify(ctx, "textDocument/publishDiagnostics", diagnostics{d.URI, d.Version, list})
}

// The protocol's severities.
const (
	severityError = iota + 1
	severityWarning
	severityInformation
)

func diagnosticOf(d *document, f *coach.Finding) diagnostic {
	severity := severityInformation
	switch f.Severity {
	case rule.Error:
		severity = severityError
	case rule.Warning:
		severity = severityWarning
	}
	return diagnostic{rangeOf(d.Text, f.Span), severity, f.Rule.ID, "coach", strings.TrimSpace(f.Say + " " + f.Help)}
}

func (s *server) hover(_ context.Context, p placeParams) (*hover, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.open[p.Document.URI]
	if d == nil {
		return nil, nil //nolint:nilnil // null is the protocol's word for nothing
	}
	at := offset(d.Text, p.Position)
	_, findings := s.findings(d)
	for i := range findings {
		f := &findings[i]
		if at < f.Span.Start || at > f.Span.End {
			continue
		}
		value := strings.TrimSpace(f.Say + " " + f.Help)
		for _, r := range f.Reframes {
			value += "\n- " + r.Text
		}
		return &hover{markup{"plaintext", value}, rangeOf(d.Text, f.Span)}, nil
	}
	return nil, nil //nolint:nilnil // null is the protocol's word for nothing
}

// codeAction offers each wording that fits.
func (s *server) codeAction(_ context.Context, p placeParams) ([]codeAction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	actions := []codeAction{}
	d := s.open[p.Document.URI]
	if d == nil {
		return actions, nil
	}
	from, to := offset(d.Text, p.Range.Start), offset(d.Text, p.Range.End)
	m, findings := s.findings(d)
	for i := range findings {
		f := &findings[i]
		if f.Span.End < from || f.Span.Start > to {
			continue
		}
		at, choices := s.engine.Wordings(m, f)
		for n, c := range choices {
			edit := workspaceEdit{map[string][]textEdit{d.URI: {{rangeOf(d.Text, at), c}}}}
			actions = append(actions, codeAction{"Say: " + c, "quickfix", []diagnostic{diagnosticOf(d, f)}, n == 0, edit})
		}
	}
	return actions, nil
}
