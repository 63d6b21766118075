//go:build unix

package process_test

import (
	"fmt"
	"slices"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// keeping is what a story wants to be kept at Rebilly in the end.
type keeping struct {
	status string // of the dispute
	files  []string
}

const keptID = "case-1"

// record is a dispute at Rebilly.
func recordBlock(status string) string {
	return `
provider "disputes" {}
resource "disputes_rebilly_dispute" "case" {
  id             = "` + keptID + `"
  transaction_id = "txn-1001"
  amount         = 1260
  currency       = "EUR"
  reason_code    = "13.1"
  type           = "first-chargeback"
  status         = "` + status + `"
  posted_time    = "2026-03-01T12:00:00+01:00"
  case_id        = "R-7"
}
`
}

const exhibit = `
resource "disputes_rebilly_file" "parcel" {
  source      = "b.png"
  description = "Signed for"
}
resource "disputes_rebilly_attachment" "parcel" {
  dispute_id = disputes_rebilly_dispute.case.id
  file_id    = disputes_rebilly_file.parcel.id
}
`

// recorded is a dispute that is kept at Rebilly.
func recorded() story {
	return story{config: recordBlock("response-needed"), kept: &keeping{status: "response-needed"}}
}

// movedOn is one whose status has changed.
func movedOn() story {
	return story{config: recordBlock("under-review"), kept: &keeping{status: "under-review"}}
}

// exhibited is one with a file.
func exhibited() story {
	return story{config: recordBlock("response-needed") + exhibit, kept: &keeping{status: "response-needed", files: []string{"b.png"}}}
}

// first applies another story before the one that is told.
func first(other func() story) func(*scene) {
	return func(s *scene) {
		s.Configure(other().config)
		everything(s)
		s.tell(s.story)
	}
}

// keptWorld is what there is at Rebilly.
type keptWorld struct {
	disputes    []simulator.RebillyDispute
	files       []simulator.RebillyFile
	attachments []simulator.RebillyAttachment
}

func keptIn(world *simulator.Simulator) (w keptWorld, err error) {
	if w.disputes, err = world.RebillyDisputes(); err != nil {
		return w, err
	}
	if w.files, err = world.RebillyFiles(); err != nil {
		return w, err
	}
	w.attachments, err = world.RebillyAttachments()
	return w, err
}

// brokenAtRebilly says what is wrong with what has been sent to Rebilly for a story, whose files
// are given by name.
func brokenAtRebilly(journal []simulator.Request, w keptWorld, k *keeping, files map[string][]byte) (violations []string) {
	made := map[string]int{}
	for _, r := range journal {
		if r.Operation == "rebilly_put_dispute" && r.Status == 201 {
			made[r.ObjectID]++
		}
	}
	var own []simulator.RebillyDispute
	for _, d := range w.disputes {
		if d.Source == "api" {
			own = append(own, d)
		}
	}
	if len(own) != 1 || own[0].ID != keptID || made[keptID] != 1 || len(made) != 1 {
		violations = append(violations, fmt.Sprintf("created were %v, and there are %+v", made, own))
	} else if d := own[0]; d.Status != k.status || d.Amount != "12.60" || d.CaseID != "R-7" || d.TransactionID != "txn-1001" {
		violations = append(violations, fmt.Sprintf("the dispute is %+v", d))
	}
	want, held := []string{}, []string{}
	for _, name := range k.files {
		want = append(want, acctest.SHA256(files[name]))
	}
	for _, f := range w.files {
		held = append(held, f.SHA256)
	}
	if !slices.Equal(want, held) {
		violations = append(violations, fmt.Sprintf("the files are %v, and %v are wanted", held, want))
	}
	if len(w.attachments) != len(k.files) {
		violations = append(violations, fmt.Sprintf("there are %d attachments", len(w.attachments)))
	}
	for _, a := range w.attachments {
		if a.RelatedID != keptID || len(w.files) == 0 || a.FileID != w.files[0].ID {
			violations = append(violations, fmt.Sprintf("the attachment is %+v", a))
		}
	}
	return violations
}

// ids are those that the state should have, by address.
func (w keptWorld) ids() map[string]string {
	ids := map[string]string{"disputes_rebilly_dispute.case": keptID}
	for _, f := range w.files {
		ids["disputes_rebilly_file.parcel"] = f.ID
	}
	for _, a := range w.attachments {
		ids["disputes_rebilly_attachment.parcel"] = a.ID
	}
	return ids
}
