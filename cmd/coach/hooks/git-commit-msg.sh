#!/bin/sh
# Git: checks a commit message before the commit is made. Belongs into .git/hooks/commit-msg, executable.
# git commit --no-verify goes around it.
grep -v '^#' "$1" | coach check --quiet --audience work - >&2
