package platform

import (
	"context"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// quietSinceStart waits until calls of a run that ended before this process began can no
// longer be under way.
func (p *Platform) quietSinceStart(ctx context.Context, why string) error {
	return tfkit.Quiet(ctx, p.Pace.Settle-time.Since(p.started), why)
}
