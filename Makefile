# Each target explains itself: make help
DATA ?= ../shared/data
SETS ?= advice-sentences support-utterances peer-support-replies counselling-utterances news-comments ordinary-sms
FUZZTIME ?= 30s
LINT_VERSION := $(shell sed -n 's|.*github.com/golangci/golangci-lint/v2 \(v[0-9.]*\).*|\1|p' .ci/tools/go.mod)
LINT_BIN := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/coach-ci/golangci-lint-$(LINT_VERSION)

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

.PHONY: help build test lint eval scores rewrites bench bench-peers bench-start fuzz golden generate picture release-files reproducible formula vuln

help: ## list what there is
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

build: ## build the program into ./coach-bin
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w -X main.version=$(VERSION)' -o coach-bin ./cmd/coach

test: ## run every test
	go test ./...

lint: $(LINT_BIN) ## run go vet and the linters (the first time builds them, for some minutes)
	go vet ./...
	$(LINT_BIN) run ./...

$(LINT_BIN):
	mkdir -p $(dir $@)
	cd .ci/tools && nice go build -o $@.new github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	mv $@.new $@

eval: ## score the rules on testdata/gold and on the labeled messages in DATA (../shared/data)
	@test -d '$(DATA)' || { echo "make eval: there is no folder $(DATA). Name one with labeled messages: make eval DATA=folder" >&2; exit 1; }
	@for set in $(SETS); do test -f "$(DATA)/$$set.jsonl" || { echo "make eval: there is no $(DATA)/$$set.jsonl. Name the sets: make eval SETS='one two'" >&2; exit 1; }; done
	@go run ./cmd/coach rules score testdata/gold/*.jsonl $(SETS:%='$(DATA)'/%.jsonl)

scores: ## write what eval prints to testdata/scores.txt, so that a change shows what it moved
	@$(MAKE) --no-print-directory eval | sed 's|^$(DATA)/||' > testdata/scores.txt.new && mv testdata/scores.txt.new testdata/scores.txt

rewrites: ## hold what coach reframe promises on the messages in DATA (../shared/data), too
	COACH_DATA='$(abspath $(DATA))' go test ./coach -run='Rewriting' -count=1 -v

bench: ## run the benchmarks, ready for benchstat
	go test ./... -run='^$$' -bench=. -benchmem -count=6

bench-peers: ## compare whole checks with the peers that are installed (needs hyperfine)
	testdata/bench/peers.sh

bench-start: ## compare the CPU time of one check with that of an empty program
	go run ./testdata/bench/start

fuzz: ## fuzz every target for FUZZTIME (30s), one after the other
	@for pkg in $$(go list ./...); do \
		targets=$$(go test -list '^Fuzz' "$$pkg") || exit 1; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			testdata/fuzz.sh "$$pkg" "$$target" $(FUZZTIME) || exit 1; \
		done; \
	done

golden: ## rewrite the expected outputs of the tests
	@for dir in $$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u); do go test "$$dir" -update || exit 1; done

generate: ## compile the built-in rules into rules/en.bin
	go generate ./...

picture: ## draw the README's picture of a terminal from what coach prints
	go run ./testdata/picture > testdata/picture/coach.svg

release-files: ## completions and manual pages for a release, into release-files
	rm -rf release-files && mkdir -p release-files/completions
	go run ./cmd/coach completion bash > release-files/completions/coach.bash
	go run ./cmd/coach completion zsh > release-files/completions/_coach
	go run ./cmd/coach completion fish > release-files/completions/coach.fish
	go run ./cmd/coach man release-files/man

reproducible: ## build in two folders, and compare byte for byte
	bash .ci/reproducible

formula: ## write dist/coach.rb, the Homebrew formula of the release in dist
	bash .ci/formula > dist/coach.rb.new && mv dist/coach.rb.new dist/coach.rb

vuln: ## hold the libraries, and the Go that go.mod names, to Go's vulnerability database
	bash .ci/vuln
