package robustness_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// meddling is what a gateway does to a dispute behind the user's back, once in a
// disturbed apply.
type meddling struct {
	record   string // resource; "" for none
	at       intrusion
	where    request // for atRequest
	after    bool
	change   simulator.RebillyChange
	squatter simulator.RebillyDisputeSpec // that is opened where the dispute does not exist yet; its id is "" for none
}

// intrusion is when a gateway meddles.
type intrusion int

const (
	betweenPlanAndApply intrusion = iota
	atRequest
	afterTheRun
)

// meddle draws what a gateway does in a disturbed apply.
func (s *scenario) meddle(number, i int) (m meddling) {
	f, want := s.fate, s.stages[number].want
	if len(want.records) == 0 || !f.chance(0.45, "meddles", number, i) {
		return m
	}
	r := want.records[f.below(len(want.records), "meddles with", number, i)]
	m.record, m.at = r.name, intrusion(f.below(3, "meddles when", number, i))
	if m.at == atRequest {
		m.where = s.intrudeAt(number, i)
		m.after = f.chance(0.3, "meddles after", number, i)
	}
	switch f.below(4, "meddles how", number, i) {
	case 0:
		m.change.Type = s.pick(kinds, "gateway's kind", number, i)
	case 1:
		deadline := f.between(time.Hour, 30*24*time.Hour, "gateway's deadline", number, i)
		if f.chance(0.3, "gateway takes the deadline away", number, i) {
			deadline = 0
		}
		m.change.Deadline = &deadline
	case 2:
		if !r.yields {
			m.change.Amount = strconv.Itoa(1 + f.below(500, "gateway's amount", number, i))
		}
	}
	if m.change == (simulator.RebillyChange{}) || f.chance(0.5, "and the status", number, i) {
		m.change.Status = s.pick(endings, "gateway's status", number, i)
	}
	if r.id != "" && f.chance(0.4, "squatter", number, i) {
		m.squatter = simulator.RebillyDisputeSpec{ID: r.id, TransactionID: r.transaction, Amount: "7.50", CaseID: "the gateway's own"}
	}
	return m
}

// intrudeAt draws the request at which a gateway comes in between: a look at a dispute, or a
// write if there is one to come.
func (s *scenario) intrudeAt(number, i int) request {
	operations := []string{opGetRecord}
	for _, operation := range s.ahead(number) {
		if operation == opPutNew || operation == opPutAgain {
			operations = append(operations, operation)
		}
	}
	f := s.fate
	if n := f.below(len(operations)+1, "meddles at", number, i); n > 0 {
		return request{operations[n-1], 1 + f.below(2, "meddles at nth", number, i)}
	}
	return request{operations[len(operations)-1], 1}
}

// meddled is what a gateway has done.
type meddled struct {
	id     string
	at     time.Time
	opened bool // the dispute is its own
}

// meddle lets the gateway do what was drawn for a run, once.
func (r *run) meddle(at intrusion) {
	if r.meddling.record == "" || r.meddling.at != at || r.calm {
		return
	}
	r.mu.Lock()
	again := r.hasMeddled
	r.hasMeddled = true
	r.mu.Unlock()
	if !again {
		r.schedule.meddle(r.meddling, r.stage.want.record(r.meddling.record).key())
	}
}

// meddleAt lets the gateway come in between at a request.
func (r *run) meddleAt(x *exchange, after bool) {
	if r.meddling.where == (request{x.operation, x.nth}) && r.meddling.after == after {
		r.meddle(atRequest)
	}
}

func (s *schedule) meddle(m meddling, id string) {
	_, err := s.sim.RebillyDispute(id)
	exists := err == nil
	switch {
	case exists:
		err = s.sim.ChangeRebillyDispute(id, m.change)
	case m.squatter.ID == id:
		_, err = s.sim.OpenRebillyDispute(m.squatter)
	default:
		return
	}
	if err != nil {
		s.violate("simulator", "%v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.meddlings = append(s.meddlings, meddled{id, time.Now(), !exists})
}

// inBetween is a change of the gateway between the last look and the arrival of a write.
const inBetween = "gateway in between, "

// meddledWith tells whether a gateway has changed a dispute, or opened it as its own.
func (s *schedule) meddledWith(id string, opened bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.meddlings, func(m meddled) bool { return m.id == id && m.opened == opened })
}

// openRebilly fills the world with transactions. Each has a dispute of the gateway's, which is
// nobody else's business.
func (s *schedule) openRebilly() error {
	for i := range mostRecords {
		id, err := s.sim.OpenRebillyDispute(simulator.RebillyDisputeSpec{
			ID: fmt.Sprintf("gateway-%d", i), TransactionID: transactionOf(i), Currency: s.currencyOf(i), Amount: "200000", Age: time.Hour,
		})
		if err != nil {
			return err
		}
		d, err := s.sim.RebillyDispute(id)
		if err != nil {
			return err
		}
		s.bystanders = append(s.bystanders, d)
	}
	return nil
}

// mostRecords is how many disputes a configuration keeps at Rebilly, at most.
const mostRecords = 3

// remedy does what a person does who reads that an id is taken: if the gateway was faster, the
// dispute gets another id; if a run that died has made the dispute and the gateway has changed it
// since, or if a run has let go of a tainted one and got no further, it is imported.
func (s *schedule) remedy(one *stage) error {
	for _, r := range one.want.records {
		id := r.key()
		d, err := s.sim.RebillyDispute(id)
		if err != nil || s.idOf(r.name) == id {
			continue
		}
		switch {
		case d.Source != "api" && s.meddledWith(id, true):
			s.rename(one, r.name, r.id+"-own")
		case s.state[r.name] == nil && (s.meddledWith(id, false) || one.taint == r.name) && !s.holds(r, d, r.yields):
			if err := s.importRecord(one, r.name, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// rename gives a dispute another id, from this stage on.
func (s *schedule) rename(from *stage, name, id string) {
	old, later := from.want.record(name).id, false
	for i := range s.stages {
		if later = later || &s.stages[i] == from; later {
			if r := s.stages[i].want.record(name); r != nil && r.id == old {
				r.id = id
			}
		}
	}
}

// importRecord takes a dispute over into the state.
func (s *schedule) importRecord(one *stage, name, id string) error {
	r := s.newRun(one, disturbance{parallel: 1})
	r.calm = true
	p, err := r.start("import")
	if err != nil {
		return err
	}
	typ := typeOf(kindRecord)
	resp, err := rpc(p, name, "import", func(ctx context.Context) (*tfprotov6.ImportResourceStateResponse, error) {
		return p.server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: kindRecord, ID: id})
	})
	if err != nil {
		return err
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		s.violate("lost", "dispute %s cannot be imported: %s", id, bad[0])
		return nil
	}
	got := resp.ImportedResources[0]
	r.keep(name, &instance{kind: kindRecord, value: unwire(typ, got.State), private: got.Private, identity: got.Identity})
	_, err = p.refresh(block{kind: kindRecord, name: name})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.save()
	return err
}
