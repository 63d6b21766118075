package robustness_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// schedule is a scenario while it is played.
type schedule struct {
	*scenario
	sim       *simulator.Simulator
	directory string
	pages     []page
	ids       []string // of the disputes
	state     state    // on disk
	number    int      // of the run
	processes int
	logs      *lockedBuffer // nil: not searched

	mu         sync.Mutex
	history    []*exchange
	tokens     map[string]bool
	counted    *process                   // whose call the rate limit counted last
	forced     map[string]int             // documents that were replaced although they were sent, by identity
	reopenings map[int]int                // by dispute
	faults     map[string]int             // by kind
	deaths     map[string]int             // by victim
	cells      map[string]int             // misfortunes of one-way operations
	meddlings  []meddled                  // of the gateway, at Rebilly
	bystanders []simulator.RebillyDispute // as they were
	waits      int                        // calls that were held back and said so
	applies    int
	violations []violation
}

// violation is a broken promise.
type violation struct{ Invariant, Detail string }

func (s *schedule) violate(invariant, format string, values ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violations = append(s.violations, violation{invariant, fmt.Sprintf(format, values...)})
}

// happened counts a fault.
func (s *schedule) happened(kind faultKind, operation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[string(kind)]++
	if isWrite(operation) {
		s.cells[string(kind)+", "+operation]++
	}
}

// died counts a death; where is "" unless it was at a request.
func (s *schedule) died(who victim, where string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deaths[who.String()]++
	if where != "" {
		s.cells["death "+where]++
	}
}

// play plays a scenario from its first plan to the last, and returns what was
// recorded. It must run in a bubble of its own.
func play(sc *scenario) (*schedule, error) {
	pages, err := pool()
	if err != nil {
		return nil, err
	}
	s := &schedule{
		scenario: sc, pages: pages, directory: filepath.Dir(pages[0].path), state: state{}, tokens: map[string]bool{},
		forced: map[string]int{}, reopenings: map[int]int{}, faults: map[string]int{}, deaths: map[string]int{}, cells: map[string]int{},
	}
	if sc.logged {
		s.logs = &lockedBuffer{}
	}
	if err := s.openWorld(); err != nil {
		return nil, err
	}
	for i := range sc.stages {
		if err := s.act(&sc.stages[i]); err != nil {
			return nil, err
		}
		if len(s.violations) > 0 {
			break
		}
	}
	pass(time.Hour) // everything under way arrives, and orphans give up
	if sc.atRebilly && len(s.violations) == 0 {
		if err := s.settle(&sc.stages[len(sc.stages)-1]); err != nil {
			return nil, err
		}
	}
	s.judge()
	return s, nil
}

func (s *schedule) openWorld() (err error) {
	s.sim, err = simulator.Open(simulator.Options{Empty: true, Seed: s.seed, Guesses: &s.guesses, ClientID: simulator.ClientID + "-robust", APIKey: canary, RebillyAPIKey: rebillyKey})
	if err != nil {
		return err
	}
	if s.atRebilly {
		if err := s.openRebilly(); err != nil {
			return err
		}
	}
	for i := range s.disputes {
		id, err := s.sim.OpenDispute(simulator.DisputeSpec{ID: fmt.Sprintf("dispute-%d", i), Amount: 10000, Currency: "EUR", Deadline: 90 * 24 * time.Hour})
		if err != nil {
			return err
		}
		s.ids = append(s.ids, id)
	}
	return nil
}

// act brings a stage about: disturbed applies first, then calm ones, of which at most
// two must do.
func (s *schedule) act(one *stage) error {
	if one.reopened >= 0 {
		pass(2 * maxLate) // a bank takes longer than a request
		if err := s.sim.Decide(s.ids[one.reopened], "reopen", ""); err != nil {
			return err
		}
		s.reopenings[one.reopened]++
	}
	if id := s.idOf(one.refused); id != "" {
		pass(2 * maxLate)
		if err := s.sim.Review(id, "refuse_unreadable", "too dark"); err != nil {
			return err
		}
	}
	if one.rested {
		pass(2 * maxLate)
	}
	force := one.force
	if is := s.state[one.taint]; is != nil {
		tainted := *is
		tainted.tainted, tainted.byHand = true, true
		s.state = maps.Clone(s.state)
		s.state[one.taint] = &tainted
	}
	for _, d := range one.disturbed {
		r := s.newRun(one, d)
		r.force = force
		r.apply()
		r.meddle(afterTheRun)
		force = ""
		s.eat()
		pass(d.gap)
	}
	if s.tight {
		pass(16 * time.Minute)
	}
	if err := s.remedy(one); err != nil {
		return err
	}
	return s.converge(one, force)
}

// settle applies once more when nothing is under way any more: what a run that died had
// sent may have arrived after everything.
func (s *schedule) settle(last *stage) error {
	if err := s.remedy(last); err != nil {
		return err
	}
	return s.converge(last, "")
}

// converge applies without misfortune until there is nothing to do.
func (s *schedule) converge(one *stage, force string) error {
	var said []string
	for applies := 0; ; applies++ {
		r := s.newRun(one, disturbance{parallel: 10})
		r.calm, r.force = true, force
		steps, ok := r.plan()
		pending := pendingIn(steps)
		if ok && pending == nil {
			return nil
		}
		if applies == 2 {
			said = append(append(said, r.errors...), pending...)
			s.violate("liveness", "after two applies without a fault there is still something to do: %s", strings.Join(slices.Compact(said), " | "))
			return nil
		}
		if ok {
			r.carry(steps)
		}
		force, said = "", append(said, r.errors...)
	}
}

// pendingIn names what a plan would do.
func pendingIn(steps map[string]*step) (names []string) {
	for name, one := range steps {
		if one.action != nothing {
			names = append(names, fmt.Sprintf("%s: action %d", name, one.action))
		}
	}
	slices.Sort(names)
	return names
}

func (s *schedule) newRun(one *stage, d disturbance) *run {
	s.number++
	s.applies++
	return &run{
		schedule: s, number: s.number, stage: one, blocks: one.want.blocks(s.ids, s.pages), disturbance: d,
		ended: make(chan struct{}), working: maps.Clone(s.state), saved: time.Now(), requests: map[string]int{},
	}
}

// idOf is the id of a resource in the state.
func (s *schedule) idOf(name string) string {
	if one := s.state[name]; one != nil {
		return text(one.value, "id")
	}
	return ""
}

// eat lets another program use up what the rate limit has left.
func (s *schedule) eat() {
	if !s.shared {
		return
	}
	client := mangopay.New(mangopay.Config{
		BaseURL: simulator.BaseURL, ClientID: simulator.ClientID + "-robust", APIKey: canary, Transport: s.sim.Transport(),
		MaxRateLimitWait: time.Nanosecond, Random: func() float64 { return 0.5 },
	})
	for range s.fate.below(30, "eaten", s.number) {
		if _, err := client.Disputes.Get(context.Background(), s.ids[0]); err != nil {
			return // there is nothing left
		}
	}
}

// dropped is told of a resource that leaves the state because the provider says that
// it is gone.
func (s *schedule) dropped(kind string, was tftypes.Value) {
	id := text(was, "id")
	if strings.HasPrefix(kind, "disputes_rebilly_") {
		if s.exists(kind, id) {
			s.violate("lost", "%s %s left the state, and Rebilly has it", kind, id)
		}
		return
	}
	if id == "" {
		id = text(was, "document_id")
	}
	if id != "" {
		if doc, err := s.sim.Document(id); err == nil && (kind != "disputes_mangopay_document_submission" || doc.Status != "CREATED") {
			s.violate("lost", "%s %s left the state, and Mangopay has it", kind, id)
		}
		return
	}
	d, err := s.sim.Dispute(text(was, "dispute_id"))
	gone := err != nil
	switch kind {
	case "disputes_mangopay_dispute_submission":
		gone = gone || d.Submissions == 0
	case "disputes_mangopay_dispute_closure":
		gone = gone || d.Status != "CLOSED"
	case "disputes_mangopay_dispute_tag":
		gone = gone || d.Tag == ""
	}
	if !gone {
		s.violate("lost", "%s of %s left the state, and Mangopay has it", kind, d.ID)
	}
}

// wasSent tells whether a resource is a document that was sent, and whose dispute takes
// another one. Where it takes none, what was sent is all that a replacement can be.
func (s *schedule) wasSent(b block, prior *instance) bool {
	if b.kind != "disputes_mangopay_document" {
		return false
	}
	doc, err := s.sim.Document(text(prior.value, "id"))
	if err != nil || doc.Status == "CREATED" {
		return false
	}
	d, err := s.sim.Dispute(doc.DisputeID)
	return err == nil && (d.Status == "PENDING_CLIENT_ACTION" || d.Status == "REOPENED_PENDING_CLIENT_ACTION")
}

// replaced is told that a run lets go of a resource. A document that was sent is then
// made once more.
func (s *schedule) replaced(r *run, one *step) {
	if !one.again {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forced[r.stage.want.find(one.name).identity()]++
}

// lockedBuffer takes logs from many goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

// Write implements io.Writer.
func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}
