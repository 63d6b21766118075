package robustness_test

import (
	"encoding/base64"
	"math/big"
	"net/http"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func decoded(text string) []byte {
	content, _ := base64.StdEncoding.DecodeString(text) // what is no base64 has another digest
	return content
}

// rebillyWorld is what there is at Rebilly in the end.
type rebillyWorld struct {
	disputes    []simulator.RebillyDispute
	files       []simulator.RebillyFile
	attachments []simulator.RebillyAttachment
}

func (s *schedule) rebilly() (w rebillyWorld, err error) {
	if w.disputes, err = s.sim.RebillyDisputes(); err != nil {
		return w, err
	}
	if w.files, err = s.sim.RebillyFiles(); err != nil {
		return w, err
	}
	w.attachments, err = s.sim.RebillyAttachments()
	return w, err
}

// exists tells whether Rebilly has an object.
func (s *schedule) exists(kind, id string) bool {
	w, err := s.rebilly()
	if err != nil {
		return false
	}
	switch kind {
	case kindRecord:
		return slices.ContainsFunc(w.disputes, func(d simulator.RebillyDispute) bool { return d.ID == id })
	case kindFile:
		return slices.ContainsFunc(w.files, func(f simulator.RebillyFile) bool { return f.ID == id })
	default:
		return slices.ContainsFunc(w.attachments, func(a simulator.RebillyAttachment) bool { return a.ID == id })
	}
}

// holds tells whether Rebilly has a dispute as it is wanted. What the gateway has the
// authority over does not count if that is left to it.
func (s *schedule) holds(r record, d simulator.RebillyDispute, left bool) bool {
	amount, ok := new(big.Rat).SetString(d.Amount)
	posted, deadline := moment3339(r.posted), moment3339(r.deadline)
	same := ok && amount.Cmp(units(big.NewRat(int64(r.minor), 1), r.currency)) == 0 && d.TransactionID == r.transaction && d.Currency == r.currency &&
		d.ReasonCode == r.reason && d.CaseID == r.caseID && d.AcquirerReferenceNumber == r.reference && d.PostedTime.Truncate(time.Second).Equal(*posted)
	if left {
		return same
	}
	return same && d.Status == r.status && d.Type == r.kind && sameMoment(d.DeadlineTime, deadline)
}

// sameMoment compares instants in whole seconds.
func sameMoment(a, b *time.Time) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Truncate(time.Second).Equal(b.Truncate(time.Second)))
}

// judgeRebilly holds what was sent to Rebilly, and what is there, to the invariants.
func (s *schedule) judgeRebilly() {
	if !s.atRebilly {
		return
	}
	w, err := s.rebilly()
	if err != nil {
		s.violate("simulator", "%v", err)
		return
	}
	for i, x := range s.history {
		switch x.operation {
		case opPutNew, opPutAgain:
			s.judgePut(i, x)
		case opUpload:
			s.judgeUpload(i, x)
		case opAttach:
			if x.fresh {
				s.judgeFirstLook(i, x, "rebilly_get_attachment")
			}
		case "rebilly_delete_dispute", "rebilly_create_dispute", "rebilly_create_attachment":
			s.violate("one dispute", "%s is never asked for, and was", x.operation)
		}
	}
	s.judgeDisputes(w)
	if len(s.violations) == 0 {
		s.judgeFiles(w)
		s.judgeTies(w)
	}
}

// lastLook is the last look of this kind that the same process had before a write; nil
// if it had none. Of the list of files it is that for the same resource.
func (s *schedule) lastLook(x *exchange, operation string) (last *exchange) {
	for _, look := range s.history {
		if look.process == x.process && look.operation == operation && look.object == x.object && look.resource == x.resource && look.answered() && look.finished.Before(x.begun) {
			last = look
		}
	}
	return last
}

// answered tells that a look has shown what there is, or that there is nothing.
func (x *exchange) answered() bool {
	return x.shown() || x.told && x.status == http.StatusNotFound && x.fault != truncatedAnswer
}

// judgeFirstLook: nothing is written, and nothing written again whose outcome is not known,
// without a look before.
func (s *schedule) judgeFirstLook(i int, x *exchange, operation string) *exchange {
	look := s.lastLook(x, operation)
	if look == nil {
		s.violate("looked first", "%s of %s without a look before", x.operation, x.resource)
		return nil
	}
	for _, before := range s.history[:i] {
		if before.process != x.process || before.operation != x.operation || before.resource != x.resource || before.certain() {
			continue
		}
		if look.begun.Before(before.begun) {
			s.violate("looked first", "%s of %s was repeated without a look", x.operation, x.resource)
		}
		if before.finished.After(x.begun) {
			s.violate("looked first", "%s of %s was repeated while it was still under way", x.operation, x.resource)
		}
	}
	return look
}

// certain tells that a write was not carried out, and that the client knows.
func (x *exchange) certain() bool {
	return x.fault == neverSent || x.told && (x.status == http.StatusTooManyRequests || x.status == http.StatusUnauthorized)
}

// judgePut: a dispute is written only over what the run has seen, and what its plan was made
// with. Nothing can prevent that a change of the gateway between the last look and the arrival
// of the write is lost; but whoever gets an answer is told.
func (s *schedule) judgePut(i int, x *exchange) {
	look := s.judgeFirstLook(i, x, opGetRecord)
	if look == nil || !x.worked() {
		return
	}
	s.judgeWindow(i, x, look)
	planned := s.planLook(x)
	switch {
	case x.fresh && look.status != http.StatusNotFound:
		s.violate("overwritten", "%s was created over a dispute that the run had seen", x.object)
	case x.fresh:
	case planned == nil:
		s.violate("overwritten", "%s was changed by a run that never read it", x.object)
	case look.status == http.StatusNotFound || look.seen.Revision != planned.seen.Revision:
		s.violate("overwritten", "%s was changed at revision %d, and planned with %d", x.object, look.seen.Revision, planned.seen.Revision)
	default:
		s.judgeAuthority(x, planned.seen)
	}
}

// judgeWindow counts the changes of the gateway that a write has overwritten unseen, and wants
// them told to whoever can see them in the answer.
func (s *schedule) judgeWindow(i int, x, look *exchange) {
	between := func(m meddled) bool { return m.id == x.object && m.at.After(look.reached) && m.at.Before(x.finished) }
	if !slices.ContainsFunc(s.meddlings, between) {
		return
	}
	s.cells[inBetween+x.operation]++
	rule, seen := evidence.CodeRebillyChangeOverwritten, x.seen.Revision > look.seen.Revision+1
	if x.fresh {
		rule, seen = evidence.CodeRebillyDisputeOverwritten, x.status == http.StatusOK
	}
	repeated := slices.ContainsFunc(s.history[:i], func(y *exchange) bool {
		return y.process == x.process && y.operation == x.operation && y.resource == x.resource && !y.certain()
	})
	if _, answered := x.process.said.Load(x.resource); seen && x.shown() && answered && !repeated && !x.process.told(x.resource, rule) {
		s.violate("overwritten", "a change of %s by the gateway was overwritten, and nobody was told", x.object)
	}
}

// planLook is the last look that the plan of the same run had.
func (s *schedule) planLook(x *exchange) (last *exchange) {
	for _, look := range s.history {
		if look.process.run == x.process.run && look.process.phase == "plan" && look.operation == opGetRecord && look.object == x.object && look.answered() {
			last = look
		}
	}
	return last
}

// judgeAuthority: where the gateway has the authority, a change of a dispute keeps what the
// gateway says.
func (s *schedule) judgeAuthority(x *exchange, seen glance) {
	r := x.process.run.stage.want.record(x.resource)
	if r == nil || !r.yields {
		return
	}
	var sent glance
	if err := unmarshal(x.sent, &sent); err != nil {
		return // said already
	}
	if seen.DeadlineTime == nil && sameMoment(sent.DeadlineTime, moment3339(r.deadline)) {
		seen.DeadlineTime = sent.DeadlineTime // engines accept no plan without what is configured
	}
	if sent.Status != seen.Status || sent.Type != seen.Type || !sameMoment(sent.DeadlineTime, seen.DeadlineTime) {
		s.violate("authority", "%s was written with %+v, and the gateway says %+v", x.object, sent, seen)
	}
}

// judgeUpload: the files are listed before one is sent, and one process makes one file only.
func (s *schedule) judgeUpload(i int, x *exchange) {
	s.judgeFirstLook(i, x, "rebilly_list_files")
	for _, before := range s.history[:i] {
		if before.process == x.process && before.operation == opUpload && before.resource == x.resource && before.worked() && x.worked() {
			s.violate("one file", "%s was uploaded twice in one run", x.resource)
		}
	}
}

// judgeDisputes: every dispute is somebody's, once, and as it should be.
func (s *schedule) judgeDisputes(w rebillyWorld) {
	made, wanted := map[string]int{}, map[string]bool{}
	for _, x := range s.history {
		if (x.operation == opPutNew || x.operation == opPutAgain) && x.status == http.StatusCreated {
			made[x.object]++
		}
	}
	for _, one := range s.stages {
		for _, r := range one.want.records {
			wanted[r.key()] = true
		}
	}
	for _, d := range w.disputes {
		if made[d.ID] > 1 || d.Source == "api" && !wanted[d.ID] {
			s.violate("one dispute", "%s was created %d times, and wanted: %v", d.ID, made[d.ID], wanted[d.ID])
		}
	}
	for _, was := range s.bystanders {
		if now, err := s.sim.RebillyDispute(was.ID); err != nil || !cmp.Equal(now, was) {
			s.violate("overwritten", "dispute %s of the gateway was %+v and is %+v", was.ID, was, now)
		}
	}
	for _, r := range s.stages[len(s.stages)-1].want.records {
		id := r.key()
		i := slices.IndexFunc(w.disputes, func(d simulator.RebillyDispute) bool { return d.ID == id })
		switch {
		case i < 0 || s.idOf(r.name) != id:
			s.violate("lost", "%s is %s, and %q in the state", r.name, id, s.idOf(r.name))
		case !s.holds(r, w.disputes[i], r.yields):
			s.violate("lost", "%s is %+v", r.name, w.disputes[i])
		}
	}
}

// judgeFiles: there is one file for each that is wanted, with its bytes and its words, and no
// other.
func (s *schedule) judgeFiles(w rebillyWorld) {
	want := s.stages[len(s.stages)-1].want.files
	for _, u := range want {
		i := slices.IndexFunc(w.files, func(f simulator.RebillyFile) bool { return f.ID == s.idOf(u.name) })
		if i < 0 {
			s.violate("lost", "%s is %q in the state, which does not exist", u.name, s.idOf(u.name))
			continue
		}
		f := w.files[i]
		if f.SHA256 != s.pages[u.page].sha256 || !slices.Contains(f.Tags, u.mark(s.pages)) || f.Description != u.words ||
			u.title != "" && f.Name != u.title || u.tag != "" && !slices.Contains(f.Tags, u.tag) || f.IsPublic != u.public {
			s.violate("lost", "%s is %+v", u.name, f)
		}
	}
	if len(w.files) > len(want) {
		s.violate("one file", "there are %d files, and %d are wanted", len(w.files), len(want))
	}
	s.judgeCopiesOf(want)
}

// judgeCopiesOf: a run that breaks off in mid-upload costs one copy at most, which a later
// apply deletes.
func (s *schedule) judgeCopiesOf(want []uploaded) {
	for _, u := range want {
		made, runs := 0, map[*run]bool{}
		for _, x := range s.history {
			if x.operation != opUpload || x.resource != u.name {
				continue
			}
			if runs[x.process.run] = true; x.worked() {
				made++
			}
		}
		if made > len(runs) {
			s.violate("one file", "%d runs have made %d copies of %s", len(runs), made, u.name)
		}
	}
}

// judgeTies: there is one attachment for each that is wanted, between what it should tie, and no
// other.
func (s *schedule) judgeTies(w rebillyWorld) {
	want := s.stages[len(s.stages)-1].want
	for _, t := range want.ties {
		i := slices.IndexFunc(w.attachments, func(a simulator.RebillyAttachment) bool { return a.ID == s.idOf(t.name) })
		if i < 0 || w.attachments[i].FileID != s.idOf(t.file) || w.attachments[i].RelatedID != s.idOf(t.record) || w.attachments[i].RelatedType != "dispute" ||
			w.attachments[i].Name != t.title {
			s.violate("attached", "%s is %q in the state, and there are %+v", t.name, s.idOf(t.name), w.attachments)
		}
	}
	if len(w.attachments) > len(want.ties) {
		s.violate("attached", "there are %d attachments, and %d are wanted", len(w.attachments), len(want.ties))
	}
}
