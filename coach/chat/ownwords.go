package chat

import "strings"

// ownWords leaves out of a mail what its writer did not write for it: quotes, the mail it answers or forwards, and
// signatures. Words between quotes stay. skipped is how many lines were left out before the first that stays.
func ownWords(body string) (own string, skipped int) {
	lines := strings.Split(body, "\n")
	var kept []string
	first := -1
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t\r")
		if lines[i] == "-- " || line == "--" || isSentFrom(line) || isForwarded(line, lines[i:]) || isListFooter(lines[i:]) {
			break
		}
		if n := attribution(lines[i:]); n > 0 {
			i += n - 1
			continue
		}
		if strings.HasPrefix(line, ">") {
			continue
		}
		if first < 0 && line != "" {
			first = i
		}
		if first >= 0 {
			kept = append(kept, line)
		}
	}
	for n := len(kept) - 1; n > 0 && (isRule(kept[n]) || isNamed(kept[n])); n-- {
		kept = kept[:n]
	}
	return strings.TrimSpace(strings.Join(kept, "\n")), max(first, 0)
}

// isRule reports whether a line is blank or only drawn.
func isRule(line string) bool { return strings.Trim(line, " -_=*") == "" }

// isNamed reports whether a line is a name to sign with: "-Ana Lee".
func isNamed(line string) bool {
	name := strings.TrimLeft(line, "-– ")
	return len(name) < len(line) && len(name) < 40 && strings.IndexAny(line, "-–") == 0 && isName(name) && nameWords(name)
}

// isListFooter reports whether the lines begin what a mailing list adds at the end: a rule, and its name or address.
func isListFooter(lines []string) bool {
	if !strings.HasPrefix(lines[0], "____") || !isRule(lines[0]) {
		return false
	}
	for _, l := range lines[1:min(len(lines), 3)] {
		if l = strings.ToLower(l); strings.Contains(l, "mailing list") || strings.Contains(l, "unsubscribe") {
			return true
		}
	}
	return false
}

func isSentFrom(line string) bool {
	for _, p := range [...]string{"Sent from my ", "Sent from Mail for", "Sent from Outlook", "Get Outlook for ", "Von meinem ", "Gesendet von meinem", "Envoyé de mon ", "Enviado desde mi ", "Enviado do meu ", "Inviato da ", "Verzonden vanaf mijn ", "iPhoneから送信", "Sent via ", "Sent from Yahoo"} {
		if strings.HasPrefix(line, p) && len(line) < 80 {
			return true
		}
	}
	return false
}

// isForwarded reports whether the lines begin a mail that was answered or passed on, with its headers.
func isForwarded(line string, lines []string) bool {
	bare := strings.Trim(line, "-_*> ")
	switch bare {
	case "Original Message", "Original message", "Forwarded message", "Forwarded Message", "Begin forwarded message:", "Ursprüngliche Nachricht",
		"Message d'origine", "Message transféré", "Mensaje original", "Mensagem original", "Messaggio originale", "Oorspronkelijk bericht", "Weitergeleitete Nachricht", "Reply message":
		return true
	}
	if strings.HasPrefix(line, "________") && strings.Trim(line, "_") == "" {
		lines = lines[1:]
	} else if !hasAnyPrefix(strings.Trim(line, "* "), "From:", "Von:", "De :", "De:", "Da:", "Van:", "От:", "Från:", "Fra:", "Lähettäjä:", "差出人:", "发件人:") {
		return false
	}
	headers := 0
	for _, l := range lines[:min(len(lines), 6)] {
		if hasAnyPrefix(strings.Trim(l, "* "), "From:", "Sent:", "To:", "Date:", "Subject:", "Cc:", "Von:", "Gesendet:", "An:", "Betreff:", "De :", "De:", "Envoyé", "À :", "Objet :", "Enviado", "Para:", "Asunto:", "Assunto:", "Da:", "Inviato:", "Oggetto:", "Van:", "Verzonden:", "Onderwerp:", "Reply-To:") {
			headers++
		}
	}
	return headers >= 2
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

// wrote are the endings of a line that names whose words follow, by language, with how such lines begin.
var wrote = [...]struct{ begin, end string }{
	{"On ", "wrote:"}, {"Le ", "a écrit :"}, {"Le ", "a écrit :"}, {"Le ", "a écrit:"}, {"Am ", ":"}, {"El ", "escribió:"}, {"El ", "escribio:"},
	{"Il ", "ha scritto:"}, {"Em ", "escreveu:"}, {"Op ", "schreef:"}, {"Op ", ":"}, {"", "написал:"}, {"", "написала:"}, {"", "пишет:"}, {"", "のメール:"},
	{"Den ", "skrev:"}, {"", "skrev:"}, {"", "wrote:"}, {"Dnia ", "napisał(a):"}, {"W dniu ", "pisze:"}, {"", "写道："}, {"", "寫道："},
}

// attribution returns how many lines name whose words follow: "On Monday, Ana wrote:", over at most three lines. It is
// one only when a date, an address or a quote is there.
func attribution(lines []string) int {
	text := ""
	for n := 1; n <= min(3, len(lines)); n++ {
		line := strings.TrimSpace(lines[n-1])
		if line == "" {
			return 0
		}
		text = strings.TrimSpace(text + " " + line)
		if len(text) > 300 {
			return 0
		}
		for _, w := range wrote {
			if !strings.HasPrefix(text, w.begin) || !strings.HasSuffix(text, w.end) {
				continue
			}
			if w.end == ":" && !strings.Contains(text, "schrieb ") && !strings.Contains(text, "schreef ") {
				continue
			}
			if strings.ContainsAny(text, "0123456789@") {
				return n
			}
		}
		if isBeforeQuote(text, lines[n:]) {
			return n
		}
	}
	return 0
}

// isBeforeQuote reports whether a line names whose words follow, in a language that is not in the table: it has an
// address and a date, ends in a colon, and quoted lines come next.
func isBeforeQuote(text string, below []string) bool {
	if !strings.HasSuffix(text, ":") && !strings.HasSuffix(text, "：") || !strings.Contains(text, "@") || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	for _, line := range below {
		if line = strings.TrimSpace(line); line != "" {
			return strings.HasPrefix(line, ">")
		}
	}
	return false
}
