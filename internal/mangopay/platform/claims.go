package platform

import (
	"fmt"
	"sync"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// Claim is what a plan does to a dispute, and what only one resource may do.
type Claim string

// What plans do to a dispute.
const (
	FirstSubmission Claim = "submission"
	NextSubmission  Claim = "next submission"
	Closure         Claim = "closure"
	DisputeTag      Claim = "tag"
)

// contradicts tells whether two resources cannot both have their way.
func (c Claim) contradicts(other Claim) bool {
	return c == other || c == Closure && other.submits() || other == Closure && c.submits()
}

func (c Claim) submits() bool { return c == FirstSubmission || c == NextSubmission }

// claims remembers what one provider process has planned to do to disputes.
type claims struct {
	mu   sync.Mutex
	made map[string][]Claim // by dispute
}

// Claim registers what the plan of one resource does to a dispute, and reports a
// resource that was planned before and contradicts it. Engines plan a resource that
// is replaced with its state and again without: a creation claims only in the plan
// that has no state, and a change only in the one that has.
func (p *Platform) Claim(disputeID string, claim Claim) []evidence.Finding {
	p.claims.mu.Lock()
	defer p.claims.mu.Unlock()
	if p.claims.made == nil {
		p.claims.made = map[string][]Claim{}
	}
	earlier := p.claims.made[disputeID]
	p.claims.made[disputeID] = append(earlier, claim)
	for _, other := range earlier {
		if claim.contradicts(other) {
			return []evidence.Finding{evidence.NewFinding(evidence.CodeDisputePlannedTwice,
				fmt.Sprintf("For dispute %s one resource plans a %s, and another a %s.", disputeID, other, claim))}
		}
	}
	return nil
}
