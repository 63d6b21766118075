//go:build unix

package process_test

import (
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestAccTwoApplies: while one apply runs, a second one of the same workspace is
// refused, and sends nothing.
func TestAccTwoApplies(t *testing.T) {
	t.Parallel()
	s := newScene(t, "two applies", "", "locked")
	reached := s.arm(kind{operation: "create_page", nth: 2}, late)
	first := s.traced().Begin("apply", "-auto-approve")
	s.await(first, reached)
	tokens := s.witness.tokens()
	second := s.heard(s.traced().Run("apply", "-auto-approve"))
	second.Exits(1).Says("Error acquiring the state lock")
	for token := range s.witness.tokens() {
		if !tokens[token] {
			s.violate("the apply that was refused has signed in")
		}
	}
	s.heard(first.Wait()).Exits(0)
	s.heard(s.traced().Run("plan", "-detailed-exitcode")).Exits(0)
	s.check()
}

// TestAccTwoAppliesWithoutLock: with the lock switched off both run, and every step
// of one meets the same step of the other. Whoever comes second finds what the first
// has done, or ends with an error that says so.
func TestAccTwoAppliesWithoutLock(t *testing.T) {
	t.Parallel()
	for name, meetings := range map[string][]string{
		"from the list on":         {"list_dispute_documents"},
		"at the creation":          {"create_document"},
		"at the submissions":       {"submit_document", "submit_dispute"},
		"at the reads before them": {"list_dispute_documents", "get_document", "get_dispute"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, "two applies", "", "without lock")
			s.witness.meet(meetings...)
			began := time.Now()
			runs := []*workspace.Process{s.Begin("apply", "-auto-approve", "-lock=false"), s.Begin("apply", "-auto-approve", "-lock=false")}
			for i, run := range runs {
				o := s.heard(run.Wait())
				t.Logf("apply %d: %s after %s", i+1, summary(o), time.Since(began).Round(100*time.Millisecond))
				if o.Code != 0 && !o.Has("Error: ") {
					t.Errorf("an apply failed without a reason:\n%s", o.Out)
				}
			}
			t.Logf("left behind: %s", s.left())
			applies := s.converge()
			t.Logf("the next plan: %s; applies: %d", summary(applies[0]), len(applies))
			s.check()
		})
	}
}

// journaled tells, whenever it is asked, whether the simulator has noted a request.
func (s *scene) journaled(match func(simulator.Request) bool) func() bool {
	return func() bool {
		journal, err := s.world.Journal()
		if err != nil {
			return false
		}
		for _, r := range journal {
			if match(r) {
				return true
			}
		}
		return false
	}
}
