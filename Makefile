# Each target explains itself: make help
DATA ?= ../shared/data
SETS ?= advice-sentences support-utterances peer-support-replies counselling-utterances news-comments ordinary-sms
FUZZTIME ?= 30s
LINT_VERSION := $(shell sed -n 's|.*github.com/golangci/golangci-lint/v2 \(v[0-9.]*\).*|\1|p' .ci/tools/go.mod)
LINT_BIN := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/coach-ci/golangci-lint-$(LINT_VERSION)

.PHONY: help build test lint eval rewrites bench bench-peers bench-start fuzz golden generate

help: ## list what there is
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

build: ## build the program into ./coach-bin
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o coach-bin ./cmd/coach

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
			go test -run='^$$' -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) -parallel=2 "$$pkg" || exit 1; \
		done; \
	done

golden: ## rewrite the expected outputs of the tests
	@for dir in $$(grep -rlE 'flag\.Bool\("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u); do go test "$$dir" -update || exit 1; done

generate: ## compile the built-in rules into rules/en.bin
	go generate ./...
