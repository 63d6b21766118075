package mangopay

import (
	"context"
	"maps"
	"slices"

	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// flight is one call, or several for the pages of one list, whose answer more than one read may wait for.
type flight struct {
	began   uint64
	cancel  context.CancelFunc
	news    chan struct{} // Closed, and replaced until the end, whenever an answer or a notice arrives.
	waiting int
	held    map[int]string // By page, 0 without one: what was announced of a call that waits.
	ended   bool
	err     error
	single  bool // It reads one object by its id.
}

// tell wakes those who wait.
func (f *flight) tell() {
	close(f.news)
	f.news = make(chan struct{})
}

// end notes that nothing more will arrive.
func (f *flight) end(err error) {
	f.ended, f.err = true, err
	close(f.news)
	f.cancel()
}

// notices are what there is to tell to those who wait.
func (f *flight) notices() []string { return slices.Sorted(maps.Values(f.held)) }

// idle reports whether a flight is of no use: nobody waits for it, and nobody will for a while, because it is held back itself.
func (f *flight) idle() bool { return f.waiting == 0 && !f.ended && len(f.held) > 0 }

type holdKey struct{}

// onHold returns the context of a call that several may wait for. What is announced under it goes to hold instead.
func onHold(ctx context.Context, hold func(message string)) context.Context {
	return context.WithValue(ctx, holdKey{}, hold)
}

// announcer hands announcements on, those of calls for several to [onHold].
func announcer(next transport.Announcer) transport.Announcer {
	if next == nil {
		return nil
	}
	return func(ctx context.Context, message string) {
		if hold, ok := ctx.Value(holdKey{}).(func(string)); ok {
			hold(message)
			return
		}
		next(ctx, message)
	}
}
