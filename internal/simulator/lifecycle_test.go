package simulator_test

import (
	"net/http"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestCase follows one case from the chargeback to the bank's decision, over a socket and a world file.
func TestCase(t *testing.T) {
	t.Parallel()
	s := open(t, func(o *simulator.Options) { o.File = filepath.Join(t.TempDir(), "world.db") })
	id := openDispute(t, s, simulator.DisputeSpec{ReasonType: "FRAUD"})
	c := serve(t, s)

	refused := c.submitted(id, "refuse_unreadable tf:0123456789abcdef")
	waiting := c.submitted(id, "invoice")
	var submitted object
	c.do("PUT", "/disputes/"+id+"/submit", contested).want(http.StatusOK, &submitted)
	if got := submitted.text("Status"); got != "SUBMITTED" {
		t.Fatalf("status %s after submit", got)
	}
	if d := c.get("/dispute-documents/" + refused); d.text("Status") != "REFUSED" || d.text("RefusedReasonType") != "DOCUMENT_UNREADABLE" || d["ProcessedDate"] == nil {
		t.Errorf("refused document: %v", d)
	}
	if err := s.Review(waiting, "accept", ""); err != nil {
		t.Fatal(err)
	}
	decide(t, s, id, "reopen", "one page can not be read")
	if d := c.get("/disputes/" + id); d.text("StatusMessage") != "one page can not be read" {
		t.Errorf("reopened dispute: %v", d)
	}
	c.submitted(id, "accept")
	c.do("PUT", "/disputes/"+id+"/submit", `{}`).want(http.StatusOK, nil)
	decide(t, s, id, "send_to_bank", "")
	decide(t, s, id, "won", "")
	d := c.get("/disputes/" + id)
	if d.text("Status") != "CLOSED" || d.text("ResultCode") != "WON" || d["ClosedDate"] != float64(start.Unix()) {
		t.Errorf("closed dispute: %v", d)
	}
	var natures []string
	for _, transaction := range c.list("/disputes/" + id + "/transactions") {
		natures = append(natures, transaction.text("Nature"))
	}
	if diff := cmp.Diff([]string{"REPUDIATION", "REFUND"}, natures); diff != "" {
		t.Errorf("transactions (-want +got):\n%s", diff)
	}
	if refunds := c.list("/repudiations/" + d.text("RepudiationId") + "/refunds"); len(refunds) != 1 {
		t.Errorf("%d refunds of the repudiation, want 1", len(refunds))
	}
}
