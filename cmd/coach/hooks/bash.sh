# bash: send-if-kind COMMAND... runs the command with the message on its input if the message is kind.
# echo "See you at six" | send-if-kind mail -s hi ana@example.org        Belongs into ~/.bashrc.
send-if-kind() {
	local message
	message=$(cat; printf x) || return
	printf %s "${message%x}" | coach check --quiet - >&2 || return
	printf %s "${message%x}" | "$@"
}
