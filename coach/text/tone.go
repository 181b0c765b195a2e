package text

// A Tone is what the emoji of a sentence say about how it is meant. Where several disagree the later in this
// list wins.
type Tone uint8

// The tones.
const (
	NoTone Tone = iota
	Warm
	Playful
	Sad
	Angry
	Mocking
)

// tones lists the emoji that carry a tone.
var tones = map[string]Tone{
	"❤": Warm, "🧡": Warm, "💛": Warm, "💚": Warm, "💙": Warm, "💜": Warm, "🥰": Warm, "😊": Warm, "😍": Warm, "😘": Warm, "🤗": Warm, "💕": Warm, "🙏": Warm,
	"😂": Playful, "🤣": Playful, "😉": Playful, "😜": Playful, "😝": Playful, "😆": Playful, "😁": Playful, "😅": Playful,
	"😢": Sad, "😭": Sad, "😞": Sad, "😔": Sad, "🥺": Sad, "💔": Sad, "☹": Sad, "🙁": Sad,
	"😡": Angry, "🤬": Angry, "😠": Angry, "😤": Angry, "🖕": Angry,
	"🙄": Mocking, "👏": Mocking, "🤡": Mocking, "😒": Mocking, "🤦": Mocking,
}

func toneOf(emoji string) Tone { return tones[Fold(emoji)] }
