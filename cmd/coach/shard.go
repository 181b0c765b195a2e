package main

import (
	"cmp"
	"errors"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/emotional-safety/coach/coach"
)

// A shard is one of several parts of all conversations. The zero value is all of them. A conversation is in one part, the
// same on every machine, so that each message keeps its context.
type shard struct{ part, of uint64 }

// parseShard reads "2/8", the second of eight parts.
func parseShard(s string) (shard, error) {
	if s == "" {
		return shard{}, nil
	}
	i, n, _ := strings.Cut(s, "/")
	part, err := strconv.ParseUint(i, 10, 32)
	of, err2 := strconv.ParseUint(n, 10, 32)
	if err != nil || err2 != nil || part < 1 || part > of {
		return shard{}, errors.New("--shard: want a part of all, such as 1/4 for the first of four")
	}
	return shard{part - 1, of}, nil
}

// takes reports whether a message belongs to the part. Messages that name no conversation go by their file.
func (s shard) takes(m *coach.Message) bool {
	if s.of < 2 {
		return true
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(cmp.Or(m.Conversation, m.Source.File))) // a hash never fails
	return h.Sum64()%s.of == s.part
}
