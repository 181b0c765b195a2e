#!/bin/sh
# Git: checks a commit message before the commit is made. Belongs into .git/hooks/commit-msg, executable.
# git commit --no-verify goes around it. Comments are left out, and with them all below the scissors of commit --verbose.
sed -e '/^# -* >8 -*$/,$d' -e '/^#/d' "$1" | coach check --quiet --audience work - >&2
