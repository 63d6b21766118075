package document_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	oneDocument   = "disputes_mangopay_document"
	manyDocuments = "disputes_mangopay_documents"
)

func TestDocumentData(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	made := w.Draft(dispute, "order 7 tf:0123456789abcdef", acctest.PNG(1))
	_, err := w.API().Documents.Submit(t.Context(), dispute, made.ID)
	w.Do(err)
	w.Do(w.Review(made.ID, "refuse_unreadable", "too dark"))
	read := w.Engine(nil).Read(oneDocument, acctest.Object{"id": made.ID})
	read.Diagnostics.Want(t)
	for name, want := range map[string]string{
		"id": made.ID, "dispute_id": dispute, "type": "OTHER", "tag": "order 7", "status": "REFUSED",
		"refused_reason_type": "DOCUMENT_UNREADABLE", "refused_reason_message": "too dark",
	} {
		if got := read.Attribute(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"created_at", "processed_at"} {
		if _, err := time.Parse(time.RFC3339, read.Attribute(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDocumentDataRefusals(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := w.Engine(nil)
	e.Read(oneDocument, acctest.Object{"id": "nothing"}).Diagnostics.Want(t, "error id document-not-found")
	for want, body := range map[string]acctest.Object{
		"error statuses filter-value-unknown":              {"statuses": acctest.List{"REFUSE"}},
		"error types document-type-unknown":                {"types": acctest.List{"INVOICE", "INVOICES"}},
		"error types Invalid Attribute Value":              {"types": acctest.List{}},
		"error created_after Invalid RFC3339 String Value": {"created_after": "1"},
		"error dispute_id dispute-not-found":               {"dispute_id": "nobody"},
		"error dispute_id Invalid Attribute Value Length":  {"dispute_id": ""},
	} {
		e.Read(manyDocuments, body).Diagnostics.Want(t, want)
	}
}

func TestDocumentsData(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	first, second, empty := w.Dispute(), w.Dispute(), w.Dispute()
	draft := w.Draft(first, "")
	w.Do(w.Advance(time.Hour))
	noon := w.Now().UTC().Format(time.RFC3339)
	w.Do(w.Advance(time.Hour))
	sent, other := w.Sent(first, 1), w.Sent(second, 2)
	e := w.Engine(nil)
	for name, c := range map[string]struct {
		body acctest.Object
		want []string
	}{
		"account":      {acctest.Object{}, []string{draft.ID, sent.ID, other.ID}},
		"newest first": {acctest.Object{"newest_first": true}, []string{other.ID, sent.ID, draft.ID}},
		"dispute":      {acctest.Object{"dispute_id": first}, []string{draft.ID, sent.ID}},
		"none":         {acctest.Object{"dispute_id": empty}, []string{}},
		"status":       {acctest.Object{"statuses": acctest.List{"VALIDATION_ASKED"}}, []string{sent.ID, other.ID}},
		"two statuses": {acctest.Object{"dispute_id": first, "statuses": acctest.List{"CREATED", "VALIDATION_ASKED"}}, []string{draft.ID, sent.ID}},
		"type":         {acctest.Object{"types": acctest.List{"OTHER"}}, []string{draft.ID, sent.ID, other.ID}},
		"another type": {acctest.Object{"types": acctest.List{"INVOICE", "REFUND_PROOF"}}, []string{}},
		"before":       {acctest.Object{"created_before": noon}, []string{draft.ID}},
		"after":        {acctest.Object{"dispute_id": first, "created_after": noon}, []string{sent.ID}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read := e.Read(manyDocuments, c.body)
			read.Diagnostics.Want(t)
			if diff := cmp.Diff(c.want, read.Elements("documents", "id")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestManyPagesOfDocuments(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{NumericIDs: true}))
	dispute := w.Dispute()
	want := make([]string, 0, 105)
	for range cap(want) {
		doc, err := w.API().Documents.Create(t.Context(), dispute, "OTHER", "", "")
		w.Do(err)
		want = append(want, doc.ID)
	}
	e := w.Engine(nil)
	for _, body := range []acctest.Object{{}, {"dispute_id": dispute}} {
		if diff := cmp.Diff(want, e.Read(manyDocuments, body).Elements("documents", "id")); diff != "" {
			t.Errorf("%v: %s", body, diff)
		}
	}
	slices.Reverse(want)
	if diff := cmp.Diff(want, e.Read(manyDocuments, acctest.Object{"newest_first": true}).Elements("documents", "id")); diff != "" {
		t.Error(diff)
	}
}
