package organization

import (
	"sync"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
)

// held remembers the disputes that one provider process has met in the state.
type held struct {
	mu       sync.Mutex
	disputes map[string]rebilly.Dispute
}

// Hold notes a dispute as the state has it. A resource that is tainted is planned and made
// as if there were none, under the id that it has already: that dispute is no stranger.
func (o *Organization) Hold(d rebilly.Dispute) {
	o.held.mu.Lock()
	defer o.held.mu.Unlock()
	if o.held.disputes == nil {
		o.held.disputes = map[string]rebilly.Dispute{}
	}
	o.held.disputes[d.ID] = d
}

// Held returns a dispute as the state had it; ok is false for one that this process has
// not met there.
func (o *Organization) Held(id string) (d rebilly.Dispute, ok bool) {
	o.held.mu.Lock()
	defer o.held.mu.Unlock()
	d, ok = o.held.disputes[id]
	return d, ok
}
