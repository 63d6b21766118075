package document_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// What is not known yet defers the checks that need it, and only those.
func TestUnknownsDefer(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	good := acctest.Object{"source": w.Write("1.pdf", acctest.PDF("one", 1))}
	bad := acctest.Object{"source": w.Write("2.pdf", []byte(pointer))}
	later := acctest.Object{"source": acctest.Unknown{}}
	dispute, closed := w.Dispute(), w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED"})
	for name, test := range map[string]struct {
		change acctest.Object
		digest string
		want   []string
	}{
		"source":                {acctest.Object{"pages": acctest.List{good, later}}, "(unknown)", nil},
		"source beside a bad":   {acctest.Object{"pages": acctest.List{later, bad}}, "", []string{"error pages file-lfs-pointer"}},
		"pages":                 {acctest.Object{"pages": acctest.Unknown{}}, "(unknown)", nil},
		"type":                  {acctest.Object{"type": acctest.Unknown{}}, "(unknown)", nil},
		"tag":                   {acctest.Object{"tag": acctest.Unknown{}}, "(unknown)", nil},
		"dispute":               {acctest.Object{"dispute_id": acctest.Unknown{}}, "known", nil},
		"generation":            {acctest.Object{"generation": acctest.Unknown{}}, "known", nil},
		"source, dispute known": {acctest.Object{"dispute_id": closed, "pages": acctest.List{later}}, "", []string{"error dispute_id dispute-not-open-for-documents"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := acctest.Object{"dispute_id": dispute, "type": "INVOICE", "pages": acctest.List{good}}
			for attribute, v := range test.change {
				body[attribute] = v
			}
			plan := w.Engine(nil).Plan(acctest.Block{Type: typeName, Name: "a", Body: body})
			finds(t, plan.Diagnostics, test.want...)
			digest := plan.Attribute(t, "a", "digest")
			if len(digest) == 64 {
				digest = "known"
			}
			if digest != test.digest {
				t.Errorf("the digest is %q, want %q", digest, test.digest)
			}
		})
	}
}

func TestUnknownProviderDefersWhatNeedsTheAccount(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil).Defer()
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Create)
	if len(plan.Attribute(t, "a", "digest")) != 64 {
		t.Error("the digest is not known, although the files are")
	}
	doc.pages[0] = w.Write("2.pdf", []byte(pointer))
	plans(t, e.Plan(doc.block("a")), "", "error pages file-lfs-pointer")
	silent(t, w)
}

// Bad values are refused before anything is asked.
func TestValuesOfTheConfiguration(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	page := w.Write("1.pdf", acctest.PDF("one", 1))
	for name, test := range map[string]struct {
		change acctest.Object
		want   string
	}{
		"type":                {acctest.Object{"type": "USER_CORRESPONDENCE"}, "error type document-type-unknown"},
		"long tag":            {acctest.Object{"tag": long(256)}, "error tag Invalid Attribute Value Length"},
		"tag without space":   {acctest.Object{"tag": long(240)}, "error tag tag-too-long"},
		"tag with space":      {acctest.Object{"tag": "order 7 "}, "error tag tag-outer-space"},
		"tag with a mark":     {acctest.Object{"tag": "x tf:0123456789abcdef"}, "error tag tag-mark-reserved"},
		"generation":          {acctest.Object{"generation": int64(0)}, "error generation Invalid Attribute Value"},
		"no pages in a list":  {acctest.Object{"pages": acctest.List{}}, "error pages Invalid Attribute Value"},
		"dispute":             {acctest.Object{"dispute_id": ""}, "error dispute_id Invalid Attribute Value Length"},
		"dispute not there":   {acctest.Object{"dispute_id": "nobody"}, "error dispute_id dispute-not-found"},
		"dispute of a card":   {acctest.Object{"dispute_id": w.DisputeOf(simulator.DisputeSpec{Type: "NOT_CONTESTABLE"})}, "error dispute_id dispute-not-contestable"},
		"dispute still to be": {acctest.Object{"dispute_id": w.DisputeOf(simulator.DisputeSpec{Status: "CREATED"})}, "error dispute_id dispute-not-open-for-documents"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := want{dispute: w.Dispute(), pages: []string{page}}.block("a").Body
			for attribute, v := range test.change {
				body[attribute] = v
			}
			sends(t, w, func() { finds(t, w.Engine(nil).Run(acctest.Block{Type: typeName, Name: "a", Body: body}), test.want) })
		})
	}
	finds(t, w.Engine(acctest.Object{"mark_documents": false}).Plan(want{dispute: w.Dispute(), tag: long(255), pages: []string{page}}.block("a")).Diagnostics)
}

func long(n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = 'x'
	}
	return string(text)
}
