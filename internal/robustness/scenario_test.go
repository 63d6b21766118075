package robustness_test

import (
	"fmt"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// scenario is what a seed stands for.
type scenario struct {
	seed     uint64
	fate     fate
	class    class
	disputes int
	guesses  simulator.Guesses
	marked   bool // tags are kept, so that a document can be found by its mark
	backend  time.Duration
	longest  time.Duration // until somebody applies again
	tight    bool          // the rate limit is felt
	shared   bool          // and another program uses it up now and then
	logged   bool          // logs, states and plans are searched for secrets
	rate     float64       // of faults per request
	kinds    []faultKind
	stages   []stage

	atRebilly    bool // something is kept at Rebilly
	atMangopay   bool // and something at Mangopay
	organization string
	bearer       bool // a token is used instead of a key
}

// class is what a scenario is about. Those that cost little to play are drawn more
// often.
type class int

const (
	bare      class = iota // a document
	sent                   // and its submission
	contested              // and that of its dispute
	closed                 // a dispute that is given up
	loose                  // a document with page resources
	rounds                 // a dispute that comes back
	changed                // a document that changes after it was sent
	removed                // a resource that leaves the configuration
	several                // disputes and documents of all kinds

	recorded  // a dispute that is kept at Rebilly
	moved     // and goes on
	filed     // with a file
	exchanged // which changes
	withdrawn // a file, an attachment or a dispute that leaves the configuration
	joined    // both systems
)

func (c class) String() string {
	return [...]string{
		"a document", "a document sent", "a dispute contested", "a dispute given up", "page resources", "another round",
		"a change of what was sent", "a removal", "several of all",
		"a record", "a record that goes on", "a record with a file", "a file that changes", "a removal at Rebilly", "both systems",
	}[c]
}

// rebillyShare is how much of all schedules is about Rebilly.
const rebillyShare = 0.15

var (
	classWeights   = []int{bare: 48, sent: 12, contested: 8, closed: 8, loose: 7, rounds: 5, changed: 7, removed: 2, several: 3}
	rebillyWeights = []int{20, 22, 16, 20, 16, 6} // from recorded on
)

// stage is a state of the configuration, and how it is brought about.
type stage struct {
	want      desired
	reopened  int    // dispute that the bank sends back before; -1: none
	refused   string // document that the reviewer refuses before
	rested    bool   // whoever changes the configuration does so when nothing is under way any more
	force     string // resource to be replaced on purpose (-replace)
	taint     string // resource that is tainted by hand
	disturbed []disturbance
}

// disturbance is an apply under misfortune.
type disturbance struct {
	parallel int
	victim   victim
	death    moment
	focus    faultKind // strikes once, at a request; "" for none
	focused  request
	gap      time.Duration
	meddling meddling
}

// request is the n-th request of an operation in a run.
type request struct {
	operation string
	nth       int
}

// moment is when the victim dies: at a request, before it leaves or before its answer
// arrives, or else at a point of a call of the plugin protocol.
type moment struct {
	request
	after    bool
	resource string
	action   string
	point    int
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
	s := &scenario{seed: seed, fate: fate(mix(seed)), longest: 48 * time.Hour, marked: true, disputes: 1}
	f := s.fate
	if c.longest > 0 {
		s.longest = c.longest
	}
	if s.class = class(f.weighted("class", classWeights...)); s.class == several {
		s.disputes = 1 + f.weighted("disputes", 50, 35, 15)
	}
	if s.atMangopay = true; f.chance(rebillyShare, "it is about Rebilly") {
		s.drawRebilly()
	}
	s.guess(c)
	s.backend = []time.Duration{0, 20 * time.Second}[f.weighted("backend", 80, 20)]
	s.logged = f.chance(0.03, "logged")
	s.rate = []float64{0, 0.02, 0.06, 0.15, 0.35}[f.weighted("fault rate", 30, 25, 20, 15, 10)]
	for i, kind := range faultKinds {
		if f.chance(0.6, "fault kind", i) {
			s.kinds = append(s.kinds, kind)
		}
	}
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
	if s.tight = s.class < rounds && f.chance(0.05, "tight"); s.tight {
		s.shared = f.chance(0.3, "shared")
		s.guesses.RateLimits = []simulator.RateLimit{{Window: 15 * time.Minute, Calls: int64(20 + f.below(40, "limit"))}}
	}
	if s.atRebilly {
		s.guessRebilly()
	}
	// Without marks what is left is the life of an idempotency key, one day.
	if s.marked = s.guesses.Tags != "dropped"; !s.marked {
		s.longest = min(s.longest, time.Hour)
	}
}

// tell draws the story: what is wanted at first, and how that changes.
func (s *scenario) tell() {
	s.stages = []stage{{want: s.begin(), reopened: -1}}
	for i := range s.changes() {
		s.stages = append(s.stages, s.change(i+1, s.stages[i].want))
	}
	for i := range s.stages {
		s.stages[i].disturbed = s.disturb(i)
	}
}

// changes is how often the configuration changes.
func (s *scenario) changes() int {
	switch s.class {
	case rounds, moved:
		return 1 + s.fate.weighted("changes", 80, 20)
	case changed, removed, exchanged, withdrawn:
		return 1
	case several, joined:
		return s.fate.weighted("changes", 40, 40, 20)
	case filed:
		return s.fate.weighted("changes", 60, 40)
	default:
		return s.fate.weighted("changes", 93, 7)
	}
}

func (s *scenario) begin() desired {
	f, want, used := s.fate, desired{tagged: map[int]string{}}, 0
	if s.atRebilly {
		s.beginRebilly(&want)
	}
	for dispute := range s.disputes {
		if s.marked && f.chance(0.08, "tagged", dispute) || s.class == closed && f.chance(0.3, "tagged") && s.marked {
			want.tagged[dispute] = fmt.Sprintf("case %d", dispute)
		}
		if s.class == closed || dispute > 0 && f.chance(0.3, "closed", dispute) {
			want.closed = append(want.closed, dispute)
			continue
		}
		all, documents := true, 1
		if s.class == several {
			documents += f.weighted("documents", 50, 35, 15)
		}
		for i := range documents {
			doc := s.document(fmt.Sprintf("doc_%d_%d", dispute, i), dispute, &used)
			want.documents, all = append(want.documents, doc), all && doc.sent
		}
		if all && (s.class == contested || s.class == rounds || s.class == several && f.chance(0.5, "contested", dispute)) {
			want.contested = append(want.contested, dispute)
		}
	}
	return want
}

// document draws a document whose pages no other has.
func (s *scenario) document(name string, dispute int, used *int) wanted {
	f := s.fate
	doc := wanted{name: name, dispute: dispute}
	switch s.class {
	case sent, contested, rounds, changed:
		doc.sent = true
	case loose, removed, several, joined:
		doc.sent = f.chance(0.6, name+" sent")
	}
	doc.loose = s.marked && (s.class == loose || s.class == several && f.chance(0.2, name+" loose"))
	if doc.loose || s.marked && f.chance(0.3, name+" tag") { // without pages it is the tag that tells documents apart
		doc.tag = "tag " + name
	}
	for range 1 + f.weighted(name+" pages", 60, 30, 10) {
		doc.pages = append(doc.pages, *used%poolSize)
		*used++
	}
	return doc
}
