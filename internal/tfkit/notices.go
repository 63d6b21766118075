package tfkit

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// WithNotices returns a context that keeps what is announced under it, and what was
// announced so far: each message once, in the order of the first.
func WithNotices(ctx context.Context) (context.Context, func() []string) {
	board := &notices{}
	return context.WithValue(ctx, noticesKey{}, board), board.all
}

// Announce tells the user something that is no fault: in the log at once, and with
// the answer to the engine, which shows nothing before that.
func Announce(ctx context.Context, message string) {
	tflog.Warn(ctx, message)
	if board, ok := ctx.Value(noticesKey{}).(*notices); ok {
		board.add(message)
	}
}

type noticesKey struct{}

// notices are the messages of one call of the engine, whose work may be done by
// several goroutines.
type notices struct {
	mu       sync.Mutex
	messages []string
}

func (n *notices) add(message string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !slices.Contains(n.messages, message) {
		n.messages = append(n.messages, message)
	}
}

func (n *notices) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.messages)
}
