// Big writes an export of any size to standard output, to measure what reading it takes:
//
//	go run ./testdata/bench/big telegram 1000000000 > big.json
//
// Each message has an ID, a time and words of its own, for a reader that remembers what it has met would grow by those.
package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An export is what stands before the messages, one message, and what stands behind them. In braces: {n} the message's
// number, {p} that of the one before, {who} and {other} people, {unix} seconds, {text} words, and dates by Go's layouts.
type export struct{ begin, message, end string }

var exports = map[string]export{
	"jsonl":    {"", `{"id":"m{n}","conversation":"c","speaker":"{who}","time":"{2006-01-02T15:04:05Z}","text":"{text}"}` + "\n", ""},
	"convokit": {"", `{"id":"{n}","speaker":"{who}","conversation_id":"1","reply-to":"{p}","timestamp":{unix},"text":"{text}","meta":{},"vectors":[]}` + "\n", ""},
	"whatsapp": {"", "{02/01/2006, 15:04} - {who}: {text}\n", ""},
	"telegram": {`{"name":"Ana","type":"private_group","id":1,"messages":[{"id":0,"type":"service","date":"2020-01-01T00:00:00","date_unixtime":"1577836800","actor":"Ana"}` + "\n",
		`,{"id":{n},"type":"message","date":"{2006-01-02T15:04:05}","date_unixtime":"{unix}","from":"{who}","from_id":"user{who}","reply_to_message_id":{p},"text":"{text}","text_entities":[{"type":"plain","text":"{text}"}]}` + "\n", "]}\n"},
	"telegram-html": {"<!DOCTYPE html>\n<html><head><title>Exported Data</title></head><body><div class=\"page_wrap\"><div class=\"history\">\n",
		`<div class="message default clearfix" id="message{n}"><div class="body"><div class="pull_right date details" title="{02.01.2006 15:04:05} UTC+01:00">{15:04}</div><div class="from_name">{who}</div><div class="reply_to details">In reply to <a href="#go_to_message{p}">this message</a></div><div class="text">{text}</div></div></div>` + "\n", "</div></div></body></html>\n"},
	"slack": {`[{"type":"message","user":"U0","ts":"1577836800.000000","text":"x"}` + "\n",
		`,{"type":"message","user":"U{who}","ts":"{unix}.000100","thread_ts":"{unix}.000100","client_msg_id":"{n}","text":"{text}"}` + "\n", "]\n"},
	"discord": {`{"guild":{"id":"1","name":"Friends"},"channel":{"id":"2","type":"GuildTextChat","name":"general"},"messages":[{"id":"0","type":"Default","timestamp":"2020-01-01T00:00:00Z","content":"x","author":{"id":"1","name":"Ana"}}` + "\n",
		`,{"id":"{n}","type":"Reply","timestamp":"{2006-01-02T15:04:05Z}","content":"{text}","author":{"id":"{who}","name":"{who}"},"reference":{"messageId":"{p}"}}` + "\n", "]}\n"},
	"discord-csv":     {"AuthorID,Author,Date,Content,Attachments,Reactions\n", `"{who}","{who}","{2006-01-02T15:04:05.0000000Z}","{text}","",""` + "\n", ""},
	"discord-package": {"ID,Timestamp,Contents,Attachments\n", "{n},{2006-01-02 15:04:05},{text},\n", ""},
	"discord-html": {`<!DOCTYPE html><html><head><title>Friends - general</title></head><body><div class="chatlog">` + "\n",
		`<div class="chatlog__message-group"><div id="chatlog__message-container-{n}" class="chatlog__message-container" data-message-id="{n}"><div class="chatlog__message"><div class="chatlog__message-primary"><div class="chatlog__header"><span class="chatlog__author" title="{who}" data-user-id="{who}">{who}</span><span class="chatlog__timestamp" title="{Monday, January 2, 2006 3:04 PM}"><a href="#">{1/2/2006 3:04 PM}</a></span></div><div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">{text}</span></div></div></div></div></div>` + "\n", "</div></body></html>\n"},
	"discord-text": {strings.Repeat("=", 62) + "\nGuild: Friends\nChannel: Text / general\n" + strings.Repeat("=", 62) + "\n\n", "[{1/2/2006 3:04 PM}] {who}\n{text}\n\n", strings.Repeat("=", 62) + "\nExported\n"},
	"signal":       {"", "[{2006-01-02 15:04:05}] {who}: {text}  \n\n", ""},
	"signal-json":  {"", `{"date": "{2006-01-02T15:04:05}", "sender": "{who}", "body": "{text}", "quote": "", "sticker": "", "reactions": [], "attachments": []}` + "\n", ""},
	"imessage":     {"", "{Jan 02, 2006  3:04:05 PM} (Read by you after 5 seconds)\n{who}\n{text}\n\n", ""},
	"imessage-html": {"<html><head><meta charset=\"UTF-8\"></head><body>\n",
		`<div class="message"><div class="received"><p><span class="timestamp"><a title="Reveal in Messages app" href="sms://open?message-guid={n}">{Jan 02, 2006  3:04:05 PM}</a></span><span class="sender">{who}</span></p><hr><div class="message_part"><span class="bubble">{text}</span></div></div></div>` + "\n", "</body></html>\n"},
	"meta": {`{"participants":[{"name":"Ana"},{"name":"Ben"}],"messages":[` + "\n" + `{"sender_name":"Ana","timestamp_ms":1577836800000,"content":"x"}` + "\n",
		`,{"sender_name":"{who}","timestamp_ms":{unix}000,"content":"{text}","is_geoblocked_for_viewer":false}` + "\n", `],"title":"Ana","thread_path":"inbox/ana"}` + "\n"},
	"meta-html": {`<html><head><title>Ana</title></head><body><div class="_a705"><div role="main" class="_a706">` + "\n",
		`<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_3-95 _2pim _a6-h _a6-i">{who}</div><div class="_3-95 _a6-p"><div><div></div><div>{text}</div><div></div></div></div><div class="_3-94 _a6-o">{Jan 2, 2006 3:04:05 pm}</div></div>` + "\n", "</div></div></body></html>\n"},
	"google-chat": {`{"messages":[{"creator":{"name":"Ana","email":"a@x","user_type":"Human"},"created_date":"Tuesday, April 19, 2016 at 12:09:49 AM UTC","text":"x","topic_id":"t"}` + "\n",
		`,{"creator":{"name":"{who}","email":"{who}@example.org","user_type":"Human"},"created_date":"{Monday, January 2, 2006 at 3:04:05 PM} UTC","text":"{text}","topic_id":"t{n}","message_id":"g/t/{n}"}` + "\n", "]}\n"},
	"google-voice": {`<?xml version="1.0" ?><html><head><title>Ana</title></head><body><div class="hChatLog hfeed">` + "\n",
		`<div class="message"><abbr class="dt" title="{2006-01-02T15:04:05.000Z}">x</abbr>: <cite class="sender vcard"><a class="tel" href="tel:+15550100"><span class="fn">{who}</span></a></cite>: <q>{text}</q></div>` + "\n", "</div></body></html>\n"},
	"sms": {`<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>` + "\n" + `<smses count="9">` + "\n",
		`<sms protocol="0" address="+15550100" date="{unix}000" type="1" body="{text}" read="1" status="-1" contact_name="{who}" />` + "\n", "</smses>\n"},
	"irc":       {"", "[{2006-01-02 15:04:05}] <{who}> {text}\n", ""},
	"line":      {"[LINE] Chat history with Ana\nSaved on: 2024/01/15 10:00\n\nMon, 15/01/2024\n", "{03:04PM}\t{who}\t{text}\n", ""},
	"kakaotalk": {"Ana 님과 카카오톡 대화\n저장한 날짜 : 2021-12-30 21:00:00\n\n--------------- 2021년 12월 29일 수요일 ---------------\n", "[{who}] [오후 8:36] {text}\n", ""},
	"teams":     {"", "[{1/2/2006 3:04 PM}] {who}\n{text}\n\n", ""},
	"zoom":      {"", "{15:04:05} From  {who}  to  Everyone:\n\t{text}\n", ""},
	"vtt":       {"WEBVTT\n\n", "{n}\n{15:04:05.000} --> {15:04:06.000}\n<v {who}>{text}</v>\n\n", ""},
	"srt":       {"", "{n}\n{15:04:05},000 --> {15:04:06},000\n{who}: {text}\n\n", ""},
	"matrix": {`{"room_name":"Trip","messages":[{"type":"m.room.create","sender":"@a:x","event_id":"$0","origin_server_ts":1,"content":{}}` + "\n",
		`,{"type":"m.room.message","sender":"@{who}:x","origin_server_ts":{unix}000,"event_id":"${n}","content":{"msgtype":"m.text","body":"{text}","m.relates_to":{"m.in_reply_to":{"event_id":"${p}"}}}}` + "\n", "]}\n"},
	"mbox":  {"", "From {who}@x {Mon Jan _2 15:04:05 2006}\nFrom: {who} <{who}@example.org>\nTo: {other}@example.org\nSubject: Re: plans {n}\nMessage-Id: <{n}@x>\nIn-Reply-To: <{p}@x>\nDate: {Mon, 02 Jan 2006 15:04:05 +0000}\n\n{text}\n\n> {text}\n\n", ""},
	"csv":   {"id,conversation,author,date,text\n", "{n},x,{who},{unix},{text}\n", ""},
	"json":  {`[{"role":"user","content":"x"}` + "\n", `,{"id":"{n}","role":"{who}","content":"{text}","created_at":{unix}}` + "\n", "]\n"},
	"paste": {"", "{who}: {text}\n", ""},
}

var (
	people = []string{"Ana", "Ben", "Cem", "Dee"}
	places = []string{"the station", "the library", "our place", "the market"}
)

func main() {
	format, bytes, _ := strings.Cut(strings.Join(os.Args[1:], " "), " ")
	size, err := strconv.Atoi(bytes)
	e, ok := exports[format]
	if !ok || err != nil {
		names := make([]string, 0, len(exports))
		for name := range exports {
			names = append(names, name)
		}
		slices.Sort(names)
		fmt.Fprintln(os.Stderr, "usage: big FORMAT BYTES, with a format of "+strings.Join(names, ", "))
		os.Exit(2)
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	written, _ := out.WriteString(e.begin)
	parts := split(e.message)
	for n, at := 1, time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC); written < size; n, at = n+1, at.Add(20*time.Second) {
		for _, p := range parts {
			w, _ := out.WriteString(p.fill(n, at))
			written += w
		}
	}
	_, _ = out.WriteString(e.end)
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A part is text as it is, or what stands in braces.
type part struct {
	text string
	slot bool
}

// slots are what may stand in braces, other than dates.
var slots = []string{"n", "p", "who", "other", "unix", "text"}

func split(message string) []part {
	var parts []part
	for message != "" {
		open := strings.IndexByte(message, '{')
		if open < 0 {
			return append(parts, part{text: message})
		}
		inside, rest, _ := strings.Cut(message[open+1:], "}")
		if !slices.Contains(slots, inside) && !strings.ContainsAny(inside, "01235") || strings.ContainsAny(inside, `"{`) {
			parts = append(parts, part{text: message[:open+1]})
			message = message[open+1:]
			continue
		}
		parts = append(parts, part{text: message[:open]}, part{text: inside, slot: true})
		message = rest
	}
	return parts
}

func (p part) fill(n int, at time.Time) string {
	switch {
	case !p.slot:
		return p.text
	case p.text == "n":
		return strconv.Itoa(n)
	case p.text == "p":
		return strconv.Itoa(n - 1)
	case p.text == "who":
		return people[n%len(people)]
	case p.text == "other":
		return people[(n+1)%len(people)]
	case p.text == "unix":
		return strconv.FormatInt(at.Unix(), 10)
	case p.text == "text":
		return "I saw number " + strconv.Itoa(n) + " near " + places[n/4%len(places)] + " and thought of you all day"
	}
	return at.Format(p.text)
}
