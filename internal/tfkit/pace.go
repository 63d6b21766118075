package tfkit

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Pace is how patient the provider is with the other side.
type Pace struct {
	// Settle is how long a call can still be under way after its outcome was lost,
	// or its work still appear after a server error.
	Settle time.Duration
	// Look bounds the pauses between two looks at the outcome of such a call.
	Look Pauses
	// Review bounds the pauses between two looks at a document under review.
	Review Pauses
}

// Pauses grow from First to Longest.
type Pauses struct {
	First, Longest time.Duration
}

// DefaultPace suits the real APIs: neither documents a limit for a call, and
// Mangopay's own SDKs give up after 30 to 80 seconds.
func DefaultPace() Pace {
	return Pace{
		Settle: 2 * time.Minute,
		Look:   Pauses{500 * time.Millisecond, 10 * time.Second},
		Review: Pauses{2 * time.Second, 30 * time.Second},
	}
}

// Next is the pause after one of length d; the first follows zero.
func (p Pauses) Next(d time.Duration) time.Duration {
	if d == 0 {
		return p.First
	}
	return min(d*3/2, p.Longest)
}

// Wait sleeps for d unless the run is cancelled first, whose cause it returns then.
func Wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// Quiet waits for d, until work that began before, here or in a run that died, either
// shows or can no longer happen. The user is told why, which completes "because ...",
// when that takes long.
func Quiet(ctx context.Context, d time.Duration, why string) error {
	if d <= 0 {
		return nil
	}
	announcePause(ctx, d, why)
	if err := Wait(ctx, d); err != nil {
		return fmt.Errorf("the run was interrupted while it paused because %s; run it again: %w", why, err)
	}
	return nil
}

// longWait is the length of a wait from which the user is told the reason.
const longWait = 10 * time.Second

// announcePause says why nothing is sent for at most d.
func announcePause(ctx context.Context, d time.Duration, why string) {
	if d < longWait {
		tflog.Info(ctx, "waiting before anything more is sent", map[string]any{"reason": why, "for": d.String()})
		return
	}
	Announce(ctx, fmt.Sprintf("A pause of up to %s before anything more is sent, because %s. What was sent before may still take effect until then. "+
		"Nothing is wrong: after that the work goes on from what is there.", d.Round(time.Second), why))
}
