package attachment_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	typeName = "disputes_rebilly_attachment"

	put     = "rebilly_put_attachment"
	deleted = "rebilly_delete_attachment"
)

// world has a dispute and a file that waits to be attached to it.
func world(t *testing.T) (w *acctest.World, dispute, file string) {
	t.Helper()
	w = acctest.NewWorld(t)
	return w, w.RebillyDisputeOf(simulator.RebillyDisputeSpec{}), upload(t, w, 1)
}

// upload makes a file beside Terraform and returns its id.
func upload(t *testing.T, w *acctest.World, seed uint64) string {
	t.Helper()
	content := acctest.PNG(seed)
	f, err := w.Rebilly().Files.Create(t.Context(), rebilly.Upload{
		FileDetails: rebilly.FileDetails{Name: "receipt.png"}, Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	})
	w.Do(err)
	return f.ID
}

// attach is a resource for an attachment; more are further attributes, by twos.
func attach(name string, dispute, file any, more ...any) acctest.Block {
	body := acctest.Object{"dispute_id": dispute, "file_id": file}
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return acctest.Block{Type: typeName, Name: name, Body: body}
}

// finds requires exactly these findings, in any order.
func finds(t *testing.T, said acctest.Diagnostics, want ...string) {
	t.Helper()
	got := said.Findings()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(want, got) {
		t.Fatalf("findings are %q, want %q:\n%s", got, want, said)
	}
}

// plans requires what a plan does to the resource "a", and what it says.
func plans(t *testing.T, plan acctest.Plan, action string, findings ...string) {
	t.Helper()
	finds(t, plan.Diagnostics, findings...)
	if got := plan.Action("a"); got != action {
		t.Fatalf("the plan is %q, want %q", got, action)
	}
}

// sends requires that what is done sends exactly these writes.
func sends(t *testing.T, w *acctest.World, do func(), writes ...string) {
	t.Helper()
	before := len(w.Writes())
	do()
	got := w.Writes()[before:]
	if !slices.Equal(got, writes) {
		t.Fatalf("sent %v, want %v", got, writes)
	}
}

// attachments are those of the organization, oldest first.
func attachments(t *testing.T, w *acctest.World) []simulator.RebillyAttachment {
	t.Helper()
	all, err := w.RebillyAttachments()
	w.Do(err)
	return all
}

// idOf is the id that an attachment gets.
func idOf(dispute, file string) string {
	return evidence.RebillyAttachmentID(dispute, file)
}

// beside writes an attachment beside Terraform.
func beside(t *testing.T, w *acctest.World, id string, r rebilly.AttachmentRecord) {
	t.Helper()
	_, _, err := w.Rebilly().Attachments.Put(t.Context(), id, r)
	w.Do(err)
}

func strike(w *acctest.World, rules ...simulator.FaultRule) {
	w.Do(w.SetFaults(simulator.Faults{Rules: rules}))
}
