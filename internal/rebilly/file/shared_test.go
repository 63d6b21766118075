package file_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// Two configurations, each with a state of its own, that upload the same bytes do not
// touch each other's file.
func TestFileOfAnotherConfiguration(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("terms", 1)
	path := w.Write("terms.pdf", content)
	theirs, ours := w.Engine(nil), w.Engine(nil)
	block := file("a", path, "name", "case 1", "description", "of case 1")
	finds(t, theirs.Run(block))
	sends(t, w, func() {
		plan := ours.Plan(file("b", path, "is_public", true))
		finds(t, plan.Diagnostics, taken, "warning is_public rebilly-file-public")
		contains(t, plan.Diagnostics.String(), `name is "case 1" at Rebilly and "terms.pdf" here`)
		contains(t, plan.Diagnostics.String(), "Set another `generation` here")
	})
	own := file("b", path, "generation", int64(2))
	sends(t, w, func() { finds(t, ours.Run(own)) }, created)
	holds(t, w, content, content)
	finds(t, ours.Run())
	holds(t, w, content)
	plans(t, theirs.Plan(block), acctest.NoOp)
}

// Not even when the second one cannot know it in the plan.
func TestFileOfAnotherConfigurationThatComesLater(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	path := w.Write("terms.pdf", acctest.PDF("terms", 1))
	theirs, ours := w.Engine(nil), w.Engine(nil)
	plan := ours.Plan(file("b", path))
	finds(t, plan.Diagnostics)
	block := file("a", path, "name", "case 1")
	finds(t, theirs.Run(block))
	sends(t, w, func() { finds(t, ours.Apply(plan), taken) })
	plans(t, theirs.Plan(block), acctest.NoOp)
}

// Who takes over a file with the same details is told so in the plan, and from then on it
// is theirs: whoever had it before leaves it alone.
func TestFileThatWasTakenOver(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("terms", 1)
	path := w.Write("terms.pdf", content)
	first, second := w.Engine(nil), w.Engine(nil)
	finds(t, first.Run(file("a", path)))
	plan := second.Plan(file("b", path))
	finds(t, plan.Diagnostics, adopted)
	sends(t, w, func() { finds(t, second.Apply(plan), adopted) }, updated)
	plans(t, first.Plan(file("a", path)), acctest.NoOp)
	sends(t, w, func() { finds(t, first.Run(), "warning id rebilly-file-left") })
	holds(t, w, content)

	// The claim outlives a change of the details.
	sends(t, w, func() { finds(t, second.Run(file("b", path, "description", "words"))) }, updated)
	sends(t, w, func() { finds(t, second.Run()) }, deleted)
	holds(t, w)
}

// Files that two configurations upload at the same moment are not taken for copies of each
// other.
func TestUploadsOfTwoConfigurationsAtOnce(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("terms", 1)
	path := w.Write("terms.pdf", content)
	var uploads sync.WaitGroup
	uploads.Add(2)
	behind(t, w, func(_ http.ResponseWriter, in *http.Request) bool {
		if in.Method == http.MethodPost {
			uploads.Done()
			uploads.Wait()
		}
		return false
	})
	one, other := w.Engine(nil), w.Engine(nil)
	a, b := file("a", path, "description", "of case 1"), file("a", path, "description", "of case 2")
	done := make(chan acctest.Diagnostics)
	go func() { done <- one.Run(a) }()
	finds(t, other.Run(b))
	finds(t, <-done)
	holds(t, w, content, content)
	plans(t, one.Plan(a), acctest.NoOp)
	plans(t, other.Plan(b), acctest.NoOp)
	finds(t, one.Run())
	holds(t, w, content)
	plans(t, other.Plan(b), acctest.NoOp)
}

// A forced replacement that is created first takes over the very file that it replaces. If
// the run breaks off before the old one is destroyed, a later run still leaves it alone.
func TestDestroyOfWhatWasReplacedInAnEarlierRun(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	deposed, current := w.Engine(nil), w.Engine(nil)
	finds(t, deposed.Run(block))
	for range 2 { // it may be replaced again
		finds(t, current.Run(block), adopted, adopted)
		finds(t, deposed.Run(), "warning id rebilly-file-left")
		plans(t, current.Plan(block), acctest.NoOp)
		deposed, current = current, deposed
	}
	holds(t, w, content)
	finds(t, deposed.Run())
	holds(t, w)
}

// Two resources that stand for one file, in one state, are refused before one of them is
// removed and takes the file with it.
func TestTwoResourcesInOneState(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	path := w.Write("1.pdf", content)
	a, b := file("a", path), file("b", path)
	e := w.Engine(nil)
	finds(t, e.Run(a))
	const twice = "source rebilly-file-planned-twice"
	finds(t, e.Run(a, b), "warning "+twice, adopted)
	finds(t, e.Plan(a, b).Diagnostics, "error "+twice)
	e.Lose("b")
	plans(t, e.Plan(a), acctest.NoOp)
	holds(t, w, content)
}
