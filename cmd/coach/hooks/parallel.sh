#!/bin/sh
# GNU parallel: checks a large JSONL corpus on all cores. Each block is a whole number of lines, and the results come in
# order. Give each line its own context, or split by conversation first, so that nothing a message answers is cut off.
exec parallel --pipe --keep-order --block 10M coach check --as jsonl --format jsonl --fail-on never
