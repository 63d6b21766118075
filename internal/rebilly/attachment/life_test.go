package attachment_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestLifeOfAnAttachment(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	e := w.Engine(acctest.Object{"on_destroy": "refuse"}) // which is about what cannot be deleted
	block := attach("a", dispute, file, "name", "receipt")
	plan := e.Plan(block)
	plans(t, plan, acctest.Create)
	if got := plan.Attribute(t, "a", "id"); got != idOf(dispute, file) {
		t.Errorf("the id is planned as %q", got)
	}
	sends(t, w, func() { finds(t, e.Apply(plan)) }, put)
	made := attachments(t, w)[0]
	want := simulator.RebillyAttachment{
		ID: idOf(dispute, file), FileID: file, RelatedType: "dispute", RelatedID: dispute, Name: "receipt",
		CreatedTime: made.CreatedTime, UpdatedTime: made.UpdatedTime,
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("attachment (-want +got):\n%s", diff)
	}
	plans(t, e.Plan(block), acctest.NoOp)

	block = attach("a", dispute, file, "description", "of the first parcel")
	plan = e.Plan(block)
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, put)
	if got := attachments(t, w)[0]; got.ID != want.ID || got.Name != "" || got.Description != "of the first parcel" {
		t.Errorf("the attachment has become %+v", got)
	}
	plans(t, e.Plan(block), acctest.NoOp)

	for _, other := range []acctest.Block{
		attach("a", dispute, upload(t, w, 2)),
		attach("a", w.RebillyDisputeOf(simulator.RebillyDisputeSpec{}), file),
	} {
		plan = e.Plan(other)
		plans(t, plan, acctest.Replace, "warning file_id rebilly-attachment-replaced")
		sends(t, w, func() { finds(t, e.Apply(plan)) }, deleted, put)
		plans(t, e.Plan(other), acctest.NoOp)
	}
	sends(t, w, func() { finds(t, e.Run()) }, deleted)
	if got := attachments(t, w); len(got) > 0 {
		t.Errorf("attachments are left: %+v", got)
	}
}

// What is not known yet waits for the apply.
func TestUnknown(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	e := w.Engine(nil)
	plan := e.Plan(attach("a", dispute, acctest.Unknown{}, "name", acctest.Unknown{}))
	plans(t, plan, acctest.Create)
	if got := plan.Attribute(t, "a", "id"); got != "(unknown)" {
		t.Errorf("the id is planned as %q", got)
	}
	plan.Know(t, "a", "file_id", file)
	plan.Know(t, "a", "name", "receipt")
	finds(t, e.Apply(plan))
	plans(t, e.Plan(attach("a", dispute, file, "name", "receipt")), acctest.NoOp)

	plan = w.Engine(nil).Defer().Plan(attach("a", dispute, file))
	plans(t, plan, acctest.Create)
	if got := plan.Attribute(t, "a", "id"); got != "(unknown)" {
		t.Errorf("the id of an unknown organization is planned as %q", got)
	}
}

func TestDrift(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	e, block := w.Engine(nil), attach("a", dispute, file, "name", "receipt")
	finds(t, e.Run(block))
	id := e.Attribute("a", "id")
	record := rebilly.AttachmentRecord{FileID: file, RelatedType: "dispute", RelatedID: dispute, Name: "theirs"}
	beside(t, w, id, record)
	plan := e.Plan(block)
	plans(t, plan, acctest.Update)
	finds(t, e.Apply(plan))
	record.FileID = upload(t, w, 2)
	beside(t, w, id, record)
	plan = e.Plan(block)
	plans(t, plan, acctest.Replace, "warning file_id rebilly-attachment-replaced")
	finds(t, e.Apply(plan))
	w.Do(w.Rebilly().Attachments.Delete(t.Context(), id))
	plan = e.Plan(block)
	plans(t, plan, acctest.Create)
	finds(t, e.Apply(plan))
	plans(t, e.Plan(block), acctest.NoOp)

	// The file takes its attachments with it; the plan is made all the same.
	w.Do(w.Rebilly().Files.Delete(t.Context(), file))
	plan = e.Plan(block)
	plans(t, plan, acctest.Create)
	finds(t, e.Apply(plan), "error file_id Cannot write attachment")
	finds(t, e.Run())
}

func TestTexts(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	for _, test := range []struct {
		block   acctest.Block
		finding string
	}{
		{attach("a", "", file), "error dispute_id rebilly-id-invalid"},
		{attach("a", dispute, "a b"), "error file_id rebilly-id-invalid"},
		{attach("a", dispute, file, "name", strings.Repeat("é", 256)), "error name rebilly-text-too-long"},
		{attach("a", dispute, file, "description", ""), "error description rebilly-text-empty"},
	} {
		plans(t, w.Engine(nil).Plan(test.block), "", test.finding)
	}
	w.Do(w.ClearJournal())
	e := w.Engine(nil)
	for _, text := range []string{"Ünïcödé 案件 \U0001F4E6", strings.Repeat("é", 255)} {
		block := attach("a", dispute, file, "name", text, "description", text)
		finds(t, e.Run(block))
		plans(t, e.Plan(block), acctest.NoOp)
	}
}

// What the API refuses is shown on the attribute that it names.
func TestFieldErrorsUnderlineTheirAttribute(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	finds(t, w.Engine(nil).Run(attach("a", "dp-none", file)), "error dispute_id Cannot write attachment")
	finds(t, w.Engine(nil).Run(attach("a", dispute, "file-none")), "error file_id Cannot write attachment")
}

// A file that is attached already is explained.
func TestConflict(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	beside(t, w, "by-hand", rebilly.AttachmentRecord{FileID: file, RelatedType: "dispute", RelatedID: dispute})
	said := w.Engine(nil).Run(attach("a", dispute, file))
	finds(t, said, "error file_id rebilly-attachment-conflict")
	said.WantText(t, "attached to the object already")
}

// Two resources never become one attachment unnoticed.
func TestSameAttachmentTwice(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	a, b := attach("a", dispute, file), attach("b", dispute, file, "name", "another")
	e := w.Engine(nil)
	sends(t, w, func() { finds(t, e.Run(a, b), "error file_id rebilly-attachment-planned-twice") })
	plan := e.Plan(a, attach("b", dispute, acctest.Unknown{}))
	finds(t, plan.Diagnostics)
	plan.Know(t, "b", "file_id", file)
	sends(t, w, func() { finds(t, e.Apply(plan), "error file_id rebilly-attachment-planned-twice") }, put)
	finds(t, e.Plan(a, b).Diagnostics, "warning file_id rebilly-attachment-planned-twice")
}

func TestImport(t *testing.T) {
	t.Parallel()
	w, dispute, file := world(t)
	beside(t, w, "by-hand", rebilly.AttachmentRecord{FileID: file, RelatedType: "dispute", RelatedID: dispute, Name: "receipt"})
	d := w.ReadRebilly(dispute)
	beside(t, w, "elsewhere", rebilly.AttachmentRecord{FileID: file, RelatedType: "customer", RelatedID: d.CustomerID})
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", "nothing"), "error id rebilly-not-found")
	finds(t, e.Import(typeName, "a", "elsewhere"), "error id rebilly-attachment-relation")
	finds(t, e.Defer().Import(typeName, "a", "by-hand"), "error id Operation failed")
	finds(t, e.Import(typeName, "a", "by-hand"))
	plans(t, e.Plan(attach("a", dispute, file, "name", "receipt")), acctest.NoOp)
	finds(t, e.Run(attach("a", dispute, file)))
	e.WantState("a", map[string]string{"id": "by-hand", "name": ""})
}
