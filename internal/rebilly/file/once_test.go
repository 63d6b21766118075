package file_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

var faults = []simulator.FaultKind{
	simulator.FaultLostAnswer, simulator.FaultErrorBefore, simulator.FaultErrorAfter, simulator.FaultResetUpload,
	simulator.FaultTruncatedAnswer, simulator.FaultProxyPage, simulator.FaultRateLimit, simulator.FaultForbidden,
}

// An interrupted run and those after it end in one file with the right bytes and details,
// whatever went wrong, wherever, and whether or not the state remembers.
func TestFaultsNeitherDuplicateNorLose(t *testing.T) {
	t.Parallel()
	for place, rule := range map[string]simulator.FaultRule{
		"upload":            {Operation: created, Nth: 1},
		"upload twice":      {Operation: created, Times: 2},
		"first look":        {Operation: "rebilly_list_files", Nth: 1},
		"looks":             {Operation: "rebilly_list_files", Times: 4},
		"details":           {Operation: updated, Nth: 1},
		"details twice":     {Operation: updated, Times: 2},
		"everything":        {Probability: 0.2},
		"reads of one file": {Operation: "rebilly_get_file", Times: 3},
	} {
		for _, kind := range faults {
			rule := rule
			rule.Kind = kind
			t.Run(place+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				insist(t, false, rule)
				if strings.HasPrefix(place, "upload") || rule.Probability > 0 {
					insist(t, true, rule)
				}
			})
		}
	}
}

// insist applies until it succeeds, first a new file and then other details, and
// requires one file. A forgetful run loses its state when the creation fails, as one that
// is killed.
func insist(t *testing.T, forgetful bool, rule simulator.FaultRule) {
	t.Helper()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	path := w.Write("1.pdf", content)
	e := w.Engine(nil)
	apply := func(block acctest.Block) {
		for range 20 {
			if !e.Run(block).Failed() {
				break
			}
			if forgetful {
				e.Lose("a")
			}
		}
	}
	strike(w, rule)
	apply(file("a", path))
	forgetful = false // what is there with other details is only changed by who knows it
	block := file("a", path, "name", "other.pdf", "description", "words")
	apply(block)
	strike(w)
	finds(t, e.Run(block))
	holds(t, w, content)
	plans(t, e.Plan(block), acctest.NoOp)
	made := files(t, w)[0]
	if made.ID != e.Attribute("a", "id") || made.Name != "other.pdf" || made.Description != "words" {
		t.Errorf("the file has become %+v, in the state it is %s", made, e.Attribute("a", "id"))
	}
}

// A destroy that is interrupted is finished by the next.
func TestFaultsOfADestroy(t *testing.T) {
	t.Parallel()
	for _, kind := range faults {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			e := w.Engine(nil)
			finds(t, e.Run(file("a", w.Write("1.pdf", acctest.PDF("one", 1)))))
			strike(w, simulator.FaultRule{Kind: kind, Operation: deleted, Nth: 1})
			for range 3 {
				if !e.Run().Failed() {
					break
				}
			}
			holds(t, w)
			if got := e.Attribute("a", "id"); got != "" {
				t.Errorf("the state still has %s", got)
			}
		})
	}
}

// A state that was lost is recovered without an upload. A file with other details may be
// somebody else's, and is not touched.
func TestLostStateIsRecovered(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	path := w.Write("1.pdf", content)
	e := w.Engine(nil)
	finds(t, e.Run(file("a", path)))
	first := e.Attribute("a", "id")
	e.Lose("a")
	sends(t, w, func() { finds(t, e.Run(file("a", path)), adopted, adopted) }, updated) // which claims it
	e.WantState("a", map[string]string{"id": first, "sha256": acctest.SHA256(content)})
	plans(t, e.Plan(file("a", path)), acctest.NoOp)
	e.Lose("a")
	other := file("a", path, "description", "words", "is_public", true)
	sends(t, w, func() {
		said := e.Plan(other).Diagnostics
		finds(t, said, taken, "warning is_public rebilly-file-public")
		contains(t, said.String(), `description is not set at Rebilly and "words" here, is_public is "false" at Rebilly and "true" here`)
	})
	finds(t, e.Import(typeName, "a", first+"?source="+path))
	sends(t, w, func() { finds(t, e.Run(other), "warning is_public rebilly-file-public") }, updated)
	holds(t, w, content)
}

// A copy that appears after its run has died is shown, and deleted by the next apply.
func TestLateCopyIsDeleted(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	e := late(t, w, block)
	holds(t, w, content, content)
	kept := e.Attribute("a", "id")
	plan := e.Plan(block)
	plans(t, plan, acctest.Update, "warning duplicate_ids rebilly-file-uploaded-twice")
	if got := e.Values("a", "duplicate_ids"); len(got) != 1 || got[0] == kept {
		t.Errorf("the duplicates are %q beside %q", got, kept)
	}
	sends(t, w, func() { finds(t, e.Apply(plan)) }, deleted)
	holds(t, w, content)
	e.WantState("a", map[string]string{"id": kept})
	plans(t, e.Plan(block), acctest.NoOp)
}

// late runs twice, the second time before the upload of the first has arrived, and
// returns the second engine.
func late(t *testing.T, w *acctest.World, block acctest.Block) *acctest.Engine {
	t.Helper()
	strike(w, simulator.FaultRule{Kind: simulator.FaultLateCommit, Operation: created, Nth: 1, Delay: 800 * time.Millisecond})
	died := make(chan struct{})
	go func() { // the orphan, whose outcome nobody hears
		defer close(died)
		w.Engine(nil).Run(block)
	}()
	eventually(t, func() bool { return w.Calls(created) > 0 })
	e := w.Engine(nil)
	finds(t, e.Run(block))
	<-died
	return e
}

// A copy is deleted with its file, whether the state knows it or not.
func TestDestroyDeletesCopies(t *testing.T) {
	t.Parallel()
	for name, known := range map[string]bool{"known": true, "appeared since": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			content := acctest.PDF("one", 1)
			path := w.Write("1.pdf", content)
			e := w.Engine(nil)
			finds(t, e.Run(file("a", path)))
			double := func() { beside(t, w, content, detailsOf(files(t, w)[0])) }
			if known {
				double()
			}
			plan := e.Plan()
			finds(t, plan.Diagnostics)
			if !known {
				double()
			}
			strike(w, simulator.FaultRule{Kind: simulator.FaultForbidden, Operation: deleted, Nth: 2})
			if !e.Apply(plan).Failed() {
				t.Error("the refusal was not reported")
			}
			finds(t, e.Run())
			holds(t, w)
		})
	}
}

// An interrupted removal of copies leaves the truth in the state.
func TestInterruptedRemovalOfCopies(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	e := w.Engine(nil)
	finds(t, e.Run(block))
	for range 2 {
		beside(t, w, content, detailsOf(files(t, w)[0]))
	}
	strike(w, simulator.FaultRule{Kind: simulator.FaultForbidden, Operation: deleted, Nth: 2})
	finds(t, e.Run(block), "warning duplicate_ids rebilly-file-uploaded-twice", "error - Cannot delete file")
	if got := e.Values("a", "duplicate_ids"); len(got) != 1 || e.Tainted("a") {
		t.Errorf("the state has the duplicates %q", got)
	}
	finds(t, e.Run(block), "warning duplicate_ids rebilly-file-uploaded-twice")
	holds(t, w, content)
}

// Only what has the same bytes and the same mark is a copy.
func TestWhatIsNoCopy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	beside(t, w, content, rebilly.FileDetails{Name: "1.pdf", Tags: []string{"theirs"}})
	beside(t, w, acctest.PDF("two", 1), rebilly.FileDetails{Name: "1.pdf", Tags: []string{mark(content, 0)}})
	e := w.Engine(nil)
	sends(t, w, func() { finds(t, e.Run(block)) }, created)
	plans(t, e.Plan(block), acctest.NoOp)
	finds(t, e.Run())
	if n := len(files(t, w)); n != 2 {
		t.Errorf("%d of the other two files are left", n)
	}
}

// Of several copies the oldest is taken over; the others are deleted next.
func TestOldestCopyIsAdopted(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	details := rebilly.FileDetails{Name: "1.pdf", Tags: []string{mark(content, 0)}}
	first, second := beside(t, w, content, details), beside(t, w, content, details)
	e := w.Engine(nil)
	sends(t, w, func() { finds(t, e.Run(block), adopted, adopted) }, updated)
	e.WantState("a", map[string]string{"id": first})
	if diff := cmp.Diff([]string{second}, e.Values("a", "duplicate_ids")); diff != "" {
		t.Errorf("duplicates (-want +got):\n%s", diff)
	}
	finds(t, e.Run(block), "warning duplicate_ids rebilly-file-uploaded-twice")
	holds(t, w, content)
}

// A server that cannot filter by tag is asked for all files; one that ignores the filter
// is not believed.
func TestTagsThatCannotBeFiltered(t *testing.T) {
	t.Parallel()
	for name, guesses := range map[string]simulator.Guesses{
		"refused": {RebillyTagsNotFilterable: true},
		"ignored": {RebillyTagsNotFilterable: true, RebillyUnknownFilterIgnored: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			w.Do(w.SetGuesses(guesses))
			content := acctest.PDF("one", 1)
			block := file("a", w.Write("1.pdf", content))
			beside(t, w, content, rebilly.FileDetails{Name: "theirs"})
			e := w.Engine(nil)
			finds(t, e.Run(block))
			e.Lose("a")
			sends(t, w, func() { finds(t, e.Run(block), adopted, adopted) }, updated)
			plans(t, e.Plan(block), acctest.NoOp)
		})
	}
}

// An upload whose answer is lost before its work is done is waited for, and not repeated.
func TestWorkThatShowsLater(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	world, content := w.Handler(), acctest.PDF("one", 1)
	var posts atomic.Int32
	var work sync.WaitGroup
	behind(t, w, func(out http.ResponseWriter, in *http.Request) bool {
		if in.Method != http.MethodPost {
			return false
		}
		posts.Add(1)
		body, err := io.ReadAll(in.Body)
		w.Do(err)
		later := in.Clone(context.WithoutCancel(in.Context()))
		later.Body = io.NopCloser(bytes.NewReader(body))
		work.Go(func() {
			<-time.After(15 * time.Millisecond)
			world.ServeHTTP(httptest.NewRecorder(), later)
		})
		out.WriteHeader(http.StatusBadGateway)
		return true
	})
	block := file("a", w.Write("1.pdf", content))
	e := w.Engine(nil)
	finds(t, e.Run(block))
	work.Wait()
	if n := posts.Load(); n != 1 {
		t.Errorf("the file was sent %d times", n)
	}
	holds(t, w, content)
	plans(t, e.Plan(block), acctest.NoOp)
}

// A list that does not show the file yet is no reason to forget it.
func TestListsThatLag(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	behind(t, w, func(out http.ResponseWriter, in *http.Request) bool {
		if in.Method != http.MethodGet || !strings.HasSuffix(in.URL.Path, "/files") {
			return false
		}
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.Write([]byte("[]"))
		return true
	})
	block := file("a", w.Write("1.pdf", acctest.PDF("one", 1)))
	e := w.Engine(nil)
	finds(t, e.Run(block))
	plans(t, e.Plan(block), acctest.NoOp)
	w.Do(w.Rebilly().Files.Delete(t.Context(), e.Attribute("a", "id")))
	plans(t, e.Plan(block), acctest.Create)
}

// A file that a list still shows is not taken over when it is gone.
func TestListsThatRemember(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	var remembered []byte
	behind(t, w, func(out http.ResponseWriter, in *http.Request) bool {
		if remembered == nil || in.Method != http.MethodGet || !strings.HasSuffix(in.URL.Path, "/files") {
			return false
		}
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.Write(remembered)
		return true
	})
	e := w.Engine(nil)
	finds(t, e.Run(block))
	list := fetch(t, w, "/files")
	w.Do(w.Rebilly().Files.Delete(t.Context(), e.Attribute("a", "id")))
	e.Lose("a")
	remembered = list
	sends(t, w, func() { finds(t, e.Run(block)) }, created)
	holds(t, w, content)
}
