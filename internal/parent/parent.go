// Package parent tells whether the process that started this one is still there.
// An engine that is killed cannot stop its plugins: they would go on with the work
// of a run that nobody records any more.
package parent

import (
	"context"
	"time"
)

// look is the pause between two looks at the parent of [Process.Wait].
const look = 250 * time.Millisecond

// Wait returns once the process has ended, at most a quarter of a second later, or
// when ctx is done.
func (p *Process) Wait(ctx context.Context) {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for p.Alive() {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
