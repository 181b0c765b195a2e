package main

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/pflag"
)

// A list is the value of a flag that may be repeated, or hold several values with commas between them. It is pflag's
// stringSlice, but for what that takes to say that it is empty, again and again: a CSV writer with 4 KB of room.
type list []string

func (l *list) Set(value string) error {
	if value == "" {
		return nil
	}
	words, err := csv.NewReader(strings.NewReader(value)).Read()
	if err != nil {
		return err
	}
	*l = append(*l, words...)
	return nil
}

func (l *list) String() string {
	if len(*l) == 0 {
		return "[]"
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(*l); err != nil {
		return "[]" // memory takes anything
	}
	w.Flush()
	return "[" + strings.TrimSuffix(b.String(), "\n") + "]"
}

// Type is how pflag and Viper know that they may ask for a slice.
func (*list) Type() string { return "stringSlice" }

// listFlag adds a flag that is empty at first.
func listFlag(f *pflag.FlagSet, name, usage string) {
	f.VarPF(&list{}, name, "", usage).DefValue = "" // so that help doesn't show it
}
