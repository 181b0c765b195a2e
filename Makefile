# Each target explains itself: make help
DATA ?= ../shared/data
FUZZTIME ?= 30s
LINT_VERSION := v2.15.0
LINT_BIN := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/coach-ci/golangci-lint-$(LINT_VERSION)

.PHONY: help build test lint eval bench bench-start fuzz golden generate

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

build: ## build the program into ./coach-bin
	CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o coach-bin ./cmd/coach

test: ## run every test
	go test ./...

lint: $(LINT_BIN) ## run go vet and the linters
	go vet ./...
	$(LINT_BIN) run ./...

$(LINT_BIN):
	mkdir -p $(dir $@)
	cd .ci/tools && go build -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

eval: ## score the rules on labelled messages in DATA
	@test -d $(DATA) || { echo "no folder $(DATA): set DATA to a folder of labelled JSONL"; exit 1; }
	@go build -o .coach-eval ./cmd/coach && for set in advice-sentences support-utterances peer-support-replies counselling-utterances news-comments ordinary-sms; do \
		./.coach-eval rules score $(DATA)/$$set.jsonl || exit 1; echo; done; rm -f .coach-eval

bench: ## Go benchmarks, ready for benchstat
	go test ./coach/... -run=XXX -bench=. -benchmem -count=6

bench-start: ## CPU time of one check against an empty program
	go run ./testdata/bench/start

fuzz: ## fuzz every target for FUZZTIME (30s), one after the other
	@for pkg in $$(go list ./...); do for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
		echo "$$pkg $$target"; go test -run=XXX -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) -parallel=2 $$pkg || exit 1; done; done

golden: ## rewrite the expected outputs of the tests
	go test ./cmd/coach -update

generate: ## compile the built-in rules
	go generate ./rules
