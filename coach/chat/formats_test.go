package chat

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/emotional-safety/coach/coach"
)

// shown is a message as the tables write it: line, time, speaker and text.
func shown(m *coach.Message) string {
	when := ""
	switch {
	case m.Time.IsZero():
	case m.Time.Location() == coach.Floating:
		when = m.Time.Format("2006-01-02 15:04:05")
	default:
		when = m.Time.Format(time.RFC3339)
	}
	return fmt.Sprintf("%d|%s|%s|%s", m.Source.Line, when, m.Speaker, m.Text)
}

func TestExportsAreReadMessageForMessage(t *testing.T) {
	for _, tc := range []struct {
		name, format, in string
		want             []string
		notices, media   int
	}{
		{"WhatsApp on iOS", "whatsapp", "[31/12/2023, 23:59:01] Ana: Hi\n[31/12/2023, 23:59:30] Ben: \u200Eimage omitted\n[01/01/2024, 00:00:02] Ben: Two\n\nlines\n[01/01/2024, 00:01:02] Us: \u200EBen changed this group's icon\n",
			[]string{"1|2023-12-31 23:59:01|Ana|Hi", "3|2024-01-01 00:00:02|Ben|Two\n\nlines"}, 1, 1},
		{"WhatsApp in the US", "whatsapp", "12/31/23, 11:59\u202FPM - Messages and calls are end-to-end encrypted.\n12/31/23, 11:59\u202FPM - Ana: Hi\n1/1/24, 12:05\u202FAM - Ben: <Media omitted>\n1/1/24, 12:06\u202FAM - Ben: ok <This message was edited>\n1/1/24, 12:07\u202FAM - Ben: This message was deleted\n",
			[]string{"2|2023-12-31 23:59:00|Ana|Hi", "4|2024-01-01 00:06:00|Ben|ok"}, 2, 1},
		{"in German", "whatsapp", "31.12.23, 23:59 - Ana: Hallo\n01.01.24, 00:10 - Ben: <Medien ausgeschlossen>\n01.01.24, 00:11 - Ben: IMG-20240101-WA0001.jpg (Datei angehängt)\nSchau mal\n", []string{"1|2023-12-31 23:59:00|Ana|Hallo", "4|2024-01-01 00:11:00|Ben|Schau mal"}, 0, 1},
		{"in Brazil, without a comma", "whatsapp", "31/12/2023 23:59 - Ana: Oi\n01/01/2024 00:01 - Ben: Oi: tudo?\n", []string{"1|2023-12-31 23:59:00|Ana|Oi", "2|2024-01-01 00:01:00|Ben|Oi: tudo?"}, 0, 0},
		{"in Spanish with a. m.", "whatsapp", "31/12/23, 9:05 a.\u00A0m. - Ana: Hola\n31/12/23, 9:06 p.\u00A0m. - Ben: Hola\n", []string{"1|2023-12-31 09:05:00|Ana|Hola", "2|2023-12-31 21:06:00|Ben|Hola"}, 0, 0},
		{"in Japan", "whatsapp", "2023/12/31 23:59 - Ana: やあ\n2024/01/01 0:01 - Ben: はい\n", []string{"1|2023-12-31 23:59:00|Ana|やあ", "2|2024-01-01 00:01:00|Ben|はい"}, 0, 0},
		{"in Taiwan", "whatsapp", "2024/1/2 下午3:04 - Ana: hi\n2024/1/2 上午12:04 - Ben: yo\n", []string{"1|2024-01-02 15:04:00|Ana|hi", "2|2024-01-02 00:04:00|Ben|yo"}, 0, 0},
		{"in Arabic", "whatsapp", "\u200F[١٥/٠٩/٢٠٢٦، ٢٠:٤٥:١٢] Ana: hi\n\u200F[١٥/٠٩/٢٠٢٦، ٢٠:٤٦:١٢] Ben: yo\n", []string{"1|2026-09-15 20:45:12|Ana|hi", "2|2026-09-15 20:46:12|Ben|yo"}, 0, 0},
		{"in Persian", "whatsapp", "۲۰۲۱/۵/۳۰،\u200F ۱۸:۴۴ - Ana: hi\n۲۰۲۱/۵/۳۰،\u200F ۱۸:۴۵ - Ben: yo\n", []string{"1|2021-05-30 18:44:00|Ana|hi", "2|2021-05-30 18:45:00|Ben|yo"}, 0, 0},
		{"in Hebrew", "whatsapp", "[15.9.2026, 8:46:00 אחה\"צ] Ana: hi\n[15.9.2026, 8:47:00 לפנה\"צ] Ben: yo\n", []string{"1|2026-09-15 20:46:00|Ana|hi", "2|2026-09-15 08:47:00|Ben|yo"}, 0, 0},
		{"in Finland", "whatsapp", "3.6.2018 klo 21.54.07 - Ana: hei\n3.6.2018 klo 21.55.00 - Ben: moi\n", []string{"1|2018-06-03 21:54:07|Ana|hei", "2|2018-06-03 21:55:00|Ben|moi"}, 0, 0},
		{"in the Netherlands", "whatsapp", "31-12-2023 23:59 - Ana: hoi\n01-01-2024 00:01 - Ben: hee\n", []string{"1|2023-12-31 23:59:00|Ana|hoi", "2|2024-01-01 00:01:00|Ben|hee"}, 0, 0},
		{"in Canada", "whatsapp", "2024-12-31, 3:04 p.m. - Ana: hi\n2024-12-31, 3:05 p.m. - Ben: yo\n", []string{"1|2024-12-31 15:04:00|Ana|hi", "2|2024-12-31 15:05:00|Ben|yo"}, 0, 0},
		{"in Korea", "whatsapp", "2024. 1. 2. 오후 3:04 - Ana: hi\n2024. 1. 2. 오후 3:05 - Ben: yo\n", []string{"1|2024-01-02 15:04:00|Ana|hi", "2|2024-01-02 15:05:00|Ben|yo"}, 0, 0},
		{"the order of dates is told from a later line", "whatsapp", "1/2/23, 10:00 - Ana: a\n3/2/23, 10:00 - Ben: b\n13/2/23, 10:00 - Ana: c\n", []string{"1|2023-02-01 10:00:00|Ana|a", "2|2023-02-03 10:00:00|Ben|b", "3|2023-02-13 10:00:00|Ana|c"}, 0, 0},
		{"without any proof, halves of the day in capitals are American", "whatsapp", "1/2/23, 10:00 PM - Ana: a\n1/2/23, 10:01 PM - Ben: b\n", []string{"1|2023-01-02 22:00:00|Ana|a", "2|2023-01-02 22:01:00|Ben|b"}, 0, 0},
		{"and others are not", "whatsapp", "3/6/18, 1:55 p.m. - a: m\n3/6/18, 1:56 p.m. - b: n\n", []string{"1|2018-06-03 13:55:00|a|m", "2|2018-06-03 13:56:00|b|n"}, 0, 0},
		{"nor are 24 hours", "whatsapp", "12/9/20, 23:55 - a: m\n12/9/20, 23:56 - b: n\n", []string{"1|2020-09-12 23:55:00|a|m", "2|2020-09-12 23:56:00|b|n"}, 0, 0},
		{"in old Croatian", "whatsapp", "13. 6. 2018. 21:25:15 a: m\n13. 6. 2018. 21:26:15 Ana Lee: n\n", []string{"1|2018-06-13 21:25:15|a|m", "2|2018-06-13 21:26:15|Ana Lee|n"}, 0, 0},
		{"a chat doesn't go back in time", "whatsapp", "9/3/23, 10:00 - Ana: a\n10/3/23, 10:00 - Ben: b\n1/4/23, 10:00 - Ana: c\n", []string{"1|2023-03-09 10:00:00|Ana|a", "2|2023-03-10 10:00:00|Ben|b", "3|2023-04-01 10:00:00|Ana|c"}, 0, 0},
		{"a pasted stamp of another shape belongs to the message", "whatsapp", "[31/12/2023, 23:59:01] Ana: look\n1/2/20, 10:00 - Old: paste\n[31/12/2023, 23:59:30] Ben: ok\n", []string{"1|2023-12-31 23:59:01|Ana|look\n1/2/20, 10:00 - Old: paste", "3|2023-12-31 23:59:30|Ben|ok"}, 0, 0},
		{"unsaved people and group subjects", "whatsapp", "31/12/23, 23:59 - ~\u202FAna: hi\n31/12/23, 23:59 - \u202A+44 7700 900123\u202C: yo\n31/12/23, 23:59 - Ben changed the subject from \"a\" to \"b: c\"\n", []string{"1|2023-12-31 23:59:00|Ana|hi", "2|2023-12-31 23:59:00|+44 7700 900123|yo"}, 1, 0},
		{"Telegram", "telegram", `{"name":"Ana","type":"personal_chat","id":1,"messages":[
{"id":1,"type":"service","date":"2024-03-15T14:20:00","actor":"Ana","actor_id":"user1","action":"x"},
{"id":2,"type":"message","date":"2024-03-15T14:20:00","date_unixtime":"1710508800","from":"Ana","from_id":"user1","text":["a ",{"type":"bold","text":"b"}," c"]},
{"id":3,"type":"message","date":"2024-03-15T14:21:00","from":null,"from_id":"user2","text":"\x1f hi"},
{"id":4,"type":"message","date":"2024-03-15T14:21:00","from":"Ana","from_id":"user1","forwarded_from":"Eve","text":"fwd"},
{"id":5,"type":"message","date":"2024-03-15T14:21:00","from":"Ana","from_id":"user1","photo":"p.jpg","text":""}]}`,
			[]string{"3|2024-03-15T14:20:00+01:00|Ana|a b c", "4|2024-03-15 14:21:00|user2|\x1f hi"}, 2, 1},
		{"Telegram pages", "telegram-html", `<html><body><div class="history">
<div class="message service" id="message-1"><div class="body details">1 May</div></div>
<div class="message default clearfix" id="message1"><div class="body"><div class="pull_right date details" title="03.12.2025 19:07:28 UTC+02:00">19:07</div><div class="from_name">Ana </div><div class="text">Hi<br>you &amp; me</div></div></div>
<div class="message default clearfix joined" id="message2"><div class="body"><div class="pull_right date details" title="03.12.2025 19:08:28 UTC+02:00">19:08</div><div class="text">again</div></div></div>
</div></body></html>`, []string{"3|2025-12-03T19:07:28+02:00|Ana|Hi\nyou & me", "4|2025-12-03T19:08:28+02:00|Ana|again"}, 1, 0},
		{"Slack", "slack", `[{"type":"message","user":"U1","text":"hi &amp; <@U2> <https://x.org|site>","ts":"1700000000.000100"},
{"type":"message","subtype":"channel_join","user":"U1","text":"joined","ts":"1700000001.000100"},
{"type":"message","user":"U2","text":"&gt; quoted\nmine","ts":"1700000002.000100","user_profile":{"display_name":"Ben"}}]`,
			[]string{"1|2023-11-14T22:13:20Z|U1|hi & @U2 site", "3|2023-11-14T22:13:22Z|Ben|mine"}, 1, 0},
		{"Discord", "discord", `{"guild":{"id":"1","name":"g"},"channel":{"id":"2","name":"c"},"messages":[{"id":"9","type":"Default","timestamp":"2024-01-15T10:30:00.123+02:00","content":"hey","author":{"id":"1","name":"ana","nickname":"Ana"}},
{"id":"10","type":"GuildMemberJoin","timestamp":"2024-01-15T10:31:00+02:00","content":"Joined the server.","author":{"id":"1","name":"ana"}}],"messageCount":2}`,
			[]string{"1|2024-01-15T10:30:00+02:00|Ana|hey"}, 1, 0},
		{"Discord as a table", "discord-csv", "AuthorID,Author,Date,Content,Attachments,Reactions\n\"1\",\"ana\",\"2024-01-15T10:30:00.0000000+00:00\",\"a \"\"b\"\"\nc\",\"\",\"\"\n", []string{"2|2024-01-15T10:30:00Z|ana|a \"b\"\nc"}, 0, 0},
		{"Discord as text", "discord-text", strings.Repeat("=", 62) + "\nGuild: g\nChannel: c\n" + strings.Repeat("=", 62) + "\n\n[15-Jan-24 10:30 AM] ana\nhey\nyou\n\n{Reactions}\n👍\n\n[1/15/2024 10:31 AM] ben (pinned)\nyo\n\n" + strings.Repeat("=", 62) + "\nExported 2 message(s)\n" + strings.Repeat("=", 62) + "\n",
			[]string{"7|2024-01-15 10:30:00|ana|hey\nyou", "14|2024-01-15 10:31:00|ben|yo"}, 0, 0},
		{"Discord pages", "discord-html", `<div class="chatlog__message-group"><div class="chatlog__message-container" data-message-id="1"><span class="chatlog__author" title="ana">Ana</span><span class="chatlog__timestamp" title="Monday, January 15, 2024 10:30 AM">x</span><span class="chatlog__markdown-preserve">hey</span></div>
<div class="chatlog__message-container" data-message-id="2"><div class="chatlog__short-timestamp" title="Monday, January 15, 2024 10:31 AM">x</div><span class="chatlog__markdown-preserve">you</span></div></div>`,
			[]string{"1|2024-01-15 10:30:00|Ana|hey", "2|2024-01-15 10:31:00|Ana|you"}, 0, 0},
		{"Signal", "signal", "[2023-12-31 23:59:01] Ana: hi  \nmore\n\n> quoted\n[2023-12-31 23:59:30] Me: ok\n(- Ana: 👍 -)\n", []string{"1|2023-12-31 23:59:01|Ana|hi\nmore", "5|2023-12-31 23:59:30|Me|ok"}, 0, 0},
		{"Signal's own", "signal-json", `{"version":1}
{"recipient":{"id":"1","self":{}}}
{"recipient":{"id":"2","contact":{"systemGivenName":"Ana","systemFamilyName":"B"}}}
{"chatItem":{"chatId":"1","authorId":"2","dateSent":"1700000000000","incoming":{},"standardMessage":{"text":{"body":"hi"}}}}
{"chatItem":{"chatItem":{"chatId":"1","authorId":"1","dateSent":"1700000001000","outgoing":{},"standardMessage":{"text":{"body":"a
b"}}}}}
{"chatItem":{"chatId":"1","authorId":"2","dateSent":"1700000000000","updateMessage":{}}}`, []string{"4|2023-11-14T22:13:20Z|Ana B|hi", "5|2023-11-14T22:13:21Z|Me|a\nb"}, 1, 0},
		{"iMessage", "imessage", "Dec 31, 2023 11:59:01 PM (Read by you after 5 seconds)\nAna\nHi\n\nthere\n\nDec 31, 2023 11:59:30 PM\nMe\nYo\nTapbacks:\n    Loved by Ana\n\n    Dec 31, 2023 11:59:40 PM\n    Ana\n    reply\n\nDec 31, 2023 11:59:40 PM\nAna\nreply\nThis message responded to an earlier message.\n\nJan  1, 2024  1:00:00 AM Ana renamed the conversation to X\n",
			[]string{"3|2023-12-31 23:59:01|Ana|Hi\n\nthere", "9|2023-12-31 23:59:30|Me|Yo", "19|2023-12-31 23:59:40|Ana|reply"}, 1, 0},
		{"iMessage pages", "imessage-html", `<div class="message"><div class="received"><p><span class="timestamp"><a>Dec 31, 2023 11:59:01 PM</a> (Read by you)</span><span class="sender">Ana</span></p><div class="message_part"><span class="bubble">Hi</span></div><div class="tapbacks"><span class="bubble">no</span></div></div></div>`,
			[]string{"1|2023-12-31 23:59:01|Ana|Hi"}, 0, 0},
		{"Messenger, newest first and mangled", "meta", `{"participants":[{"name":"Ana"}],"messages":[{"sender_name":"Ana","timestamp_ms":1700000001000,"content":"caf\u00c3\u00a9"},{"sender_name":"Ben","timestamp_ms":1700000000500,"content":"Ben sent an attachment."},{"sender_name":"Ben","timestamp_ms":1700000000000,"content":"hi “x”"}]}`,
			[]string{"1|2023-11-14T22:13:20Z|Ben|hi “x”", "1|2023-11-14T22:13:21Z|Ana|café"}, 1, 0},
		{"Google Chat", "google-chat", "{\"messages\":[{\"creator\":{\"name\":\"Ana\",\"email\":\"a@b\"},\"created_date\":\"Tuesday, April 19, 2016 at 12:09:49\u202FAM UTC\",\"text\":\"hi\",\"topic_id\":\"t\"},\n{\"creator\":{\"name\":\"Ben\"},\"created_date\":\"2026年5月29日星期五 UTC 03:00:29\",\"text\":\"yo\"}]}",
			[]string{"1|2016-04-19T00:09:49Z|Ana|hi", "2|2026-05-29T03:00:29Z|Ben|yo"}, 0, 0},
		{"SMS", "sms", `<?xml version='1.0' encoding='UTF-8'?>
<smses count="3"><sms address="+1" date="1700000000000" type="1" body="hi &#55357;&#56832;" contact_name="Ana" />
<sms address="+1" date="1700000001000" type="2" body="a&#10;b" contact_name="Ana" />
<sms address="+1" date="1700000001000" type="3" body="draft" contact_name="Ana" />
<mms date="1700000002000" msg_box="1" address="+1" contact_name="Ana"><parts><part ct="image/jpeg" text="null" data="AAAA" /><part ct="text/plain" text="look" /></parts><addrs><addr address="+1" type="137" /></addrs></mms></smses>`,
			[]string{"2|2023-11-14T22:13:20Z|Ana|hi 😀", "3|2023-11-14T22:13:21Z|Me|a\nb", "5|2023-11-14T22:13:22Z|Ana|look"}, 1, 0},
		{"irssi", "irc", "--- Log opened Sat Jan 08 23:33:54 2005\n23:34 <@ana> hi\n23:35 -!- eve [e@x] has joined #c\n23:35 < ben> yo\n23:36  * ben waves\n--- Day changed Sun Jan 09 2005\n00:01 <@ana> late\n", []string{"2|2005-01-08 23:34:00|ana|hi", "4|2005-01-08 23:35:00|ben|yo", "7|2005-01-09 00:01:00|ana|late"}, 4, 0},
		{"WeeChat", "irc", "2024-01-15 10:30:00\t@ana\thi\n2024-01-15 10:30:05\t-->\teve has joined\n2024-01-15 10:31:00\tben\tyo: x\n", []string{"1|2024-01-15 10:30:00|ana|hi", "3|2024-01-15 10:31:00|ben|yo: x"}, 1, 0},
		{"ZNC", "irc", "[10:30:00] <ana> \x02hi\x0304,01 red\n[10:30:01] *** Joins: eve\n[10:30:05] <ben> yo\n", []string{"1||ana|hi red", "3||ben|yo"}, 1, 0},
		{"HexChat", "irc", "**** BEGIN LOGGING AT Mon Jan 15 10:00:00 2024\n\nJan 15 10:30:00 <ana>\thi\nJan 15 10:30:09 *\teve has joined\nJan 15 10:31:00 <ben>\tyo\n", []string{"3|2024-01-15 10:30:00|ana|hi", "5|2024-01-15 10:31:00|ben|yo"}, 2, 0},
		{"mIRC", "irc", "Session Start: Mon Jan 15 10:00:00 2024\n[10:30] <ana> hi\n[10:31] * eve has joined\n[10:31] <ben> yo\n", []string{"2|2024-01-15 10:30:00|ana|hi", "4|2024-01-15 10:31:00|ben|yo"}, 2, 0},
		{"LINE", "line", "[LINE] Chat history with Ana\nSaved on: 2024/01/15 10:00\n\n2024/01/15(Mon)\n07:33\tAna\thi\n08:15\tBen\t\"two\nlines\"\n08:16\tBen\t[Sticker]\n08:17\t\tAna joined\n", []string{"5|2024-01-15 07:33:00|Ana|hi", "6|2024-01-15 08:15:00|Ben|two\nlines"}, 1, 1},
		{"LINE by weekday", "line", "Sun, 26/04/2026\n8:15AM\tAna\thi\n03:05pm\tBen\tyo\n", []string{"2|2026-04-26 08:15:00|Ana|hi", "3|2026-04-26 15:05:00|Ben|yo"}, 0, 0},
		{"KakaoTalk on Windows", "kakaotalk", "Ana 님과 카카오톡 대화\n저장한 날짜 : 2021-12-29 21:00:00\n\n--------------- 2021년 12월 29일 수요일 ---------------\n[Ana] [오후 8:36] hi\nmore\n[Ben] [오후 8:37] 사진\n", []string{"5|2021-12-29 20:36:00|Ana|hi\nmore"}, 0, 1},
		{"KakaoTalk on Android", "kakaotalk", "Ana 님과 카카오톡 대화\n저장한 날짜 : x\n\n2021년 12월 29일 오후 8:36\n2021년 12월 29일 오후 8:36, Ana : hi\n2021년 12월 29일 오후 8:37, Ben : yo : x\n2021년 12월 29일 오후 8:38, Ben님이 나갔습니다.\n", []string{"5|2021-12-29 20:36:00|Ana|hi", "6|2021-12-29 20:37:00|Ben|yo : x"}, 1, 0},
		{"KakaoTalk in English", "kakaotalk", "KakaoTalk Chats with Ana\nDate Saved : x\n\nDecember 29, 2021, 8:36 PM, Ana : hi\nDecember 29, 2021, 8:37 PM, Ben : yo\n", []string{"4|2021-12-29 20:36:00|Ana|hi", "5|2021-12-29 20:37:00|Ben|yo"}, 0, 0},
		{"Teams, copied", "teams", "[10/13/2023 9:15 AM] Jane Doe\nhello\nthere\n\n[10/13/2023 9:16 AM] Ben Roe\nhi\n", []string{"2|2023-10-13 09:15:00|Jane Doe|hello\nthere", "6|2023-10-13 09:16:00|Ben Roe|hi"}, 0, 0},
		{"Zoom", "zoom", "10:01:00 From  Ana  to  Everyone:\n\thi\n10:01:10 From Ben to Everyone:\n\tReplying to \"hi\"\n\n\tyo\n10:01:11 From Ben to Everyone:\n\tReacted to \"hi\" with 👍\n10:02:00 From Eve to Ana(Direct Message): psst\n", []string{"2||Ana|hi", "6||Ben|yo", "9||Eve|psst"}, 1, 0},
		{"WebVTT", "vtt", "WEBVTT\n\nNOTE x\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ana>Hi &lt;b&gt;</v>\n\n2\n00:00:02.000 --> 00:00:03.000\n<v Ana>there</v>\n\n00:00:04.000 --> 00:00:05.000\n<v Ben>Yo</v>\n", []string{"7||Ana|Hi <b> there", "14||Ben|Yo"}, 0, 0},
		{"SRT", "srt", "1\n00:00:01,000 --> 00:00:02,000\nAna: Hi\n\n2\n00:00:02,000 --> 00:00:03,000\nBen: So here's the thing: yo\n", []string{"3||Ana|Hi", "7||Ben|So here's the thing: yo"}, 0, 0},
		{"Matrix", "matrix", `{"room_name":"r","messages":[{"type":"m.room.member","state_key":"@a:x","sender":"@a:x","origin_server_ts":1700000000000,"content":{"displayname":"Ana"},"event_id":"$0"},
{"type":"m.room.message","sender":"@a:x","origin_server_ts":1700000000000,"event_id":"$1","content":{"msgtype":"m.text","body":"hi"}},
{"type":"m.room.message","sender":"@b:x","origin_server_ts":1700000001000,"event_id":"$2","content":{"msgtype":"m.text","body":"> <@a:x> hi\n\nyo","m.relates_to":{"m.in_reply_to":{"event_id":"$1"}}}},
{"type":"m.room.message","sender":"@b:x","origin_server_ts":1700000001000,"event_id":"$3","content":{"msgtype":"m.image","body":"x.jpg"}}]}`,
			[]string{"2|2023-11-14T22:13:20Z|Ana|hi", "3|2023-11-14T22:13:21Z|@b:x|yo"}, 1, 1},
		{"mbox", "mbox", "From a@b Mon Jan  1 10:00:00 2024\nFrom: =?utf-8?q?An=C3=A1?= <a@b>\nTo: c@d\nDate: Mon, 1 Jan 2024 10:00:00 +0100\nSubject: x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf=E9?\n>From here\n\nOn Sunday 31 Dec 2023, Ben wrote:\n> old\n\nNew words\n-- \nAna\n\nFrom c@d Mon Jan  1 11:00:00 2024\nFrom: c@d\nTo: a@b\nDate: Mon, 1 Jan 2024 11:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/html\n\n<p>yo</p><blockquote>old</blockquote>\n--B--\n",
			[]string{"9|2024-01-01T10:00:00+01:00|Aná|Café?\nFrom here\n\n\nNew words", "27|2024-01-01T11:00:00+01:00|c@d|yo"}, 0, 0},
		{"one mail", "mail", "From: Ana <a@b>\nTo: c@d\nSubject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nHello you.\n\nSent from my iPhone\n", []string{"6|2024-01-01T10:00:00Z|Ana|Hello you."}, 0, 0},
		{"a table", "csv", "time;author;message\n2024-01-15 10:30:00;Ana;\"a;\nb\"\n2024-01-15 10:31:00;Ben;yo\n", []string{"2|2024-01-15 10:30:00|Ana|a;\nb", "4|2024-01-15 10:31:00|Ben|yo"}, 0, 0},
		{"a list of objects", "json", `[{"role":"user","content":"hi"},
{"role":"assistant","content":[{"type":"text","text":"yo"}]}]`, []string{"1||user|hi", "2||assistant|yo"}, 0, 0},
		{"a corpus", "convokit", `{"id":"1","speaker":"ana","conversation_id":"1","reply-to":null,"timestamp":1700000000,"text":"hi"}
{"id":"2","user":"ben","root":"1","reply_to":"1","timestamp":null,"text":"yo"}`, []string{"1|2023-11-14T22:13:20Z|ana|hi", "2||ben|yo"}, 0, 0},
		{"a paste", "paste", "Ana: hi\nBen: yo\nmore\nAna: ok\n", []string{"1||Ana|hi", "2||Ben|yo\nmore", "4||Ana|ok"}, 0, 0},
		{"a paste with times", "paste", "[23:59] Ana: hi\nBen (10:42): yo\n**Ana** (9:04 AM): ok\n(10:45) Ben: x\n", []string{"1||Ana|hi", "2||Ben|yo", "3||Ana|ok", "4||Ben|x"}, 0, 0},
		{"a letter with a colon is one message", "message", "Dear Ana,\nI thought: why not?\nBest: Ben\n", []string{"1|||Dear Ana,\nI thought: why not?\nBest: Ben\n"}, 0, 0},
		{"a list of ingredients is one message", "message", "Eggs: 2\nMilk: a cup\nNote: fresh\n", []string{"1|||Eggs: 2\nMilk: a cup\nNote: fresh\n"}, 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e, err := Open(strings.NewReader(tc.in), "in", Options{})
			if err != nil {
				t.Fatal(err)
			}
			if e.Format != tc.format {
				t.Fatalf("told as %s, want %s", e.Format, tc.format)
			}
			var got []string
			for m, err := range e.Messages() {
				if err != nil {
					t.Errorf("unexpected: %v", err)
					continue
				}
				got = append(got, shown(m))
			}
			if strings.Join(got, "\n~\n") != strings.Join(tc.want, "\n~\n") {
				t.Errorf("got\n%q\nwant\n%q", got, tc.want)
			}
			if e.Notices != tc.notices || e.Media != tc.media {
				t.Errorf("got %d notices and %d media, want %d and %d", e.Notices, e.Media, tc.notices, tc.media)
			}
		})
	}
}

func TestFoldersAreReadInOrder(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	for name, tc := range map[string]struct {
		files fstest.MapFS
		want  []string
	}{
		"Slack": {fstest.MapFS{
			"users.json":              file(`[{"id":"U1","name":"ana","profile":{"display_name":"Ana"}}]`),
			"channels.json":           file(`[]`),
			"dms.json":                file(`[{"id":"D1","members":["U1","U2"]}]`),
			"D1/2024-01-01.json":      file(`[{"type":"message","user":"U2","text":"late","ts":"1704100001.1"},{"type":"message","user":"U1","text":"early","ts":"1704100000.1"}]`),
			"general/2024-01-02.json": file(`[{"type":"message","user":"U1","text":"two","ts":"1704190000.1"}]`),
			"general/2024-01-01.json": file(`[{"type":"message","user":"U1","text":"<@U1> one","ts":"1704100000.1"}]`),
		}, []string{"Ana, U2 Ana: early", "Ana, U2 U2: late", "general Ana: @Ana one", "general Ana: two"}},
		"a WhatsApp archive": {fstest.MapFS{
			"_chat.txt": file("[31/12/2023, 23:59:01] Ana: Hi\n[31/12/2023, 23:59:02] Ben: Yo\n"), "photo.jpg": file("\xff\xd8"), "a script.txt": file("Ana: hi\nBen: yo\nAna: hi\n"),
		}, []string{"_chat Ana: Hi", "_chat Ben: Yo"}},
		"Messenger's parts": {fstest.MapFS{
			"inbox/a/message_10.json": file(`{"participants":[],"messages":[{"sender_name":"Ana","timestamp_ms":1700000000000,"content":"a"}]}`),
			"inbox/a/message_2.json":  file(`{"participants":[],"messages":[{"sender_name":"Ana","timestamp_ms":1700000002000,"content":"c"},{"sender_name":"Ana","timestamp_ms":1700000001000,"content":"b"}]}`),
			"inbox/a/message_1.html":  file(`<div class="msg"></div>`),
		}, []string{"inbox/a Ana: a", "inbox/a Ana: b", "inbox/a Ana: c"}},
		"a Maildir": {fstest.MapFS{
			"cur/1.host:2,S": file("From: Ana <a@b>\nTo: c@d\nSubject: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nHello\n"),
			"tmp/x":          file("no"),
		}, []string{"x Ana: Hello"}},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := OpenFS(tc.files, "x", Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for m, err := range e.Messages() {
				if err != nil {
					t.Error(err)
					continue
				}
				got = append(got, m.Conversation+" "+m.Speaker+": "+m.Text)
			}
			if strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}
