package coach

import (
	"iter"
	"runtime"
)

// A Stream says how many messages are checked, and what is done with the results.
type Stream struct {
	// Cores is how many messages are examined at the same time; 0 means as many as Go may use, up to [MaxCores]. The
	// results don't depend on it.
	Cores int
	// Render appends what a result is written as. It is called from several goroutines at the same time. May be nil.
	Render func(buf []byte, r Result) []byte
	// Emit takes the results of some messages and what Render made of them, in the order of the messages, from one
	// goroutine at a time. Nothing of it may be kept. Its error ends the stream.
	Emit func(results []Result, rendered []byte) error
}

// MaxCores is how many cores a stream uses unless told otherwise. Each keeps what it has learned of the language, and
// beyond these one core reads and writes no faster than they check.
const MaxCores = 8

// The size of a batch: large enough that handing it over costs nothing, small enough that a few of them are no memory.
const (
	batchMessages = 512
	batchBytes    = 1 << 16
)

// A batch is messages that one core examines.
type batch struct {
	examined []examined
	coached  []bool // by message: not only read as context
	bytes    int
	results  []Result
	rendered []byte

	before  <-chan struct{} // closed when the batch before is settled
	settled chan struct{}   // closed when this one is
	done    chan struct{}   // told when this one has its results
}

func (b *batch) reset() {
	clear(b.examined)
	clear(b.results)
	b.examined, b.coached, b.results, b.rendered, b.bytes = b.examined[:0], b.coached[:0], b.results[:0], b.rendered[:0], 0
}

func (b *batch) add(m *Message, coached bool) {
	b.examined = append(b.examined, examined{message: m})
	b.coached = append(b.coached, coached)
	b.bytes += len(m.Text)
	for i := range m.Context {
		b.bytes += len(m.Context[i].Text)
	}
}

func (b *batch) full() bool { return len(b.examined) >= batchMessages || b.bytes >= batchBytes }

// CheckAll checks messages as one [Conversation] would, one after the other, and uses several cores for it: what is found
// in a message is found on any core, what it means in its conversation is settled in order, and what is said about it
// again on any core. A message that comes with false is only read as context. An input of few messages costs no goroutine.
func (c *Coach) CheckAll(messages iter.Seq2[*Message, bool], s Stream) error {
	r := &streaming{Stream: s, coach: c, conversation: c.Conversation()}
	if r.Cores == 0 {
		r.Cores = min(runtime.GOMAXPROCS(0), MaxCores)
	}
	b := &batch{}
	for m, coached := range messages {
		b.add(m, coached)
		if !b.full() {
			continue
		}
		var more bool
		if b, more = r.hand(b); !more {
			break
		}
	}
	return r.finish(b)
}

// streaming is one run of a stream. Its workers are started when there is a second batch to expect.
type streaming struct {
	Stream
	coach        *Coach
	conversation *Conversation
	settled      <-chan struct{} // of the batch handed over last

	jobs  chan *batch // to be examined
	order chan *batch // to be emitted
	free  chan *batch // to be filled again
	ended chan error
	stop  chan struct{} // closed when Emit failed
}

// hand passes a full batch on and returns one to fill. More is false when nobody wants more.
func (r *streaming) hand(b *batch) (next *batch, more bool) {
	if r.Cores == 1 {
		err := r.inline(b)
		if err != nil {
			r.ended = make(chan error, 1)
			r.ended <- err
		}
		return b, err == nil
	}
	if r.jobs == nil {
		r.start()
	}
	b.before, b.settled, b.done = r.settled, make(chan struct{}), make(chan struct{}, 1)
	r.settled = b.settled
	r.order <- b // never waits: there are as many places as batches
	r.jobs <- b
	select {
	case <-r.stop:
		return &batch{}, false
	case next = <-r.free:
		return next, true
	}
}

func (r *streaming) start() {
	n := 2*r.Cores + 1
	r.jobs, r.order, r.free = make(chan *batch, n), make(chan *batch, n+1), make(chan *batch, n+1)
	r.ended, r.stop = make(chan error, 1), make(chan struct{})
	for range n - 1 {
		r.free <- &batch{}
	}
	first := make(chan struct{})
	close(first)
	r.settled = first
	for i := range r.Cores {
		a := r.conversation.analyzer
		if i > 0 {
			a = newAnalyzer(r.coach)
			a.kept = r.conversation.analyzer.kept
		}
		go r.work(a)
	}
	go r.emit()
}

func (r *streaming) work(a *analyzer) {
	for b := range r.jobs {
		r.examine(a, b)
		<-b.before
		r.settle(a, b)
		close(b.settled)
		r.answer(a, b)
		b.done <- struct{}{}
	}
}

// emit hands over the results in the order of the batches.
func (r *streaming) emit() {
	var err error
	for b := range r.order {
		<-b.done
		if err == nil {
			if err = r.Emit(b.results, b.rendered); err != nil {
				close(r.stop)
			}
		}
		b.reset()
		r.free <- b
	}
	r.ended <- err
}

// finish checks the last batch and waits for the others.
func (r *streaming) finish(last *batch) error {
	if r.jobs != nil {
		if len(last.examined) > 0 {
			r.hand(last)
		}
		close(r.jobs)
		close(r.order)
		return <-r.ended
	}
	if r.ended != nil {
		return <-r.ended
	}
	return r.inline(last)
}

// inline checks a batch here and now.
func (r *streaming) inline(b *batch) error {
	a := r.conversation.analyzer
	r.examine(a, b)
	r.settle(a, b)
	r.answer(a, b)
	err := r.Emit(b.results, b.rendered)
	b.reset()
	return err
}

func (r *streaming) examine(a *analyzer, b *batch) {
	a.makeRoom()
	for i := range b.examined {
		b.examined[i] = a.examine(b.examined[i].message)
	}
}

func (r *streaming) settle(a *analyzer, b *batch) {
	for i := range b.examined {
		r.conversation.settle(a, &b.examined[i])
	}
}

func (r *streaming) answer(a *analyzer, b *batch) {
	for i := range b.examined {
		if !b.coached[i] {
			continue
		}
		a.finish(&b.examined[i])
		result := a.result(&b.examined[i])
		b.results = append(b.results, result)
		if r.Render != nil {
			b.rendered = r.Render(b.rendered, result)
		}
	}
}
