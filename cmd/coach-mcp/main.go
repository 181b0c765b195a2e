// Command coach-mcp serves assistants over the Model Context Protocol on standard input and output: they can check a
// draft, and write it again, without a word of it leaving the machine. It goes by the same config and environment as
// coach. It is a program of its own so that coach stays lean.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach"
	"github.com/emotional-safety/coach/coach/editor"
)

// version is set by the release build.
var version = "dev"

func main() {
	file := flag.String("config", "", "read this config `FILE` instead of looking for one")
	about := flag.Bool("version", false, "say which version this is")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "coach-mcp serves assistants over the Model Context Protocol, on standard input and output.\n\nFlags:")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *about {
		fmt.Println("coach-mcp " + version)
		return
	}
	if err := run(context.Background(), *file); err != nil {
		fmt.Fprintf(os.Stderr, "coach-mcp: %v\n", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, file string) error {
	engine, err := newEngine(file, os.Getenv)
	if err != nil {
		return err
	}
	return newServer(engine).Run(ctx, &mcp.StdioTransport{})
}

// newEngine makes the engine that the config file and the environment ask for. Without a name, the file is found as
// coach finds it.
func newEngine(file string, env func(string) string) (*coach.Coach, error) {
	e, err := settings.LoadEngine(file, env)
	if err != nil {
		return nil, err
	}
	o, err := e.Options()
	if err != nil {
		return nil, err
	}
	return coach.New(o)
}

// newServer offers the tools.
func newServer(engine *coach.Coach) *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "coach", Version: version}, nil)
	mcp.AddTool(s, &mcp.Tool{Name: "check_message", Description: "Point at words in a draft that may make its reader feel blamed, dismissed or steered, and at those that build trust, with why and kinder wording."}, tool(engine, editor.CheckMessage))
	mcp.AddTool(s, &mcp.Tool{Name: "reframe_message", Description: "Write a draft again, with the best kinder wording in place where one fits. All else stays."}, tool(engine, editor.ReframeMessage))
	mcp.AddTool(s, &mcp.Tool{Name: "explain_rule", Description: "Say what a rule looks for, why, and what it suggests."}, tool(engine, editor.ExplainRule))
	mcp.AddTool(s, &mcp.Tool{Name: "guide", Description: "The ten strategies for emotional safety, or one of them."}, tool(engine, editor.ShowGuide))
	return s
}

// tool makes a tool of a function.
func tool[In, Out any](engine *coach.Coach, f func(context.Context, *coach.Coach, In) (Out, error)) mcp.ToolHandlerFor[In, Out] {
	return func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, Out, error) {
		out, err := f(ctx, engine, in)
		return nil, out, err
	}
}
