package main

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed topics
var topicFiles embed.FS

// addTopics adds what coach help tells besides commands: one text file a topic, whose first line says what it is about.
func addTopics(root *cobra.Command) {
	entries, err := topicFiles.ReadDir("topics")
	if err != nil {
		return // they are embedded
	}
	for _, e := range entries {
		data, err := topicFiles.ReadFile("topics/" + e.Name())
		if err != nil {
			continue
		}
		title, text, _ := strings.Cut(string(data), "\n")
		root.AddCommand(&cobra.Command{Use: strings.TrimSuffix(e.Name(), ".txt"), Short: title, Long: strings.TrimSpace(text)})
	}
}
