package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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

// toneOf returns the tone that an emoji carries.
func toneOf(emoji string) Tone {
	switch Fold(emoji) {
	case "❤", "🧡", "💛", "💚", "💙", "💜", "🥰", "😊", "😍", "😘", "🤗", "💕", "🙏":
		return Warm
	case "😂", "🤣", "😉", "😜", "😝", "😆", "😁", "😅":
		return Playful
	case "😢", "😭", "😞", "😔", "🥺", "💔", "☹", "🙁":
		return Sad
	case "😡", "🤬", "😠", "😤", "🖕":
		return Angry
	case "🙄", "👏", "🤡", "😒", "🤦":
		return Mocking
	}
	return NoTone
}

// laughter are the written signs of teasing.
const laughter = List("lol lmao lmfao rofl heh jk kidding teasing xd lolol hihi xoxo xx")

// emoticons are the faces in type that laugh, wink or tease. A plain smile is not one: it may be polite.
var emoticons = []string{";)", ";-)", ":P", ":-P", ":p", ":-p", ":D", ":-D", "xD", "XD", "<3"}

// hasEmoticon reports whether msg holds one of them, with no letter or digit right after it.
func hasEmoticon(msg string) bool {
	for _, face := range emoticons {
		for rest := msg; ; {
			i := strings.Index(rest, face)
			if i < 0 {
				break
			}
			rest = rest[i+len(face):]
			if next, _ := utf8.DecodeRuneInString(rest); rest == "" || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				return true
			}
		}
	}
	return false
}

// maxLaugh is the longest word, in bytes, that is looked at as laughter.
const maxLaugh = 40

// isLaughter reports whether a folded word laughs: "lol", or "ha" and its kin again and again.
func isLaughter(word string) bool {
	return laughter.Has(word) || strings.Count(word, "ha") >= 2 && strings.Trim(word, "ha") == "" ||
		strings.Count(word, "he") >= 2 && strings.Trim(word, "he") == ""
}

// Laughs reports whether the sentences of msg, as [Splitter.Split] gave them, show that they are meant in fun: an emoji
// that laughs or winks, a heart, "lol", ";)".
func Laughs(msg string, sentences []Sentence) bool {
	for i := range sentences {
		s := &sentences[i]
		if s.Tone == Playful || s.Tone == Warm {
			return true
		}
		for _, w := range s.Words {
			if w.Kind == Plain && w.End-w.Start <= maxLaugh && isLaughter(Fold(msg[w.Start:w.End])) {
				return true
			}
		}
	}
	return hasEmoticon(msg)
}
