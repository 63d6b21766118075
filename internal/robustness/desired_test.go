package robustness_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// desired is what a configuration wants of the other side.
type desired struct {
	documents []wanted
	contested []int          // disputes that are submitted with all their documents
	closed    []int          // disputes that are given up
	tagged    map[int]string // disputes that get a tag of their own

	records []record // at Rebilly
	files   []uploaded
	ties    []tie
}

// wanted is one document in a configuration.
type wanted struct {
	name       string // of the resource
	dispute    int
	tag        string
	generation int
	pages      []int // indexes in the pool
	loose      bool  // pages are resources of their own
	sent       bool  // there is a submission for it
	kept       bool  // there was one, which cannot be taken back
}

func (d desired) clone() desired {
	d.documents = slices.Clone(d.documents)
	for i := range d.documents {
		d.documents[i].pages = slices.Clone(d.documents[i].pages)
	}
	d.contested = slices.Clone(d.contested)
	d.records, d.files, d.ties = slices.Clone(d.records), slices.Clone(d.files), slices.Clone(d.ties)
	return d
}

func (d desired) of(dispute int) (documents []wanted) {
	for _, doc := range d.documents {
		if doc.dispute == dispute {
			documents = append(documents, doc)
		}
	}
	return documents
}

func (d desired) find(name string) *wanted {
	for i := range d.documents {
		if d.documents[i].name == name {
			return &d.documents[i]
		}
	}
	return nil
}

// identity is what makes a document this one and no other. A document whose pages are
// resources of their own is made without them.
func (w wanted) identity() string {
	pages := fmt.Sprint(w.pages)
	if w.loose {
		pages = "loose"
	}
	return fmt.Sprintf("dispute %d, tag %q, generation %d, pages %s", w.dispute, w.tag, w.generation, pages)
}

// reference is a value that another resource has.
type reference struct{ resource, attribute string }

// block is a resource in a configuration. Its values are texts, numbers, truths,
// objects (map[string]any), lists ([]any) and references.
type block struct {
	kind, name string
	body       map[string]any
	after      []string // depends_on
}

// blocks writes the configuration.
func (d desired) blocks(disputes []string, pages []page) []block {
	var out []block
	for _, doc := range d.documents {
		out = append(out, doc.blocks(disputes[doc.dispute], pages)...)
	}
	for _, dispute := range d.contested {
		out = append(out, d.contest(dispute, disputes[dispute]))
	}
	for _, dispute := range d.closed {
		out = append(out, block{
			kind: "disputes_mangopay_dispute_closure", name: fmt.Sprintf("closure_%d", dispute),
			body: map[string]any{"dispute_id": disputes[dispute], "accept_loss": true},
		})
	}
	for dispute, tag := range d.tagged {
		out = append(out, block{
			kind: "disputes_mangopay_dispute_tag", name: fmt.Sprintf("tag_%d", dispute),
			body: map[string]any{"dispute_id": disputes[dispute], "tag": tag},
		})
	}
	out = append(out, d.rebillyBlocks(pages)...)
	slices.SortFunc(out, func(a, b block) int { return strings.Compare(a.name, b.name) })
	return out
}

const documentType = "INVOICE"

func (w wanted) blocks(dispute string, pages []page) []block {
	body := map[string]any{"dispute_id": dispute, "type": documentType}
	if w.tag != "" {
		body["tag"] = w.tag
	}
	if w.generation > 0 {
		body["generation"] = w.generation
	}
	out := []block{{kind: "disputes_mangopay_document", name: w.name, body: body}}
	digests, loose := []string{}, []any{}
	for i, p := range w.pages {
		digests = append(digests, pages[p].sha256)
		if w.loose {
			one := block{kind: "disputes_mangopay_document_page", name: fmt.Sprintf("%s_page_%d", w.name, i), body: map[string]any{
				"dispute_id": dispute, "document_id": reference{w.name, "id"}, "source": pages[p].path,
			}}
			if i > 0 { // their order is the order of the pages
				one.after = []string{fmt.Sprintf("%s_page_%d", w.name, i-1)}
			}
			loose, out = append(loose, reference{one.name, "sha256"}), append(out, one)
		}
	}
	if !w.loose {
		list := make([]any, 0, len(w.pages))
		for _, p := range w.pages {
			list = append(list, map[string]any{"source": pages[p].path})
		}
		body["pages"] = list
	}
	if !w.sent {
		return out
	}
	submission := map[string]any{"dispute_id": dispute, "document_id": reference{w.name, "id"}, "digest": reference{w.name, "digest"}}
	if w.loose {
		submission["digest"] = evidence.DocumentDigest(documentType, w.tag, digests)
		submission["pages"] = loose
	}
	return append(out, block{kind: "disputes_mangopay_document_submission", name: w.name + "_sent", body: submission})
}

// contest is the submission of a dispute with all its documents.
func (d desired) contest(dispute int, id string) block {
	one := block{kind: "disputes_mangopay_dispute_submission", name: fmt.Sprintf("contest_%d", dispute)}
	documents := []any{}
	for _, doc := range d.of(dispute) {
		digest := any(reference{doc.name, "digest"})
		if doc.loose {
			digest = evidence.DocumentDigest(documentType, doc.tag, digestsOf(doc))
		}
		documents = append(documents, map[string]any{"document_id": reference{doc.name, "id"}, "digest": digest})
		one.after = append(one.after, doc.name+"_sent")
	}
	one.body = map[string]any{"dispute_id": id, "documents": documents, "contested_funds": map[string]any{"amount": 10000, "currency": "EUR"}}
	return one
}

func digestsOf(doc wanted) []string {
	pages, _ := pool()
	digests := make([]string, 0, len(doc.pages))
	for _, p := range doc.pages {
		digests = append(digests, pages[p].sha256)
	}
	return digests
}
