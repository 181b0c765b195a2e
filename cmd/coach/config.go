package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"github.com/emotional-safety/coach/cmd/internal/settings"
	"github.com/emotional-safety/coach/coach/chat"
)

// config is what a check goes by, from flags, environment and config file, in that order.
type config struct {
	Format, As, ReplyTo, Me     string
	Shard                       string
	Only, Skip, Rules           []string
	MinSeverity, FailOn         string
	Audience, Color, ConfigFile string
	Country, Care               string
	Strengths, Quiet            bool
	DateOrder                   string
	People                      []string // alias=name
	Selection                   chat.Selection
	Debug                       bool
}

// loadConfig merges flags, COACH_* variables and the config file.
func loadConfig(cmd *cobra.Command, s *streams) (*config, error) {
	v := viper.NewWithOptions(viper.KeyDelimiter("::"))
	flags := cmd.Flags()
	for _, key := range settings.Names {
		if flag := flags.Lookup(key); flag != nil && (key != "format" || cmd.Name() == "check" || cmd.Name() == "review") {
			if err := v.BindPFlag(key, flag); err != nil {
				return nil, err
			}
		}
	}
	name, _ := flags.GetString("config")
	file, values, err := settings.Read(name, s.env)
	if err != nil {
		return nil, err
	}
	if err := v.MergeConfigMap(values); err != nil {
		return nil, fmt.Errorf("read config %s: %w", file, err)
	}
	for _, key := range settings.Names {
		if value, ok := settings.Variable(key, s.env); ok && !flags.Changed(key) {
			v.Set(key, value)
		}
	}
	c := &config{
		Format: v.GetString("format"), As: v.GetString("as"), Me: v.GetString("me"), Only: v.GetStringSlice("only"), Skip: v.GetStringSlice("skip"),
		Rules: v.GetStringSlice("rules"), MinSeverity: v.GetString("min-severity"), FailOn: v.GetString("fail-on"), Strengths: v.GetBool("strengths"),
		Audience: v.GetString("audience"), Color: v.GetString("color"), Quiet: v.GetBool("quiet"), ConfigFile: file,
		Country: strings.ToUpper(v.GetString("country")), Care: v.GetString("care"),
		DateOrder: v.GetString("date-order"), People: v.GetStringSlice("people"),
	}
	c.Debug, _ = flags.GetBool("debug")
	c.ReplyTo, _ = flags.GetString("reply-to")
	c.Shard, _ = flags.GetString("shard")
	if err := c.validate(); err != nil {
		return nil, err
	}
	c.Selection, err = selection(flags, c.People)
	return c, err
}

// validate checks the choices, whoever made them.
func (c *config) validate() error {
	for key, value := range map[string]string{
		"format": c.Format, "as": c.As, "min-severity": c.MinSeverity, "fail-on": c.FailOn, "audience": c.Audience, "color": c.Color, "care": c.Care, "date-order": c.DateOrder,
	} {
		if err := settings.Check(key, value); err != nil {
			return err
		}
	}
	return nil
}

// selection reads which messages count.
func selection(flags *pflag.FlagSet, people []string) (chat.Selection, error) {
	var sel chat.Selection
	var err error
	if flags.Lookup("since") == nil {
		return sel, nil
	}
	if since, _ := flags.GetString("since"); since != "" {
		if sel.Since, err = chat.ParseDay(since); err != nil {
			return sel, fmt.Errorf("--since: %w", err)
		}
	}
	if until, _ := flags.GetString("until"); until != "" {
		if sel.Until, err = chat.ParseDay(until); err != nil {
			return sel, fmt.Errorf("--until: %w", err)
		}
	}
	if sel.Last, _ = flags.GetInt("last"); sel.Last < 0 {
		return sel, errors.New("--last: want a number above 0")
	}
	sel.With, _ = flags.GetString("with")
	sel.People = map[string]string{}
	for _, p := range people {
		if i := strings.LastIndexByte(p, '='); i > 0 {
			sel.People[p[:i]] = p[i+1:]
		}
	}
	return sel, nil
}
