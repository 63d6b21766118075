package file_test

import (
	"net/url"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
)

func imported(id string, options ...string) string {
	query := url.Values{}
	for i := 0; i < len(options); i += 2 {
		query.Add(options[i], options[i+1])
	}
	if len(query) == 0 {
		return id
	}
	return id + "?" + query.Encode()
}

// made is a file that Terraform does not know, and its source here.
func made(t *testing.T) (w *acctest.World, path, id string) {
	t.Helper()
	w = acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	id = beside(t, w, content, rebilly.FileDetails{Name: "by hand.pdf", Description: "words", Tags: []string{"case 7"}})
	return w, w.Write("1.pdf", content), id
}

func byHand(path string, more ...any) acctest.Block {
	return file("a", path, append([]any{"name", "by hand.pdf", "description", "words", "tags", acctest.List{"case 7"}}, more...)...)
}

func TestImportWithSource(t *testing.T) {
	t.Parallel()
	w, path, id := made(t)
	e := w.Engine(nil)
	sends(t, w, func() {
		finds(t, e.Import(typeName, "a", imported(id, "source", path)))
		plans(t, e.Plan(byHand(path)), acctest.NoOp)
		finds(t, e.Import(typeName, "a", imported(id, "source", path, "generation", "2")))
		plans(t, e.Plan(byHand(path, "generation", int64(2))), acctest.NoOp)
	})
	plans(t, e.Plan(byHand(path, "generation", int64(3))), acctest.Replace, replaced)
	for _, bad := range []string{"0", "-1", "1.5", "x"} {
		finds(t, w.Engine(nil).Import(typeName, "b", imported(id, "generation", bad)), "error generation Operation failed")
	}
}

// Without a source the next apply compares and records. It sends nothing.
func TestImportWithoutSource(t *testing.T) {
	t.Parallel()
	w, path, id := made(t)
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", id))
	block := byHand(path, "generation", int64(7))
	plan := e.Plan(block)
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) })
	e.WantState("a", map[string]string{"id": id, "sha256": acctest.SHA256(acctest.PDF("one", 1)), "generation": "7"})
	plans(t, e.Plan(block), acctest.NoOp)
	plans(t, e.Plan(byHand(path, "generation", int64(8))), acctest.Replace, replaced)

	// From the first change on it carries the mark.
	finds(t, e.Run(file("a", path, "generation", int64(7))))
	e.Lose("a")
	finds(t, e.Run(file("a", path, "generation", int64(7))), adopted, adopted)
	e.WantState("a", map[string]string{"id": id})
}

// A file of other content is refused, or the plan shows what becomes of it.
func TestImportOfOtherContent(t *testing.T) {
	t.Parallel()
	w, _, id := made(t)
	other := w.Write("other.pdf", acctest.PDF("other", 1))
	finds(t, w.Engine(nil).Import(typeName, "a", imported(id, "source", other)), "error source rebilly-file-mismatch")
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", id))
	plans(t, e.Plan(byHand(other)), acctest.Replace, "warning source rebilly-file-content-differs", replaced)
}

func TestImportThatNamesNothing(t *testing.T) {
	t.Parallel()
	w, _, id := made(t)
	e := w.Engine(nil)
	finds(t, e.Import(typeName, "a", "nothing"), "error id rebilly-not-found")
	finds(t, e.Import(typeName, "a", imported(id, "source", w.Dir+"/none.pdf")), "error source file-missing")
	finds(t, e.Import(typeName, "a", id+"?sauce=x"), "error id Operation failed")
	finds(t, e.Import(typeName, "a", id+"/more"), "error id Operation failed")
	finds(t, e.Defer().Import(typeName, "a", id), "error id Operation failed")
}
