package document_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

func imported(document string, options ...string) string {
	query := url.Values{}
	for i := 0; i < len(options); i += 2 {
		query.Add(options[i], options[i+1])
	}
	if len(query) == 0 {
		return document
	}
	return document + "?" + query.Encode()
}

// made is a document that Terraform does not know, and its files.
func made(t *testing.T) (*acctest.World, want, string) {
	t.Helper()
	w := acctest.NewWorld(t)
	contents := [][]byte{acctest.PDF("one", 1), acctest.PNG(2)}
	doc := want{dispute: w.Dispute(), typ: "OTHER", tag: "by hand", pages: []string{w.Write("1.pdf", contents[0]), w.Write("2.png", contents[1])}}
	return w, doc, w.Draft(doc.dispute, doc.tag, contents...).ID
}

func TestImportWithSources(t *testing.T) {
	t.Parallel()
	w, doc, document := made(t)
	e := w.Engine(nil)
	sends(t, w, func() {
		finds(t, e.Import(typeName, "a", imported(document, "source", doc.pages[0], "source", doc.pages[1])))
		plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	})
	// The first generation after an import is recorded, the next one is a fresh start.
	doc.generation = 2
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) })
	doc.generation = 3
	plans(t, e.Plan(doc.block("a")), acctest.Replace)
}

func TestImportWithGeneration(t *testing.T) {
	t.Parallel()
	w, doc, document := made(t)
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", imported(document, "source", doc.pages[0], "source", doc.pages[1], "generation", "2")))
	doc.generation = 2
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	doc.generation = 3
	plans(t, e.Plan(doc.block("a")), acctest.Replace)
	for _, bad := range []string{"0", "-1", "1.5", "x"} {
		finds(t, w.Engine(nil).Import(typeName, "b", imported(document, "generation", bad)), "error generation Operation failed")
	}
}

func TestImportWithoutSourcesIsComparedByTheApply(t *testing.T) {
	t.Parallel()
	w, doc, document := made(t)
	w.Submit(doc.dispute, document)
	w.Contest(doc.dispute, 10000)
	w.Do(w.Decide(doc.dispute, "lost", "")) // history that is only recorded
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", document))
	bare := doc
	bare.pages = nil
	plans(t, e.Plan(bare.block("a")), acctest.NoOp)
	doc.generation = 7
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) })
	if got := e.Elements("a", "pages", "sha256"); len(got) != 2 || e.Attribute("a", "digest") == "" {
		t.Errorf("the state has the pages %v and the digest %q", got, e.Attribute("a", "digest"))
	}
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
}

func TestImportOfOtherContentIsRefused(t *testing.T) {
	t.Parallel()
	w, doc, document := made(t)
	other := w.Write("other.pdf", acctest.PDF("other", 1))
	for name, sources := range map[string][]string{
		"other bytes": {other, doc.pages[1]},
		"other order": {doc.pages[1], doc.pages[0]},
		"one missing": {doc.pages[0]},
		"one more":    {doc.pages[0], doc.pages[1], other},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := []string{}
			for _, source := range sources {
				options = append(options, "source", source)
			}
			said := w.Engine(nil).Import(typeName, "a", imported(document, options...))
			finds(t, said, "error pages digest-mismatch")
			contains(t, said.String(), fmt.Sprintf("holds 2 pages, and %d files were named", len(sources)))

			// The same content in the configuration is refused by the apply at the latest.
			wrong := doc
			wrong.pages = sources
			e := w.Engine(nil)
			finds(t, e.Import(typeName, "a", document))
			finding := "error pages digest-mismatch"
			if name == "one more" {
				finding = "error pages imported-pages-missing"
			}
			sends(t, w, func() { finds(t, e.Run(wrong.block("a")), finding) })
		})
	}
}

func TestImportThatNamesNothing(t *testing.T) {
	t.Parallel()
	w, _, document := made(t)
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", "nothing"), "error id document-not-found")
	finds(t, e.Import(typeName, "a", imported(document, "source", w.Dir+"/none.pdf")), "error pages file-missing")
	finds(t, e.Import(typeName, "a", document+"?sauce=x"), "error id Operation failed")
	finds(t, e.Import(typeName, "a", document+"/more"), "error id Operation failed")
}

// A Tag that was made elsewhere may be longer than ours may be.
func TestImportWithALongTag(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	long := fmt.Sprintf("%0250d", 1)
	content := acctest.PDF("one", 1)
	doc := want{dispute: w.Dispute(), typ: "OTHER", tag: long, pages: []string{w.Write("1.pdf", content)}}
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", w.Draft(doc.dispute, long, content).ID))
	finds(t, e.Run(doc.block("a")))
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	doc.generation = 1 // asks for a fresh document
	plans(t, e.Plan(doc.block("a")), "", "error tag tag-too-long")
}
