// Package measure says how good a rule set is, in two ways.
//
// [Laws] holds every rule to its own examples and returns each broken promise as a plain value. It is what
// `coach rules test` prints.
//
// [Score] compares findings with what people marked in messages, one JSON object a line, and returns a [Board]:
// precision, recall and F1 for each family, and flags per 1,000 messages that nobody labeled. It is what
// `coach rules score` prints, by [Board.WriteText] or [Board.WriteJSON].
package measure
