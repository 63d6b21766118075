package platform

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Await asks done until it says so or fails, with growing pauses, for at most
// timeout. A question that may be answered a little later is asked again.
func (p *Platform) Await(ctx context.Context, timeout time.Duration, done func(context.Context) (bool, error)) error {
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, fmt.Errorf("no decision within %s; the document stays sent, and the next apply goes on waiting", timeout))
	defer cancel()
	tflog.Info(ctx, "waiting for the other side's decision", map[string]any{"timeout": timeout.String()})
	pause := time.Duration(0)
	for {
		switch ok, err := done(ctx); {
		case err != nil && ctx.Err() != nil: // the question was broken off
			return context.Cause(ctx)
		case ok || err != nil && !tfkit.Passing(err):
			return err
		}
		pause = p.Pace.Review.Next(pause)
		if err := tfkit.Wait(ctx, pause); err != nil {
			return err
		}
	}
}
