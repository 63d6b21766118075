package evidence_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func natural() evidence.RebillyNatural {
	return evidence.RebillyNatural{TransactionID: "txn <1>", PostedTime: noon, Generation: 2}
}

// The canonical forms are public: configurations recompute them.
func TestRebillyIdentitiesFollowTheirCanonicalForm(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		evidence.RebillyDisputeID(natural()):           "tf_" + sha(`["disputes/rebilly-dispute/v1","txn \u003c1\u003e","2026-03-01T12:00:00Z",2]`)[:32],
		evidence.RebillyAttachmentID("dp-1", "file_é"): "tf_" + sha(`["disputes/rebilly-attachment/v1","dp-1","file_é"]`)[:32],
		evidence.RebillyFileMark("aa", 0):              "tf-" + sha(`["disputes/rebilly-file/v1","aa",0]`)[:32],
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("%s is not %s", got, want)
		}
	}
	wantCodes(t, evidence.CheckRebillyID(evidence.RebillyDisputeID(natural())))
	wantCodes(t, evidence.CheckRebillyID(evidence.RebillyAttachmentID("dp-1", "file_1")))
}

func TestRebillyDisputeIDTellsEverythingApart(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*evidence.RebillyNatural){
		"nothing":     func(*evidence.RebillyNatural) {},
		"transaction": func(n *evidence.RebillyNatural) { n.TransactionID = "txn-2" },
		"second":      func(n *evidence.RebillyNatural) { n.PostedTime = noon.Add(time.Second) },
		"fraction":    func(n *evidence.RebillyNatural) { n.PostedTime = noon.Add(time.Millisecond) },
		"generation":  func(n *evidence.RebillyNatural) { n.Generation = 3 },
	}
	seen := map[string]string{}
	for name, change := range changes {
		n := natural()
		change(&n)
		id := evidence.RebillyDisputeID(n)
		if other, ok := seen[id]; ok {
			t.Errorf("%s and %s have one id", name, other)
		}
		seen[id] = name
	}
	elsewhere := natural()
	elsewhere.PostedTime = noon.In(time.FixedZone("CET", 3600))
	if evidence.RebillyDisputeID(elsewhere) != evidence.RebillyDisputeID(natural()) {
		t.Error("the same instant in another zone has another id")
	}
}

func TestRebillyUserTags(t *testing.T) {
	t.Parallel()
	mark, claim := evidence.RebillyFileMark("aa", 1), evidence.RebillyFileClaim([16]byte{15: 0xab})
	if want := "tf-by-000000000000000000000000000000ab"; claim != want {
		t.Errorf("the claim is %s, want %s", claim, want)
	}
	wantCodes(t, evidence.CheckRebillyTag(claim), evidence.CodeRebillyTagReserved)
	tags := []string{"b", mark, "a", "tf-x", claim, "tf-by-x"}
	if got := evidence.RebillyClaimOf(tags); got != claim {
		t.Errorf("the claim is read as %q", got)
	}
	if got := evidence.RebillyClaimOf([]string{mark, "tf-by-x"}); got != "" {
		t.Errorf("%q is read as a claim", got)
	}
	if diff := cmp.Diff([]string{"b", "a", "tf-x", "tf-by-x"}, evidence.RebillyUserTags(tags)); diff != "" {
		t.Error(diff)
	}
	if tags[1] != mark {
		t.Error("the argument was changed")
	}
}
