//go:build unix

package process_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestChecksBite: each way to break the promise is found, and keeping it is not.
func TestChecksBite(t *testing.T) {
	t.Parallel()
	first, second, third := acctest.PDF("first", 1), acctest.PNG(2), acctest.PNG(3)
	pages := map[string][]byte{"a.pdf": first, "b.png": second, "c.png": third}
	for name, c := range map[string]bite{
		"as promised": {contested, func(w *acctest.World, dispute string) {
			w.Submit(dispute, w.Draft(dispute, "", first, second).ID)
			w.Contest(dispute, 100)
		}, ""},
		"no document": {contested, func(*acctest.World, string) {}, "0 documents"},
		"two documents": {contested, func(w *acctest.World, dispute string) {
			w.Draft(dispute, "", first, second)
			w.Draft(dispute, "", first, second)
		}, "2 documents"},
		"a page twice": {contested, func(w *acctest.World, dispute string) { w.Draft(dispute, "", first, first, second) }, "holds the pages"},
		"other order":  {contested, func(w *acctest.World, dispute string) { w.Draft(dispute, "", second, first) }, "holds the pages"},
		"sent too early": {contested, func(w *acctest.World, dispute string) {
			w.Submit(dispute, w.Draft(dispute, "", first).ID)
		}, "with 1 pages"},
		"a page too late": {contested, func(w *acctest.World, dispute string) {
			doc := w.Draft(dispute, "", first, second)
			w.Submit(dispute, doc.ID)
			upload(t.Context(), w, dispute, doc.ID)
		}, "which was submitted"},
		"document sent twice": {contested, func(w *acctest.World, dispute string) {
			w.Do(w.SetGuesses(simulator.Guesses{SecondSubmitSucceeds: true}))
			doc := w.Draft(dispute, "", first, second)
			w.Submit(dispute, doc.ID)
			w.Submit(dispute, doc.ID)
		}, "again"},
		"dispute sent twice": {contested, func(w *acctest.World, dispute string) {
			w.Do(w.SetGuesses(simulator.Guesses{SecondSubmitSucceeds: true}))
			w.Submit(dispute, w.Draft(dispute, "", first, second).ID)
			w.Contest(dispute, 100)
			w.Contest(dispute, 100)
		}, "submitted 2 times"},
		"dispute sent alone": {contested, func(w *acctest.World, dispute string) {
			w.Draft(dispute, "", first, second)
			w.Contest(dispute, 100)
		}, "before its document"},
		"not sent": {contested, func(w *acctest.World, dispute string) {
			w.Submit(dispute, w.Draft(dispute, "", first, second).ID)
		}, "submitted 0 times"},
		"again as promised": {contestedAgain, func(w *acctest.World, dispute string) {
			comesBack(w, dispute, first, second)
			w.Submit(dispute, w.Draft(dispute, "", third).ID)
			w.Contest(dispute, 100)
		}, ""},
		"again too early": {contestedAgain, func(w *acctest.World, dispute string) {
			comesBack(w, dispute, first, second)
			w.Draft(dispute, "", third)
			w.Contest(dispute, 100)
		}, "before its document"},
		"not sent again": {contestedAgain, func(w *acctest.World, dispute string) {
			comesBack(w, dispute, first, second)
			w.Submit(dispute, w.Draft(dispute, "", third).ID)
		}, "submitted 1 times"},
		"given up as promised": {givenUp, func(w *acctest.World, dispute string) {
			giveUp(w, dispute, givenUp().tag)
		}, ""},
		"given up without a tag": {givenUp, func(w *acctest.World, dispute string) { giveUp(w, dispute, "") }, "has the tag"},
		"not given up":           {givenUp, func(*acctest.World, string) {}, "was not closed"},
		"given up by mistake": {contested, func(w *acctest.World, dispute string) {
			w.Draft(dispute, "", first, second)
			giveUp(w, dispute, "")
		}, "was closed 1 times"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			c.do(w, dispute)
			journal, err := w.Journal()
			w.Do(err)
			state, err := w.Simulator.Dispute(dispute)
			w.Do(err)
			found := broken(journal, state, c.story(), pages)
			if c.want == "" && len(found) > 0 || !strings.Contains(strings.Join(found, "\n"), c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

// bite is something that is done to a dispute, and a part of what is found; "" if it is
// all right.
type bite struct {
	story func() story
	do    func(w *acctest.World, dispute string)
	want  string
}

// comesBack is a dispute that was submitted with a document, and reopened.
func comesBack(w *acctest.World, dispute string, pages ...[]byte) {
	w.Submit(dispute, w.Draft(dispute, "", pages...).ID)
	w.Contest(dispute, 100)
	w.Do(w.Decide(dispute, "reopen", ""))
}

func giveUp(w *acctest.World, dispute, tag string) {
	if tag != "" {
		_, err := w.API().Disputes.UpdateTag(context.Background(), dispute, tag)
		w.Do(err)
	}
	_, err := w.API().Disputes.Close(context.Background(), dispute)
	w.Do(err)
}

// upload sends a page, whatever the answer.
func upload(ctx context.Context, w *acctest.World, dispute, document string) {
	page := acctest.PNG(9)
	content := mangopay.Page{Size: int64(len(page)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(page)), nil }}
	_ = w.API().Documents.AddPage(ctx, dispute, document, content, "") // it is refused, and that it was sent is the point
}

// TestLateWritesAreSeen: what a process begins after an instant is told apart from
// what others begin, and from what it only reads.
func TestLateWritesAreSeen(t *testing.T) {
	t.Parallel()
	w := &witness{next: http.NotFoundHandler()}
	send := func(token, method, path string) {
		r := httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody)
		r.Header.Set("Authorization", "Bearer "+token)
		w.ServeHTTP(httptest.NewRecorder(), r)
	}
	send("orphan", http.MethodPost, "/disputes/1/documents")
	died, known := time.Now(), w.tokens()
	send("orphan", http.MethodGet, "/disputes/1/documents")
	send("next", http.MethodPost, "/disputes/1/documents")
	if late := w.writes(known, died); len(late) > 0 {
		t.Errorf("found %v, although it wrote nothing more", late)
	}
	send("orphan", http.MethodPut, "/disputes/1/documents/2")
	late := w.writes(known, died)
	if len(late) != 1 || late[0].operation != "submit_document" {
		t.Errorf("found %v, want the submission", late)
	}
}

// TestSurvivorsAreSeen: a process that goes on is told from one that has ended.
func TestSurvivorsAreSeen(t *testing.T) {
	t.Parallel()
	ended, runs := exec.Command("true"), exec.CommandContext(t.Context(), "sleep", "600")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	if err := runs.Start(); err != nil {
		t.Fatal(err)
	}
	left := <-gone([]int{ended.Process.Pid, runs.Process.Pid}, 100*time.Millisecond)
	if !slices.Equal(left.pids, []int{runs.Process.Pid}) {
		t.Errorf("left are %v, want %d", left.pids, runs.Process.Pid)
	}
	_ = runs.Process.Kill() // this process waits for it
	_ = runs.Wait()         // it was killed
}
