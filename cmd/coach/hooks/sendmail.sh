#!/bin/sh
# Mail: stands in for sendmail or msmtp, and sends only what passes. Checks the writer's own words, not what they quote.
# Mutt and NeoMutt: set sendmail="/path/to/this/script"      Another mailer than sendmail: COACH_SENDMAIL=msmtp
mail=$(mktemp) || exit 75
trap 'rm -f "$mail"' EXIT
cat >"$mail"
coach check --quiet --as mail "$mail" >&2 || exit 75
"${COACH_SENDMAIL:-/usr/sbin/sendmail}" "$@" <"$mail"
