package documentpage_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const typeName = "disputes_mangopay_document_page"

// draft is a dispute with an empty document.
func draft(t *testing.T) (w *acctest.World, dispute, document string) {
	t.Helper()
	w = acctest.NewWorld(t)
	dispute = w.Dispute()
	return w, dispute, w.Draft(dispute, "").ID
}

// page is a resource for a page of a document; content adds to its body.
func page(name, dispute, document string, content acctest.Object) acctest.Block {
	body := acctest.Object{"dispute_id": dispute, "document_id": document}
	for attribute, v := range content {
		body[attribute] = v
	}
	return acctest.Block{Type: typeName, Name: name, Body: body}
}

func inline(content []byte) acctest.Object {
	return acctest.Object{"content_base64_wo": base64.StdEncoding.EncodeToString(content), "content_sha256": acctest.SHA256(content)}
}

func finds(t *testing.T, said acctest.Diagnostics, want ...string) {
	t.Helper()
	got := said.Findings()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(want, got) {
		t.Fatalf("findings are %q, want %q:\n%s", got, want, said)
	}
}

func plans(t *testing.T, plan acctest.Plan, action string, findings ...string) {
	t.Helper()
	finds(t, plan.Diagnostics, findings...)
	if got := plan.Action("a"); got != action {
		t.Fatalf("the plan is %q, want %q", got, action)
	}
}

// sends requires that what is done sends exactly so many pages, and nothing else.
func sends(t *testing.T, w *acctest.World, pages int, do func()) {
	t.Helper()
	before := len(w.Writes())
	do()
	got := w.Writes()[before:]
	if len(got) != pages || slices.ContainsFunc(got, func(write string) bool { return write != "create_page" }) {
		t.Fatalf("sent %v, want %d pages", got, pages)
	}
}

func holds(t *testing.T, w *acctest.World, document string, contents ...[]byte) {
	t.Helper()
	digests := []string{}
	for _, content := range contents {
		digests = append(digests, acctest.SHA256(content))
	}
	if diff := cmp.Diff(digests, w.Pages(document)); diff != "" {
		t.Fatalf("pages (-want +got):\n%s", diff)
	}
}

func TestLifeOfAPage(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	content := acctest.PDF("one", 1)
	e := w.Engine(nil)
	block := page("a", dispute, document, acctest.Object{"source": w.Write("1.pdf", content)})
	plan := e.Plan(block)
	plans(t, plan, acctest.Create)
	if got := plan.Attribute(t, "a", "sha256"); got != acctest.SHA256(content) {
		t.Errorf("the plan has the digest %q", got)
	}
	sends(t, w, 1, func() { finds(t, e.Apply(plan)) })
	holds(t, w, document, content)
	sends(t, w, 0, func() { plans(t, e.Plan(block), acctest.NoOp) })

	// Another name for the same bytes, and the same bytes inline.
	for _, other := range []acctest.Object{{"source": w.Write("2.pdf", content)}, inline(content)} {
		block = page("a", dispute, document, other)
		plan = e.Plan(block)
		plans(t, plan, acctest.Update)
		sends(t, w, 0, func() { finds(t, e.Apply(plan)) })
		plans(t, e.Plan(block), acctest.NoOp)
	}

	// Nothing that becomes of the document plans anything.
	w.Submit(dispute, document)
	plans(t, e.Plan(block), acctest.NoOp)
	w.Do(w.Review(document, "accept", ""))
	w.Contest(dispute, 10000)
	w.Do(w.Decide(dispute, "won", ""))
	sends(t, w, 0, func() { plans(t, e.Plan(block), acctest.NoOp) })
}

func TestPageCannotBeExchanged(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	e := w.Engine(nil)
	finds(t, e.Run(page("a", dispute, document, acctest.Object{"source": w.Write("1.pdf", acctest.PDF("one", 1))})))
	other := w.Write("2.pdf", acctest.PDF("two", 1))
	sends(t, w, 0, func() {
		plans(t, e.Plan(page("a", dispute, document, acctest.Object{"source": other})), "", "error source page-exchanged")
		plans(t, e.Plan(page("a", dispute, document, inline(acctest.PDF("two", 1)))), "", "error content_base64_wo page-exchanged")
		// Not even when the plan could not know.
		plan := e.Plan(page("a", dispute, document, acctest.Object{"source": acctest.Unknown{}}))
		plans(t, plan, acctest.Update)
		plan.Know(t, "a", "source", other)
		finds(t, e.Apply(plan), "error source page-exchanged")
	})
	// Another document takes it.
	second := w.Draft(dispute, "").ID
	sends(t, w, 1, func() {
		plan := e.Plan(page("a", dispute, second, acctest.Object{"source": other}))
		plans(t, plan, acctest.Replace)
		finds(t, e.Apply(plan))
	})
}

func TestWriteOnlyContent(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	content, other := acctest.PNG(1), acctest.PNG(2)
	e := w.Engine(nil)
	wrong := inline(content)
	wrong["content_sha256"] = acctest.SHA256(other)
	broken := inline(content)
	broken["content_base64_wo"] = strings.TrimRight(base64.StdEncoding.EncodeToString(content), "=") + "\n%"
	alone := acctest.Object{"content_base64_wo": base64.StdEncoding.EncodeToString(content)}
	both := inline(content)
	both["source"] = w.Write("1.png", content)
	small := inline([]byte("%PDF-1.4 " + strings.Repeat("x", 100)))
	for _, test := range []struct {
		content acctest.Object
		want    []string
	}{
		{wrong, []string{"error content_sha256 digest-mismatch"}},
		{broken, []string{"error content_base64_wo content-not-base64"}},
		{inline([]byte(pointer)), []string{"error content_base64_wo file-lfs-pointer"}},
		{inline(content[:len(content)-100]), []string{"error content_base64_wo image-truncated"}},
		{alone, []string{"error content_base64_wo Invalid Attribute Combination"}},
		{both, []string{"error source Invalid Attribute Combination"}},
		{nil, []string{"error source Invalid Attribute Combination"}},
		{acctest.Object{"content_sha256": strings.Repeat("A", 64)}, []string{"error content_sha256 Invalid Attribute Combination", "error content_sha256 Invalid Attribute Value Match", "error source Invalid Attribute Combination"}},
	} {
		plan := e.Plan(page("a", dispute, document, test.content))
		plans(t, plan, "", test.want...)
		if strings.Contains(plan.Diagnostics.String(), base64.StdEncoding.EncodeToString(content)[:40]) {
			t.Error("a diagnostic shows the content")
		}
	}
	if !e.Plan(page("a", dispute, document, small)).Diagnostics.Failed() {
		t.Error("a page of 109 bytes was planned")
	}
	if n := w.Calls("create_page"); n != 0 {
		t.Errorf("%d pages were sent", n)
	}
	sends(t, w, 1, func() { finds(t, e.Run(page("a", dispute, document, inline(content)))) })
	holds(t, w, document, content)
	if got := e.Attribute("a", "content_base64_wo"); got != "" {
		t.Error("the content is in the state")
	}
	plans(t, e.Plan(page("a", dispute, document, inline(content))), acctest.NoOp)
}

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

// Content that is made by the apply is announced by its digest, if that is known.
func TestUnknownContent(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	content := acctest.PDF("one", 1)
	announced := acctest.Object{"content_base64_wo": acctest.Unknown{}, "content_sha256": acctest.SHA256(content)}
	e := w.Engine(nil)
	plan := e.Plan(page("a", dispute, document, announced))
	plans(t, plan, acctest.Create)
	if got := plan.Attribute(t, "a", "sha256"); got != acctest.SHA256(content) {
		t.Errorf("the plan has the digest %q", got)
	}
	sends(t, w, 0, func() {
		plan := e.Plan(page("a", dispute, document, announced))
		plan.Know(t, "a", "content_base64_wo", base64.StdEncoding.EncodeToString(acctest.PDF("two", 1)))
		finds(t, e.Apply(plan), "error content_sha256 digest-mismatch")
	})
	later := e.Plan(acctest.Block{Type: typeName, Name: "a", Body: acctest.Object{
		"dispute_id": acctest.Unknown{}, "document_id": acctest.Unknown{}, "source": acctest.Unknown{},
	}})
	plans(t, later, acctest.Create)
	source := w.Write("1.pdf", content)
	for attribute, v := range map[string]string{"dispute_id": dispute, "document_id": document, "source": source} {
		later.Know(t, "a", attribute, v)
	}
	sends(t, w, 1, func() { finds(t, e.Apply(later)) })
	holds(t, w, document, content)
}

// A page goes to a document that takes it, of the dispute that was meant.
func TestTarget(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		target func(w *acctest.World, dispute, document string) (string, string)
		want   string
	}{
		"sent": {func(w *acctest.World, dispute, _ string) (string, string) {
			return dispute, w.Sent(dispute, 1).ID
		}, "error document_id document-not-created"},
		"other dispute": {func(w *acctest.World, dispute, _ string) (string, string) {
			return dispute, w.Draft(w.Dispute(), "").ID
		}, "error document_id document-of-other-dispute"},
		"no document": {func(_ *acctest.World, dispute, _ string) (string, string) {
			return dispute, "nothing"
		}, "error document_id document-not-found"},
		"no dispute": {func(_ *acctest.World, _, document string) (string, string) {
			return "nothing", document
		}, "error dispute_id dispute-not-found"},
		"closed dispute": {func(w *acctest.World, _, document string) (string, string) {
			return w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED"}), document
		}, "error dispute_id dispute-not-open-for-documents"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, dispute, document := draft(t)
			source := acctest.Object{"source": w.Write("1.pdf", acctest.PDF("one", 1))}
			otherDispute, otherDocument := test.target(w, dispute, document)
			sends(t, w, 0, func() {
				plans(t, w.Engine(nil).Plan(page("a", otherDispute, otherDocument, source)), "", test.want)
				// The same just before the upload, in case the plan could not know.
				e := w.Engine(nil)
				plan := e.Plan(page("a", dispute, document, source))
				plan.Know(t, "a", "dispute_id", otherDispute)
				plan.Know(t, "a", "document_id", otherDocument)
				code := test.want[strings.LastIndex(test.want, " "):]
				if said := e.Apply(plan); len(said) != 1 || !strings.HasSuffix(said.Findings()[0], code) {
					t.Errorf("the apply says %q, want %s", said.Findings(), code)
				}
			})
		})
	}
}

func TestVanishedAndForgotten(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.DisputeOf(simulator.DisputeSpec{ID: "d1"})
	document := w.Draft(dispute, "").ID
	content := acctest.PDF("one", 1)
	block := page("a", dispute, document, acctest.Object{"source": w.Write("1.pdf", content)})
	e := w.Engine(acctest.Object{"on_destroy": "refuse"})
	finds(t, e.Run(block))
	sends(t, w, 0, func() { finds(t, e.Run(), "error - destroy-refused") })

	// A lost state, and a replacement that is forced, find the page.
	e = w.Engine(nil)
	sends(t, w, 0, func() { finds(t, e.Run(block)) })
	e.Taint("a")
	sends(t, w, 0, func() { finds(t, e.Run(block)) })
	sends(t, w, 0, func() { finds(t, e.Run(), "warning - forget-on-destroy") })
	holds(t, w, document, content)

	finds(t, e.Run(block))
	w.Do(w.Reset())
	w.DisputeOf(simulator.DisputeSpec{ID: "d1"})
	again := page("a", dispute, w.Draft(dispute, "").ID, acctest.Object{"source": block.Body["source"]})
	plan := e.Plan(again)
	plans(t, plan, acctest.Create)
	sends(t, w, 1, func() { finds(t, e.Apply(plan)) })
}

func TestImport(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, content, other := w.Dispute(), acctest.PDF("one", 1), acctest.PNG(2)
	document := w.Draft(dispute, "", content, other).ID
	first, second := w.Write("1.pdf", content), w.Write("2.png", other)
	id := dispute + "/" + document + "/" + acctest.SHA256(other)
	e := w.Engine(nil)
	sends(t, w, 0, func() {
		finds(t, e.Import(typeName, "a", id+"?source="+second))
		plans(t, e.Plan(page("a", dispute, document, acctest.Object{"source": second})), acctest.NoOp)
		e.Lose("a")
		finds(t, e.Import(typeName, "a", id))
		block := page("a", dispute, document, acctest.Object{"source": second})
		plans(t, e.Plan(block), acctest.Update)
		finds(t, e.Run(block))
		plans(t, e.Plan(block), acctest.NoOp)
		plans(t, e.Plan(page("a", dispute, document, acctest.Object{"source": first})), "", "error source page-exchanged")
	})
	for name, test := range map[string]struct{ id, want string }{
		"other file":    {id + "?source=" + first, "error source digest-mismatch"},
		"no file":       {id + "?source=" + w.Dir + "/none", "error source file-missing"},
		"other bytes":   {dispute + "/" + document + "/" + strings.Repeat("0", 64), "error sha256 digest-mismatch"},
		"no document":   {dispute + "/nothing/" + acctest.SHA256(other), "error document_id document-not-found"},
		"other dispute": {w.Dispute() + "/" + document + "/" + acctest.SHA256(other), "error document_id document-of-other-dispute"},
		"no digest":     {dispute + "/" + document, "error document_id Operation failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			finds(t, w.Engine(nil).Import(typeName, "b", test.id), test.want)
		})
	}
}

// What went wrong with an upload neither doubles the page nor loses it.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostAnswer, simulator.FaultErrorBefore, simulator.FaultErrorAfter, simulator.FaultResetUpload,
		simulator.FaultProxyPage, simulator.FaultRateLimit, simulator.FaultExpiredToken,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w, dispute, document := draft(t)
			contents := [][]byte{acctest.PDF("one", 1), acctest.PNG(2)}
			blocks := []acctest.Block{
				page("a", dispute, document, acctest.Object{"source": w.Write("1.pdf", contents[0])}),
				page("b", dispute, document, inline(contents[1])),
			}
			w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "create_page", Nth: 1}, {Kind: kind, Operation: "create_page", Nth: 3}}}))
			e := w.Engine(nil)
			said := e.Run(blocks...)
			for range 3 {
				if said.Failed() {
					said = e.Run(blocks...)
				}
			}
			finds(t, said)
			holds(t, w, document, contents...)
			plans(t, e.Plan(blocks...), acctest.NoOp)
		})
	}
}

// What the API refuses of the file is shown where the file is.
func TestFieldErrors(t *testing.T) {
	t.Parallel()
	w, dispute, document := draft(t)
	w.Do(w.SetGuesses(simulator.Guesses{RefusesGIF: true}))
	gif := acctest.GIF(1)
	finds(t, w.Engine(nil).Run(page("a", dispute, document, acctest.Object{"source": w.Write("1.gif", gif)})),
		"warning source file-gif", "error source Cannot add page to dispute document")
	finds(t, w.Engine(nil).Run(page("a", dispute, document, inline(gif))),
		"warning content_base64_wo file-gif", "error content_base64_wo Cannot add page to dispute document")
}
