package evidence_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

const rebillyHost = "https://api.rebilly.com"

func natural() evidence.RebillyNatural {
	return evidence.RebillyNatural{
		TransactionID: "txn-1", Type: "first-chargeback", CaseID: "CB <1>", AcquirerReferenceNumber: "74", PostedTime: noon, Generation: 2,
	}
}

// The canonical forms are public: configurations recompute them.
func TestRebillyIdentitiesFollowTheirCanonicalForm(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		evidence.RebillyDisputeID(rebillyHost, "org", natural()): "tf_" + sha(
			`["disputes/rebilly-dispute/v1","https://api.rebilly.com","org","txn-1","first-chargeback","CB \u003c1\u003e","74","2026-03-01T12:00:00Z",2]`)[:32],
		evidence.RebillyAttachmentID(rebillyHost, "", "dp-1", "file_é"): "tf_" + sha(
			`["disputes/rebilly-attachment/v1","https://api.rebilly.com","","dp-1","file_é"]`)[:32],
		evidence.RebillyFileMark(rebillyHost, "org", "aa", 0): "tf-" + sha(
			`["disputes/rebilly-file/v1","https://api.rebilly.com","org","aa",0]`)[:32],
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("%s is not %s", got, want)
		}
	}
	wantCodes(t, evidence.CheckRebillyID(evidence.RebillyDisputeID(rebillyHost, "org", natural())))
	wantCodes(t, evidence.CheckRebillyID(evidence.RebillyAttachmentID(rebillyHost, "org", "dp-1", "file_1")))
}

func TestRebillyDisputeIDTellsEverythingApart(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*evidence.RebillyNatural){
		"nothing":           func(*evidence.RebillyNatural) {},
		"transaction":       func(n *evidence.RebillyNatural) { n.TransactionID = "txn-2" },
		"type":              func(n *evidence.RebillyNatural) { n.Type = "second-chargeback" },
		"case":              func(n *evidence.RebillyNatural) { n.CaseID = "" },
		"reference":         func(n *evidence.RebillyNatural) { n.AcquirerReferenceNumber = "" },
		"case as reference": func(n *evidence.RebillyNatural) { n.CaseID, n.AcquirerReferenceNumber = "74", "CB <1>" },
		"second":            func(n *evidence.RebillyNatural) { n.PostedTime = noon.Add(time.Second) },
		"fraction":          func(n *evidence.RebillyNatural) { n.PostedTime = noon.Add(time.Millisecond) },
		"generation":        func(n *evidence.RebillyNatural) { n.Generation = 3 },
	}
	seen := map[string]string{
		evidence.RebillyDisputeID(rebillyHost, "other", natural()):                     "organization",
		evidence.RebillyDisputeID("https://api-sandbox.rebilly.com", "org", natural()): "host",
	}
	for name, change := range changes {
		n := natural()
		change(&n)
		id := evidence.RebillyDisputeID(rebillyHost, "org", n)
		if other, ok := seen[id]; ok {
			t.Errorf("%s and %s have one id", name, other)
		}
		seen[id] = name
	}
	elsewhere := natural()
	elsewhere.PostedTime = noon.In(time.FixedZone("CET", 3600))
	if evidence.RebillyDisputeID(rebillyHost, "org", elsewhere) != evidence.RebillyDisputeID(rebillyHost, "org", natural()) {
		t.Error("the same instant in another zone has another id")
	}
}

func TestRebillyUserTags(t *testing.T) {
	t.Parallel()
	mark := evidence.RebillyFileMark(rebillyHost, "org", "aa", 1)
	tags := []string{"b", mark, "a", "tf-x"}
	if diff := cmp.Diff([]string{"b", "a", "tf-x"}, evidence.RebillyUserTags(tags)); diff != "" {
		t.Error(diff)
	}
	if tags[1] != mark {
		t.Error("the argument was changed")
	}
}
