package robustness_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// scenario is what a seed stands for.
type scenario struct {
	seed     uint64
	fate     fate
	small    bool // one document, and little that happens to it
	disputes int
	guesses  simulator.Guesses
	marked   bool // tags are kept, so that a document can be found by its mark
	backend  time.Duration
	longest  time.Duration // until somebody applies again
	tight    bool          // the rate limit is felt
	logged   bool          // logs, states and plans are searched for secrets
	rate     float64       // of faults per request
	kinds    []faultKind
	stages   []stage
}

// stage is a state of the configuration, and how it is brought about.
type stage struct {
	want      desired
	reopened  int    // dispute that the bank sends back before; -1: none
	force     string // resource to be replaced on purpose (-replace)
	taint     string // resource that is tainted by hand
	disturbed []disturbance
}

// disturbance is an apply under misfortune.
type disturbance struct {
	parallel int
	victim   victim
	at       int64 // the point at which the victim dies; 0: nobody does
	gap      time.Duration
}

// victim is who is hit in the middle of a run.
type victim int

const (
	nobody victim = iota
	theProvider
	theEngine
	bothOfThem
	interrupted // Ctrl-C
)

func (v victim) String() string {
	return [...]string{"nobody", "provider", "engine", "both", "interrupt"}[v]
}

// conditions are the part of a schedule that is chosen for a whole campaign.
type conditions struct {
	keysNotReserved bool          // the API takes note of an idempotency key only when its first call has ended
	longest         time.Duration // until somebody applies again; 0: two days
	allowed         float64       // share of the schedules that may break a promise
}

// newScenario draws a scenario.
func newScenario(seed uint64, c conditions) *scenario {
	s := &scenario{seed: seed, fate: fate(mix(seed)), longest: 48 * time.Hour, marked: true}
	f := s.fate
	if c.longest > 0 {
		s.longest = c.longest
	}
	if s.small = f.chance(0.97, "small"); s.small {
		s.disputes = 1
	} else {
		s.disputes = 1 + f.weighted("disputes", 60, 30, 10)
	}
	s.guess(c)
	s.backend = []time.Duration{0, 20 * time.Second}[f.weighted("backend", 80, 20)]
	s.logged = f.chance(0.03, "logged")
	s.rate = []float64{0, 0.02, 0.06, 0.15, 0.35}[f.weighted("fault rate", 10, 25, 35, 20, 10)]
	for i, kind := range faultKinds {
		if f.chance(0.6, "fault kind", i) {
			s.kinds = append(s.kinds, kind)
		}
	}
	slices.Sort(s.kinds)
	s.tell()
	return s
}

// guess decides what the API's documentation leaves open.
func (s *scenario) guess(c conditions) {
	f := s.fate
	s.guesses = simulator.Guesses{
		KeyNotReserved:           c.keysNotReserved,
		UnauthorizedBurnsKey:     f.chance(0.3, "401 burns key"),
		RateLimitBurnsKey:        f.chance(0.3, "429 burns key"),
		KeyPerRoute:              f.chance(0.2, "key per route"),
		PageWithKeyFails:         f.chance(0.05, "page with key fails"),
		SecondSubmitSucceeds:     f.chance(0.5, "second submit succeeds"),
		ResubmissionRefusesFunds: f.chance(0.5, "resubmission refuses funds"),
		NewestFirst:              f.chance(0.3, "newest first"),
		NumericIDs:               f.chance(0.3, "numeric ids"),
		Tags:                     []string{"", "trimmed", "dropped"}[f.weighted("tags", 80, 12, 8)],
	}
	if f.chance(0.35, "list lag") {
		s.guesses.ListLag = f.between(time.Second, 30*time.Second, "list lag of")
	}
	if s.tight = f.chance(0.05, "tight"); s.tight {
		s.guesses.RateLimits = []simulator.RateLimit{{Window: 15 * time.Minute, Calls: int64(150 + f.below(150, "limit"))}}
	}
	// Without marks what is left is the life of an idempotency key, one day.
	if s.marked = s.guesses.Tags != "dropped"; !s.marked {
		s.longest = min(s.longest, time.Hour)
	}
}

// tell draws the story: what is wanted at first, and how that changes.
func (s *scenario) tell() {
	first := stage{want: s.begin(), reopened: -1}
	first.disturbed = s.disturb(0)
	s.stages = []stage{first}
	changes := s.fate.weighted("stages", 35, 45, 20)
	if s.small {
		changes = s.fate.weighted("stages", 90, 10)
	}
	for i := 1; i <= changes; i++ {
		next := s.change(i, s.stages[i-1].want)
		next.disturbed = s.disturb(i)
		s.stages = append(s.stages, next)
	}
}

func (s *scenario) begin() desired {
	f, want, used := s.fate, desired{tagged: map[int]string{}}, 0
	for dispute := range s.disputes {
		if s.marked && f.chance(0.1, "tagged", dispute) {
			want.tagged[dispute] = fmt.Sprintf("case %d", dispute)
		}
		if dispute > 0 && f.chance(0.3, "closed", dispute) {
			want.closed = append(want.closed, dispute)
			continue
		}
		all, documents := true, 1
		if !s.small {
			documents += f.weighted("documents", 50, 35, 15)
		}
		for i := range documents {
			doc := s.document(fmt.Sprintf("doc_%d_%d", dispute, i), dispute, &used)
			want.documents, all = append(want.documents, doc), all && doc.sent
		}
		if all && f.chance(0.35, "contested", dispute) {
			want.contested = append(want.contested, dispute)
		}
	}
	return want
}

// sending is how likely a document is sent. Most of what can go wrong goes wrong
// before that, and needs but the document.
func (s *scenario) sending() float64 {
	if s.small {
		return 0.3
	}
	return 0.75
}

// document draws a document whose pages no other has.
func (s *scenario) document(name string, dispute int, used *int) wanted {
	f := s.fate
	doc := wanted{name: name, dispute: dispute, sent: f.chance(s.sending(), name+" sent"), loose: s.marked && f.chance(0.12, name+" loose")}
	if doc.loose || s.marked && f.chance(0.3, name+" tag") { // without pages it is the tag that tells documents apart
		doc.tag = "tag " + name
	}
	for range 1 + f.weighted(name+" pages", 60, 30, 10) {
		doc.pages = append(doc.pages, *used%poolSize)
		*used++
	}
	return doc
}

// disturb draws the applies that go wrong before one goes right.
func (s *scenario) disturb(stage int) []disturbance {
	f := s.fate
	var out []disturbance
	disturbances := 1 + f.weighted("disturbances", 90, 10)
	if !s.small {
		disturbances = f.weighted("disturbances", 5, 50, 30, 15)
	}
	for i := range disturbances {
		d := disturbance{
			parallel: []int{1, 2, 10}[f.below(3, "parallel", stage, i)],
			victim:   []victim{nobody, nobody, nobody, theProvider, theProvider, theProvider, theEngine, theEngine, bothOfThem, interrupted}[f.below(10, "victim", stage, i)],
			gap:      s.gap(stage, i),
		}
		if d.victim != nobody {
			d.at = 1 + int64(f.unit("dies at", stage, i)*f.unit("dies at most", stage, i)*float64(40+80*len(s.begin().documents)))
		}
		out = append(out, d)
	}
	return out
}

// gap is how long it takes until somebody applies again: often seconds, as when a
// pipeline is started again, and sometimes days.
func (s *scenario) gap(numbers ...int) time.Duration {
	f := s.fate
	switch f.below(10, "gap kind", numbers...) {
	case 0, 1, 2, 3, 4:
		return f.between(time.Second, min(s.longest, time.Minute), "gap", numbers...)
	case 5, 6:
		return f.between(time.Second, min(s.longest, time.Hour), "gap", numbers...)
	default:
		return f.between(time.Second, s.longest, "gap", numbers...)
	}
}
