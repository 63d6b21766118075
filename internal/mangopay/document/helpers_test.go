package document_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

const typeName = "disputes_mangopay_document"

// want is a document in a configuration.
type want struct {
	dispute    string
	typ, tag   string
	generation int
	pages      []string
}

// block is the configuration of the resource name.
func (d want) block(name string) acctest.Block {
	body := acctest.Object{"dispute_id": d.dispute, "type": "INVOICE"}
	if d.typ != "" {
		body["type"] = d.typ
	}
	if d.tag != "" {
		body["tag"] = d.tag
	}
	if d.generation > 0 {
		body["generation"] = int64(d.generation)
	}
	if d.pages != nil {
		list := acctest.List{}
		for _, source := range d.pages {
			list = append(list, acctest.Object{"source": source})
		}
		body["pages"] = list
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

// holds requires that Mangopay holds exactly these contents as the pages of a
// document.
func holds(t *testing.T, w *acctest.World, document string, contents ...[]byte) {
	t.Helper()
	digests := []string{}
	for _, content := range contents {
		digests = append(digests, acctest.SHA256(content))
	}
	if diff := cmp.Diff(digests, w.Pages(document)); diff != "" {
		t.Fatalf("pages of %s (-want +got):\n%s", document, diff)
	}
}

func contains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q is not in:\n%s", part, text)
	}
}

func id(e *acctest.Engine, name string) string {
	return e.Attribute(name, "id")
}
