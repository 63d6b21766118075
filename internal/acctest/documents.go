package acctest

import (
	"bytes"
	"io"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Evidence is a document that was made beside Terraform, as from a dashboard.
type Evidence struct {
	ID     string
	Digest string
}

// API is a client of this world that is not the provider's.
func (w *World) API() *mangopay.Client {
	config := mangopay.Config{BaseURL: w.URL, ClientID: simulator.ClientID, APIKey: simulator.APIKey}
	hurry(&config)
	return mangopay.New(config)
}

// Draft makes a document of type OTHER with these pages, which is not sent. tag is
// its Tag, by whose first word the simulator's reviewer can be told what to decide.
func (w *World) Draft(dispute, tag string, pages ...[]byte) Evidence {
	w.t.Helper()
	api, ctx := w.API(), w.t.Context()
	doc, err := api.Documents.Create(ctx, dispute, "OTHER", tag, "")
	must(w.t, err)
	digests := make([]string, 0, len(pages))
	for _, page := range pages {
		content := mangopay.Page{Size: int64(len(page)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(page)), nil
		}}
		must(w.t, api.Documents.AddPage(ctx, dispute, doc.ID, content, ""))
		digests = append(digests, SHA256(page))
	}
	return Evidence{ID: doc.ID, Digest: evidence.DocumentDigest("OTHER", tag, digests)}
}

// Sent makes a document of one page that depends on seed, and sends it.
func (w *World) Sent(dispute string, seed uint64) Evidence {
	w.t.Helper()
	made := w.Draft(dispute, "", PNG(seed))
	_, err := w.API().Documents.Submit(w.t.Context(), dispute, made.ID)
	must(w.t, err)
	return made
}

// Contest submits a dispute beside Terraform.
func (w *World) Contest(dispute string, amount int64) {
	w.t.Helper()
	_, err := w.API().Disputes.Submit(w.t.Context(), dispute, &mangopay.Money{Currency: "EUR", Amount: amount})
	must(w.t, err)
}

// Do fails the test if a control of the simulator failed: w.Do(w.Advance(d)).
func (w *World) Do(err error) {
	w.t.Helper()
	must(w.t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Documents are the ids of a dispute's documents, oldest first.
func (w *World) Documents(dispute string) []string {
	w.t.Helper()
	ids := []string{}
	for doc, err := range w.API().Documents.All(w.t.Context(), mangopay.DocumentFilter{DisputeID: dispute}) {
		must(w.t, err)
		ids = append(ids, doc.ID)
	}
	return ids
}

// Pages are the digests of the pages that a document holds, read back byte by byte.
func (w *World) Pages(document string) []string {
	w.t.Helper()
	api, ctx := w.API(), w.t.Context()
	links, err := api.Documents.Consult(ctx, document)
	must(w.t, err)
	digests := []string{}
	for _, link := range links {
		body, err := api.Documents.Download(ctx, link)
		must(w.t, err)
		content, err := io.ReadAll(body)
		must(w.t, err)
		must(w.t, body.Close())
		digests = append(digests, SHA256(content))
	}
	return digests
}

// Submit sends a document for validation beside Terraform.
func (w *World) Submit(dispute, document string) {
	w.t.Helper()
	_, err := w.API().Documents.Submit(w.t.Context(), dispute, document)
	must(w.t, err)
}

// AddPage adds a page to a document beside Terraform.
func (w *World) AddPage(doc *mangopay.Document, content []byte) {
	w.t.Helper()
	page := mangopay.Page{Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
	must(w.t, w.API().Documents.AddPage(w.t.Context(), doc.DisputeID, doc.ID, page, ""))
}
