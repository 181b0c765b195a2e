#!/bin/sh
# Clipboard: checks what you copied. Works on macOS, Wayland and X11.
for paste in pbpaste wl-paste 'xclip -o -selection clipboard'; do
	command -v "${paste%% *}" >/dev/null && exec sh -c "$paste | coach check -"
done
echo 'clipboard: install wl-clipboard or xclip first' >&2
exit 2
