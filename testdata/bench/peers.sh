#!/bin/sh
# Compares whole checks with the peers that are installed, by hyperfine, and prints one table of ratios. The text is made
# from a seed. Vale grows faster than its input, so it only gets 1 MB; it is looked for as $VALE or vale.
# Usage: testdata/bench/peers.sh [SIZE_MB]
set -eu
command -v hyperfine >/dev/null || { echo "make bench-peers needs hyperfine (apt install hyperfine)" >&2; exit 1; }
size=${1:-20}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o "$dir/coach" ./cmd/coach
go build -o "$dir/corpus" ./testdata/bench/corpus
go build -o "$dir/phrases" ./testdata/bench/phrases
"$dir/corpus" -size "${size}000000" >"$dir/chat.txt"
"$dir/corpus" -size 1000000 >"$dir/small.txt"
"$dir/phrases" >"$dir/phrases.txt"
"$dir/phrases" --vale "$dir"

# bench NAME RUNS COMMAND: appends "name median_s user_s system_s".
bench() {
	name=$1 runs=$2
	shift 2
	hyperfine --shell=none --ignore-failure --warmup 1 --runs "$runs" --export-csv "$dir/one.csv" --output null "$*" >/dev/null 2>&1
	awk -F, -v name="$name" 'NR == 2 { print name, $4, $5, $6 }' "$dir/one.csv" >>"$dir/$table"
}

# show: the table of the runs so far, each against the first.
show() {
	awk 'NR == 1 { wall = $2; cpu = $3 + $4 } { printf "%-28s %9.3f s wall %9.3f s CPU %9.2fx wall %9.2fx CPU\n", $1, $2, $3 + $4, $2 / wall, ($3 + $4) / cpu }' "$dir/$table"
}

echo "machine: $(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo 2>/dev/null | head -1), $(go version | cut -d' ' -f3-4)"
echo "load when started: $(cut -d' ' -f1 /proc/loadavg 2>/dev/null); $(wc -l <"$dir/phrases.txt") phrases for the peers, the whole rules for coach"
table=large
echo "${size} MB of chat"
bench coach 5 "$dir/coach" check --format jsonl "$dir/chat.txt"
if command -v rg >/dev/null; then
	bench rg-only-matching 5 rg -j2 --no-unicode -i -o --dfa-size-limit 1G --regex-size-limit 1G -f "$dir/phrases.txt" "$dir/chat.txt"
	bench rg-count 5 rg -j2 --no-unicode -i -c --dfa-size-limit 1G --regex-size-limit 1G -f "$dir/phrases.txt" "$dir/chat.txt"
fi
bench wc 5 wc "$dir/chat.txt"
show
table=small
echo "1 MB of chat"
bench coach 5 "$dir/coach" check --format jsonl "$dir/small.txt"
vale=${VALE:-$(command -v vale || true)}
if [ -n "$vale" ]; then
	cd "$dir"
	bench vale 1 "$vale" --no-exit --no-global --output line small.txt
fi
show
