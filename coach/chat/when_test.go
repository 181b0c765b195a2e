package chat

import (
	"testing"
	"time"
)

func TestDatesOfManyLanguagesAreRead(t *testing.T) {
	for in, want := range map[string]string{
		"Tuesday, April 19, 2016 at 12:09:49\u202FAM UTC": "2016-04-19 00:09:49 UTC",
		"mardi 19 avril 2016 à 00:09:49 UTC":              "2016-04-19 00:09:49 UTC",
		"Dienstag, 19. April 2016 um 00:09:49 UTC":        "2016-04-19 00:09:49 UTC",
		"martes, 19 de abril de 2016, 0:09:49 UTC":        "2016-04-19 00:09:49 UTC",
		"martedì 19 aprile 2016 alle ore 00:09:49 UTC":    "2016-04-19 00:09:49 UTC",
		"terça-feira, 19 de abril de 2016 às 00:09:49":    "2016-04-19 00:09:49 floating",
		"вторник, 19 апреля 2016 г. в 00:09:49 UTC":       "2016-04-19 00:09:49 UTC",
		"19 Nisan 2016 Salı 00:09:49 UTC":                 "2016-04-19 00:09:49 UTC",
		"Sep 13, 2020, 12:26 PM":                          "2020-09-13 12:26:00 floating",
		"13 sept. 2020 12:26":                             "2020-09-13 12:26:00 floating",
		"1700000000.0001":                                 "2023-11-14 22:13:20 UTC",
		"yesterday":                                       "",
	} {
		got := ""
		if at := looseWhen(in); !at.IsZero() {
			got = at.Truncate(time.Second).Format("2006-01-02 15:04:05 MST")
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
