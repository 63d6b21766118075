package disputesubmission_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// A dispute is contested or given up, once, and has one tag.
func TestTwoResourcesForOneDispute(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	document := w.Sent(dispute, 1)
	other := w.Dispute()
	closure := func(name, dispute string) acctest.Block {
		return acctest.Block{Type: "disputes_mangopay_dispute_closure", Name: name, Body: acctest.Object{"dispute_id": dispute, "accept_loss": true}}
	}
	tag := func(name string) acctest.Block {
		return acctest.Block{Type: "disputes_mangopay_dispute_tag", Name: name, Body: acctest.Object{"dispute_id": dispute, "tag": name}}
	}
	contest := func(name string) acctest.Block {
		return acctest.Block{Type: typeName, Name: name, Body: submission(dispute, 6000, document)}
	}
	const twice = "error dispute_id dispute-planned-twice"
	for name, c := range map[string]struct {
		blocks []acctest.Block
		want   []string
	}{
		"contested and given up":          {[]acctest.Block{contest("a"), closure("b", dispute)}, []string{twice}},
		"given up and contested":          {[]acctest.Block{closure("a", dispute), contest("b")}, []string{twice}},
		"contested twice":                 {[]acctest.Block{contest("a"), contest("b")}, []string{twice}},
		"given up twice":                  {[]acctest.Block{closure("a", dispute), closure("b", dispute)}, []string{twice}},
		"tagged twice":                    {[]acctest.Block{tag("a"), tag("b")}, []string{twice}},
		"two disputes, and one's tag":     {[]acctest.Block{contest("a"), tag("b"), closure("c", other)}, nil},
		"given up, with a tag of its own": {[]acctest.Block{tag("a"), closure("b", dispute)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.Engine(nil).Plan(c.blocks...).Diagnostics.Want(t, c.want...)
		})
	}
}

// A next round, and giving the dispute up instead.
func TestNextRoundAndClosure(t *testing.T) {
	t.Parallel()
	w, e, dispute, document := reopened(t)
	second := w.Sent(dispute, 2)
	closure := acctest.Block{Type: "disputes_mangopay_dispute_closure", Name: "end", Body: acctest.Object{"dispute_id": dispute, "accept_loss": true}}
	next := block(submission(dispute, 6000, document, second))
	e.Plan(next, closure).Diagnostics.Want(t, "error dispute_id dispute-planned-twice")
	e.Plan(next).Diagnostics.Want(t)
	e.Run(block(submission(dispute, 6000, document)), closure).Want(t, "warning documents dispute-reopened")
	e.WantState("end", map[string]string{"status": "CLOSED"})
}

// A resource that is replaced is planned with its state and without, and is one
// resource all the same.
func TestReplacementIsNoSecondResource(t *testing.T) {
	t.Parallel()
	w, e, _, _ := submitted(t)
	other := w.Dispute()
	config := block(submission(other, 6000, w.Sent(other, 2)))
	e.Run(config).Want(t)
	e.Taint("it")
	e.Run(config).Want(t, "warning dispute_id submission-adopted")

	again := acctest.NewWorld(t)
	first, second := again.Dispute(), again.Dispute()
	e = again.Engine(nil)
	for _, dispute := range []string{first, second} {
		e.Run(
			acctest.Block{Type: "disputes_mangopay_dispute_closure", Name: "end", Body: acctest.Object{"dispute_id": dispute, "accept_loss": true}},
			acctest.Block{Type: "disputes_mangopay_dispute_tag", Name: "tag", Body: acctest.Object{"dispute_id": dispute, "tag": "x"}},
		).Want(t)
	}
}
