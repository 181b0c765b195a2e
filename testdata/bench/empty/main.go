// Command empty links what coach links for its command line, and does nothing: the floor for coach's start.
package main

import (
	"os"

	"github.com/fatih/color"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
)

func main() {
	v := viper.New()
	cmd := &cobra.Command{Use: "empty", Run: func(*cobra.Command, []string) {
		if v.GetBool("never") {
			color.Red("never")
		}
	}}
	if cmd.Execute() != nil {
		os.Exit(2)
	}
}
