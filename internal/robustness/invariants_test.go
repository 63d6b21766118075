package robustness_test

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// judge holds the history and what is left at the end to the invariants.
func (s *schedule) judge() {
	disputes, err := s.sim.Disputes()
	if err != nil {
		s.violate("simulator", "%v", err)
		return
	}
	for i, d := range disputes {
		s.judgeCopies(i, d)
		for _, doc := range d.Documents {
			s.judgeDocument(doc)
		}
		s.judgeDispute(i, d)
	}
	s.judgeRebilly()
	s.judgeEnd(disputes)
	s.judgeOrphans()
	s.judgeLogs()
}

// judgeCopies: at most one live document for each fingerprint.
func (s *schedule) judgeCopies(dispute int, d simulator.DisputeState) {
	allowed, identities := 0, map[string]string{}
	seen := map[string]bool{}
	for _, one := range s.stages {
		for _, w := range one.want.of(dispute) {
			if !seen[w.identity()] {
				seen[w.identity()] = true
				allowed += 1 + s.forced[w.identity()]
			}
		}
	}
	for _, x := range s.history {
		if x.operation == "create_document" && s.marked {
			if w := x.process.run.stage.want.find(x.resource); w != nil {
				identities[strings.TrimSpace(x.tag)] = w.identity()
			}
		}
	}
	if len(d.Documents) > allowed {
		s.violate("one document", "dispute %s has %d documents, and %d are wanted", d.ID, len(d.Documents), allowed)
	}
	copies := map[string]int{}
	for _, doc := range d.Documents {
		if identity, ok := identities[strings.TrimSpace(doc.Tag)]; ok && s.marked {
			if copies[identity]++; copies[identity] > 1+s.forced[identity] {
				s.violate("one document", "%d copies of %s", copies[identity], identity)
			}
		}
	}
}

// submits are the requests that sent an object, in the order in which they arrived.
func (s *schedule) submits(operation string, about func(*exchange) bool) []*exchange {
	var out []*exchange
	for _, x := range s.history {
		if x.operation == operation && about(x) && !x.reached.IsZero() {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b *exchange) int { return a.reached.Compare(b.reached) })
	return out
}

// judgeDocument: its pages are the files, once each, in order; nothing is added after
// it was sent; it is sent once, and not blindly.
func (s *schedule) judgeDocument(doc simulator.DocumentState) {
	digests := held(doc)
	for i, digest := range digests {
		if slices.Contains(digests[:i], digest) {
			s.violate("pages", "document %s has a page twice", doc.ID)
		}
	}
	submits := s.submits("submit_document", func(x *exchange) bool { return x.document == doc.ID })
	sent := slices.IndexFunc(submits, (*exchange).worked)
	if doc.Status == "CREATED" || sent < 0 {
		return
	}
	first := submits[sent]
	w := first.process.run.stage.want.find(strings.TrimSuffix(first.resource, "_sent"))
	if w == nil || !slices.Equal(digests, digestsOf(*w)) {
		s.violate("pages", "document %s was sent with %d pages, which are not those of %s", doc.ID, len(digests), first.resource)
	}
	for _, x := range s.history {
		if x.operation == "create_page" && x.document == doc.ID && x.begun.After(first.begun) {
			s.violate("sent is sent", "a page was added to document %s %s after it was sent", doc.ID, x.begun.Sub(first.begun))
		}
	}
	s.judgeLooks(submits[sent+1:], first, func(x *exchange) bool {
		return x.operation == "get_document" && x.document == doc.ID || x.operation == "create_document" && x.id == doc.ID
	})
}

// held are the digests of the pages that a document has.
func held(doc simulator.DocumentState) []string {
	digests := make([]string, 0, len(doc.Pages))
	for _, p := range doc.Pages {
		digests = append(digests, p.SHA256)
	}
	return digests
}

// judgeLooks: whoever sends what was sent already must have looked, and have seen that
// it was not.
func (s *schedule) judgeLooks(again []*exchange, first *exchange, looks func(*exchange) bool) {
	for _, x := range again {
		if x.process == first.process && x.begun.Before(first.finished) {
			s.violate("sent once", "%s of %s%s was repeated while it was still under way", x.operation, x.dispute, x.document)
		}
		if x.reached.Before(first.finished) {
			continue
		}
		var last *exchange
		for _, look := range s.history {
			if look.process == x.process && look.shown() && looks(look) && look.finished.Before(x.begun) {
				last = look
			}
		}
		switch {
		case last == nil:
			s.violate("sent once", "%s of %s%s was repeated without a look", x.operation, x.dispute, x.document)
		case last.finished.After(first.finished):
			s.violate("sent once", "%s of %s%s was repeated although it had been seen to be done", x.operation, x.dispute, x.document)
		}
	}
}

// judgeDispute: one submission for each round, and none before its documents are sent.
func (s *schedule) judgeDispute(dispute int, d simulator.DisputeState) {
	if rounds := 1 + s.reopenings[dispute]; d.Submissions > rounds {
		s.violate("one submission", "dispute %s was submitted %d times in %d rounds", d.ID, d.Submissions, rounds)
	}
	about := func(x *exchange) bool { return x.dispute == d.ID }
	submits := s.submits("submit_dispute", about)
	look := func(x *exchange) bool { return x.operation == "get_dispute" && x.dispute == d.ID }
	for i, x := range submits {
		if !x.worked() {
			continue
		}
		for _, w := range x.process.run.stage.want.of(dispute) {
			if !s.sentBefore(w.name+"_sent", x.reached) {
				s.violate("complete", "dispute %s was submitted before %s", d.ID, w.name)
			}
		}
		later := slices.DeleteFunc(slices.Clone(submits[i+1:]), func(y *exchange) bool { return y.process.run.stage != x.process.run.stage })
		if next := slices.IndexFunc(later, (*exchange).worked); next >= 0 {
			later = later[:next]
		}
		s.judgeLooks(later, x, look)
	}
	closes := s.submits("close_dispute", about)
	if first := slices.IndexFunc(closes, (*exchange).worked); first >= 0 {
		s.judgeLooks(closes[first+1:], closes[first], look)
	}
}

func (s *schedule) sentBefore(resource string, when time.Time) bool {
	return slices.ContainsFunc(s.history, func(x *exchange) bool {
		return x.operation == "submit_document" && x.resource == resource && x.worked() && x.finished.Before(when)
	})
}

// judgeEnd: what is wanted at last is there, and the state knows it by the id that was
// acknowledged.
func (s *schedule) judgeEnd(disputes []simulator.DisputeState) {
	if len(s.violations) > 0 {
		return
	}
	want := s.stages[len(s.stages)-1].want
	for _, w := range want.documents {
		s.judgeWanted(w, disputes[w.dispute])
	}
	for _, dispute := range want.contested {
		if d := disputes[dispute]; d.Status != "SUBMITTED" || d.Submissions != 1+s.reopenings[dispute] {
			s.violate("lost", "dispute %s is %s after %d submissions", d.ID, d.Status, d.Submissions)
		}
	}
	for _, dispute := range want.closed {
		if d := disputes[dispute]; d.Status != "CLOSED" {
			s.violate("lost", "dispute %s is %s, not closed", d.ID, d.Status)
		}
	}
	for dispute, tag := range want.tagged {
		if d := disputes[dispute]; d.Tag != tag {
			s.violate("lost", "dispute %s has the tag %q", d.ID, d.Tag)
		}
	}
}

func (s *schedule) judgeWanted(w wanted, d simulator.DisputeState) {
	one := s.state[w.name]
	if one == nil {
		s.violate("lost", "%s is not in the state", w.name)
		return
	}
	id := text(one.value, "id")
	i := slices.IndexFunc(d.Documents, func(doc simulator.DocumentState) bool { return doc.ID == id })
	if i < 0 {
		s.violate("lost", "%s is %s in the state, which does not exist", w.name, id)
		return
	}
	doc := d.Documents[i]
	digests := held(doc)
	if !slices.Equal(digests, digestsOf(w)) {
		s.violate("pages", "%s has %d pages, and not those that are wanted", w.name, len(digests))
	}
	if (doc.Status != "CREATED") != (w.sent || w.kept) {
		s.violate("lost", "%s is %s", w.name, doc.Status)
	}
	for _, x := range s.history {
		if x.operation != "create_document" || x.resource != w.name || x.id == "" || x.id == id || x.process.run.stage.want.find(w.name).identity() != w.identity() {
			continue
		}
		if s.forced[w.identity()] > 0 && x.process.run.over.Load() && s.backend > 0 {
			continue // the state was last written before the replacement, and still has the copy that was sent
		}
		// A copy that was sent may be history: its replacement was forced.
		other := slices.IndexFunc(d.Documents, func(doc simulator.DocumentState) bool { return doc.ID == x.id })
		if s.forced[w.identity()] == 0 || other >= 0 && d.Documents[other].Status == "CREATED" {
			s.violate("lost", "document %s of %s was made, and nobody tracks it", x.id, w.name)
		}
	}
}

// judgeRecorded: a document that was acknowledged is in the answer to the call that
// made it, whatever failed after that.
func (s *schedule) judgeRecorded(p *process, resource, id string) {
	s.mu.Lock()
	var made string
	for _, x := range s.history {
		if x.process == p && x.resource == resource && x.told && x.id != "" {
			made = x.id
		}
	}
	s.mu.Unlock()
	if made != "" && made != id {
		s.violate("recorded", "%s of %s was acknowledged, and the state got %q", made, resource, id)
	}
}

// judgeOrphans: no write starts more than a second after the parent died.
func (s *schedule) judgeOrphans() {
	for _, x := range s.history {
		if died := x.process.run.died; x.writes() && !died.IsZero() && x.begun.Sub(died) > time.Second {
			s.violate("orphan", "%s began %s after the engine had died", x.operation, x.begun.Sub(died))
		}
	}
}

// secrets are what must turn up nowhere: the API key, tokens, and traces of the pages.
func (s *schedule) secrets() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := [][]byte{[]byte(canary)}
	for token := range s.tokens {
		if len(token) > 8 {
			out = append(out, []byte(token))
		}
	}
	for _, p := range s.pages {
		out = append(out, p.traces...)
	}
	return out
}

func (s *schedule) judgeLogs() {
	if s.logs == nil {
		return
	}
	if s.logs.Len() == 0 {
		s.violate("secret", "nothing was logged, so nothing was searched")
	}
	for _, secret := range s.secrets() {
		if bytes.Contains(s.logs.Bytes(), secret) {
			s.violate("secret", "the log holds %.12q…", secret)
		}
	}
}
