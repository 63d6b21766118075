package attachment_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

var faults = []simulator.FaultKind{
	simulator.FaultLostAnswer, simulator.FaultErrorBefore, simulator.FaultErrorAfter, simulator.FaultResetUpload,
	simulator.FaultTruncatedAnswer, simulator.FaultProxyPage, simulator.FaultRateLimit, simulator.FaultForbidden,
}

// An interrupted run and those after it end in one attachment as it is wanted, whatever
// went wrong, wherever, and whether or not the state remembers.
func TestFaultsNeitherDuplicateNorLose(t *testing.T) {
	t.Parallel()
	for place, rule := range map[string]simulator.FaultRule{
		"write":       {Operation: put, Nth: 1},
		"write twice": {Operation: put, Times: 2},
		"update":      {Operation: put, Nth: 2},
		"reads":       {Operation: "rebilly_get_attachment", Times: 3},
		"delete":      {Operation: deleted, Nth: 1},
		"everything":  {Probability: 0.2},
	} {
		for _, kind := range faults {
			rule := rule
			rule.Kind = kind
			t.Run(place+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				insist(t, false, rule)
				if strings.HasPrefix(place, "write") {
					insist(t, true, rule)
				}
			})
		}
	}
}

// insist applies until it succeeds: a new attachment, then other words, then none. A
// forgetful run loses its state when the creation fails, as one that is killed.
func insist(t *testing.T, forgetful bool, rule simulator.FaultRule) {
	t.Helper()
	w, dispute, file := world(t)
	e := w.Engine(nil)
	apply := func(blocks ...acctest.Block) {
		for range 20 {
			if !e.Run(blocks...).Failed() {
				break
			}
			if forgetful {
				e.Lose("a")
			}
		}
	}
	strike(w, rule)
	apply(attach("a", dispute, file, "name", "receipt"))
	forgetful = false // what is there under other words is only changed by who knows it
	block := attach("a", dispute, file, "description", "words")
	apply(block)
	strike(w)
	finds(t, e.Run(block))
	plans(t, e.Plan(block), acctest.NoOp)
	made := attachments(t, w)
	if len(made) != 1 || made[0].ID != idOf(dispute, file) || made[0].Description != "words" || made[0].Name != "" {
		t.Errorf("the attachments are %+v", made)
	}
	strike(w, rule)
	apply()
	strike(w)
	finds(t, e.Run())
	if left := attachments(t, w); len(left) > 0 {
		t.Errorf("attachments are left: %+v", left)
	}
}

// A state that was lost is recovered without a write; what differs is not overwritten.
func TestLostStateIsRecovered(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	e := w.Engine(nil)
	block := attach("a", dispute, file, "name", "receipt")
	finds(t, e.Run(block))
	e.Lose("a")
	sends(t, w, func() { finds(t, e.Run(block), "warning file_id rebilly-attachment-adopted") })
	plans(t, e.Plan(block), acctest.NoOp)
	e.Lose("a")
	sends(t, w, func() {
		said := e.Run(attach("a", dispute, file, "name", "invoice"))
		finds(t, said, "error file_id rebilly-attachment-taken")
		said.WantText(t, `name is "receipt" at Rebilly and "invoice" here`)
	})
}

// An attachment that somebody else makes at the same moment is reported.
func TestRace(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	sim, raced := w.Handler(), false
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if in.Method == http.MethodPut && !raced {
			raced = true
			beside(t, w, idOf(dispute, file), rebilly.AttachmentRecord{FileID: file, RelatedType: "dispute", RelatedID: dispute, Name: "theirs"})
		}
		sim.ServeHTTP(out, in)
	}))
	t.Cleanup(server.Close)
	w.URL = server.URL
	finds(t, w.Engine(nil).Run(attach("a", dispute, file)), "error file_id rebilly-attachment-raced")
}
