# fish: send-if-kind COMMAND... runs the command with the message on its input if the message is kind.
# echo "See you at six" | send-if-kind mail -s hi ana@example.org        Belongs into ~/.config/fish/config.fish.
function send-if-kind
    read --null --local message
    printf %s $message | coach check --quiet - >&2
    or return
    printf %s $message | $argv
end
