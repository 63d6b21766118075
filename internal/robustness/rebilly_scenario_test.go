package robustness_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// drawRebilly makes a scenario one about Rebilly.
func (s *scenario) drawRebilly() {
	f := s.fate
	s.class = recorded + class(f.weighted("class at Rebilly", rebillyWeights...))
	s.atRebilly, s.atMangopay, s.disputes = true, s.class == joined, 0
	if s.atMangopay {
		s.disputes = 1
	}
	s.organization = []string{"", simulator.RebillyOrganization}[f.below(2, "organization")]
	s.bearer = f.chance(0.2, "bearer")
}

// guessRebilly decides what Rebilly's documentation leaves open.
func (s *scenario) guessRebilly() {
	f, g := s.fate, &s.guesses
	g.RebillyTimesWithOffset = f.chance(0.4, "times with offset")
	g.RebillyFractionsKept = f.chance(0.3, "fractions kept")
	g.RebillyRevisionStartsAtOne = f.chance(0.5, "revision from one")
	g.RebillyIdenticalPutCounts = f.chance(0.5, "identical put counts")
	g.RebillyOmittedKept = f.chance(0.3, "omitted kept")
	g.RebillyMoneyChecked = f.chance(0.3, "money checked")
	g.RebillyAmountsAsFloats = f.chance(0.4, "amounts as floats")
	g.RebillyInvalidFieldsAsMap = f.chance(0.3, "invalid fields as map")
	g.RebillyUnknownFilterIgnored = f.chance(0.3, "unknown filter ignored")
	g.RebillyTagsNotFilterable = f.chance(0.3, "tags not filterable")
	g.RebillyDuplicateAttachments = f.chance(0.4, "duplicate attachments")
	g.RebillyAttachedFileStays = f.chance(0.4, "attached file stays")
	g.RebillyDefaultLimit = []int{0, 1, 20}[f.below(3, "default limit")]
	if s.tight = f.chance(0.05, "tight at Rebilly"); s.tight {
		g.RebillyRateLimit = simulator.RateLimit{Window: 10 * time.Minute, Calls: int64(2 + f.below(4, "limit at Rebilly"))}
	}
}

// beginRebilly draws what is kept at Rebilly at first.
func (s *scenario) beginRebilly(want *desired) {
	f := s.fate
	for i := range 1 + f.weighted("records", 75, 20, 5) {
		want.records = append(want.records, s.record(i))
	}
	if s.class == recorded || s.class == moved || s.class == joined && f.chance(0.5, "no files") {
		return
	}
	for i := range 1 + f.weighted("files", 80, 20) {
		want.files = append(want.files, s.file(i))
		for n, r := range want.records {
			if n == i%len(want.records) || f.chance(0.2, "attached too", i, n) {
				one := tie{name: fmt.Sprintf("tie_%d_%d", i, n), record: r.name, file: want.files[i].name}
				if f.chance(0.3, "tie title", i, n) {
					one.title = fmt.Sprintf("Exhibit %d", i)
				}
				want.ties = append(want.ties, one)
			}
		}
	}
}

var (
	kinds    = []string{"first-chargeback", "second-chargeback", "inquiry", "arbitration"}
	statuses = []string{"response-needed", "under-review", "unknown"}
	endings  = []string{"under-review", "won", "lost", "forfeited"}
	reasons  = []string{"10.4", "13.1", "4853", "004", "4"}
	posts    = []string{"1999-11-02T09:30:00Z", "1999-11-03T10:30:00+01:00", "1999-11-04T23:59:59-05:00", "1999-11-05T12:00:00.25Z"}
	dates    = []string{"", "2000-03-01T12:00:00Z", "2000-03-02T17:30:00+05:30", "2000-01-01T00:00:00Z"}
)

func (s *scenario) pick(among []string, what string, numbers ...int) string {
	return among[s.fate.below(len(among), what, numbers...)]
}

// record draws a dispute; each has a transaction of its own.
func (s *scenario) record(i int) record {
	f := s.fate
	r := record{name: fmt.Sprintf("record_%d", i), yields: f.chance(0.3, "yields", i), facts: facts{
		transaction: transactionOf(i), currency: s.currencyOf(i), minor: 1 + f.below(99999, "minor", i), reason: s.pick(reasons, "reason", i),
		kind: s.pick(kinds, "kind", i), status: s.pick(statuses, "status", i), posted: s.pick(posts, "posted", i), deadline: s.pick(dates, "deadline", i),
	}}
	if f.chance(0.5, "case id", i) {
		r.caseID = fmt.Sprintf("case/%d", i)
	}
	if f.chance(0.4, "reference", i) {
		r.reference = fmt.Sprintf("7453705%d", i)
	}
	switch f.weighted(fmt.Sprintf("id of %d", i), 45, 40, 15) {
	case 1:
		r.id = fmt.Sprintf("case-%d", i)
	case 2:
		r.generation = 1
	}
	return r
}

func transactionOf(i int) string { return fmt.Sprintf("txn-%d", i) }

// currencyOf is the currency of a transaction.
func (s *scenario) currencyOf(i int) string {
	return []string{"EUR", "JPY", "KWD"}[s.fate.weighted(fmt.Sprintf("currency %d", i), 70, 15, 15)]
}

// file draws a file that no other has the bytes of.
func (s *scenario) file(i int) uploaded {
	f := s.fate
	u := uploaded{name: fmt.Sprintf("file_%d", i), page: poolSize - 1 - i, public: f.chance(0.1, "public", i)}
	if f.chance(0.5, "title", i) {
		u.title = fmt.Sprintf("parcel %d.png", i)
	}
	if f.chance(0.4, "words", i) {
		u.words = "Signed for"
	}
	if f.chance(0.3, "file tag", i) {
		u.tag = "delivery"
	}
	if f.chance(0.15, "file generation", i) {
		u.generation = 1
	}
	return u
}

// changeRebilly draws what happens to a configuration about Rebilly that was applied.
func (s *scenario) changeRebilly(number int, next stage) stage {
	f, want := s.fate, next.want
	next.rested = f.chance(0.5, "rested", number)
	switch {
	case s.class == exchanged, s.class == filed, s.class == joined && len(want.files) > 0 && f.chance(0.5, "files change", number):
		next.force = s.changeFile(number, &want)
		next.rested = true
	case s.class == withdrawn:
		s.withdraw(&want)
		next.rested = true
	default:
		s.changeRecord(number, &want, &next)
	}
	next.want = want
	return next
}

// changeRecord draws what becomes of a dispute.
func (s *scenario) changeRecord(number int, want *desired, next *stage) {
	f := s.fate
	i := f.below(len(want.records), "changed record", number)
	r := &want.records[i]
	switch f.weighted(fmt.Sprintf("record change %d", number), 76, 8, 8, 8) {
	case 1:
		next.taint = r.name
	case 2:
		next.force = r.name
	case 3: // another dispute in its place; the old one stays
		if r.id != "" {
			r.id += "-b"
		} else {
			r.generation++
		}
		return
	}
	for n := range 1 + f.below(2, "changes of it", number) {
		s.rewrite(r, number, n)
	}
}

// rewrite changes a fact. Where the gateway has the authority it is one of the others.
func (s *scenario) rewrite(r *record, number, n int) {
	f := s.fate
	first := 0
	if r.yields && f.chance(0.8, "not the gateway's", number, n) {
		first = 3
	}
	switch first + f.below(7-first, "fact", number, n) {
	case 0:
		r.status = s.pick(endings, "new status", number, n)
	case 1:
		r.deadline = s.pick(dates, "new deadline", number, n)
	case 2:
		r.kind = s.pick(kinds, "new kind", number, n)
	case 3, 4:
		r.minor = 1 + f.below(99999, "new minor", number, n)
	case 5:
		r.reason = s.pick(reasons, "new reason", number, n)
	case 6:
		r.caseID = fmt.Sprintf("case/%d/%d", number, n)
	}
}

// changeFile draws what becomes of a file, and returns its name if it is replaced on
// purpose.
func (s *scenario) changeFile(number int, want *desired) (force string) {
	f := s.fate
	i := f.below(len(want.files), "changed file", number)
	u := &want.files[i]
	switch f.weighted(fmt.Sprintf("file change %d", number), 35, 10, 10, 45) {
	case 0: // other bytes
		u.page = poolSize - 1 - number*len(want.files) - len(want.files) - i
	case 1:
		u.generation++
	case 2:
		return u.name
	case 3: // other words
		if u.words = fmt.Sprintf("Signed for, %d", number); f.chance(0.3, "other tag", number) {
			u.tag = "receipt"
		}
	}
	return ""
}

// withdraw takes an attachment, a file with its attachments, or a dispute with its
// attachments out of the configuration.
func (s *scenario) withdraw(want *desired) {
	among := func(n int) int { return s.fate.below(n, "withdrawn") }
	switch s.fate.weighted("withdrawal", 30, 55, 15) {
	case 0:
		i := among(len(want.ties))
		want.ties = slices.Delete(want.ties, i, i+1)
	case 1:
		i := among(len(want.files))
		name := want.files[i].name
		want.files = slices.Delete(want.files, i, i+1)
		want.ties = slices.DeleteFunc(want.ties, func(t tie) bool { return t.file == name })
	case 2:
		i := among(len(want.records))
		name := want.records[i].name
		want.records = slices.Delete(want.records, i, i+1)
		want.ties = slices.DeleteFunc(want.ties, func(t tie) bool { return t.record == name })
	}
}
