//go:build unix

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A real editor asks the language server, shows what it says and takes a wording; .ci/run installs it.
func TestNeovimShowsFindings(t *testing.T) {
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("neovim is not installed")
	}
	program := built(t)
	dir := t.TempDir()
	draft, out, script := filepath.Join(dir, "draft.txt"), filepath.Join(dir, "out.txt"), filepath.Join(dir, "run.lua")
	for file, text := range map[string]string{draft: "Hi 😀\n😀 You never listen to me. Bye\n", script: `
local id = vim.lsp.start_client({ name = "coach", cmd = { vim.env.COACH, "lsp" }, root_dir = "." })
vim.lsp.buf_attach_client(0, id)
vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end)
local lines = {}
for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(lines, string.format("%d:%d %s", d.lnum, d.col, d.code or d.user_data.lsp.code)) end
local params = { textDocument = vim.lsp.util.make_text_document_params(), range = { start = { line = 1, character = 4 }, ["end"] = { line = 1, character = 4 } }, context = { diagnostics = {} } }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 10000)
for _, answer in pairs(answers) do
  vim.lsp.util.apply_workspace_edit(answer.result[1].edit, "utf-16")
end
table.insert(lines, vim.api.nvim_buf_get_lines(0, 1, 2, false)[1])

-- Words typed before it move a finding, by as many places as the editor counts.
vim.api.nvim_buf_set_lines(0, 0, 1, false, { "👩‍👩‍👧 é You always blame me." })
vim.wait(10000, function() local all = vim.diagnostic.get(0); return #all == 1 and all[1].lnum == 0 end)
vim.api.nvim_buf_set_text(0, 0, 0, 0, 0, { "😀😀 " })
vim.wait(10000, function() return vim.diagnostic.get(0)[1].col == 31 end)
local d = vim.diagnostic.get(0)[1]
table.insert(lines, vim.api.nvim_buf_get_text(0, d.lnum, d.col, d.end_lnum, d.end_col, {})[1])
local at = { textDocument = params.textDocument, position = { line = 0, character = 20 } }
for _, answer in pairs(vim.lsp.buf_request_sync(0, "textDocument/hover", at, 10000)) do
  table.insert(lines, (answer.result.contents.value:find("all on me", 1, true) and "hover says why") or answer.result.contents.value)
end

-- In a commit message comments are not the writer's words.
vim.cmd("edit " .. vim.fn.fnamemodify(vim.env.OUT, ":h") .. "/COMMIT_EDITMSG")
vim.bo.filetype = "gitcommit"
vim.lsp.buf_attach_client(0, id)
vim.api.nvim_buf_set_lines(0, 0, -1, false, { "Fix it. You never listen.", "", "# You never listen to me." })
vim.wait(10000, function() return #vim.diagnostic.get(0) > 0 end)
for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(lines, "commit " .. d.lnum) end
vim.fn.writefile(lines, vim.env.OUT)
vim.cmd("qa!")
`} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, nvim, "--headless", "--clean", draft, "-c", "luafile "+script)
	cmd.Env = append(os.Environ(), "COACH="+program, "OUT="+out, "HOME="+dir)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("nvim: %v\n%s", err, output)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if want := "1:5 blame/you-never\n😀 I don’t feel heard. Bye\nYou always blame me\nhover says why\ncommit 0\n"; strings.TrimSpace(string(got)) != strings.TrimSpace(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
