#!/bin/sh
# GitHub: comments on a pull request if the comment is kind. Usage: gh-comment NUMBER FILE
coach check --quiet --audience work "$2" >&2 || exit
exec gh pr comment "$1" --body-file "$2"
