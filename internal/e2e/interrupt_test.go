//go:build unix

package e2e_test

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// quickly is how long an interrupted apply may take to end.
const quickly = 10 * time.Second

// TestAccInterrupt: Ctrl-C in the middle of an upload ends the apply at once, the
// state knows what exists, and the next apply finishes the same document.
func TestAccInterrupt(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]bool{"embedded": false, "served": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := workspace.New(t)
			block := simulated
			if serve {
				address := w.Serve("--file", "disputes-simulator.db")
				w = w.With("MANGOPAY_BASE_URL="+address, "MANGOPAY_CLIENT_ID="+simulator.ClientID, "MANGOPAY_API_KEY="+simulator.APIKey)
				block = "provider \"disputes\" {}\n"
			}
			interrupt(t, w, block)
		})
	}
}

func interrupt(t *testing.T, w *workspace.Workspace, block string) {
	w.Write("a.pdf", acctest.PDF("a", 1))
	w.Write("b.png", acctest.PNG(2))
	w.Configure(block + evidence(`"a.pdf"`, `"b.png"`))
	world := w.World("disputes-simulator.db")
	workspace.Fail(t, world, simulator.FaultRule{Kind: simulator.FaultLatency, Operation: "create_page", Nth: 2, Delay: time.Hour})

	apply := w.Begin("apply", "-auto-approve")
	workspace.Eventually(t, "the second page", func() bool { return workspace.Calls(t, world)["create_page"] == 2 })
	began := time.Now()
	apply.SignalAll(syscall.SIGINT) // as a terminal does
	out := apply.Wait()
	if took := time.Since(began); took > quickly {
		t.Errorf("the apply took %s to end", took)
	}
	out.Exits(1).Says("Interrupt received", "context canceled").Omits("plugin crashed", "Plugin did not respond")
	if listed := w.Exec(w.Engine, "state", "list"); !strings.Contains(listed.Out, "disputes_mangopay_document.evidence") {
		t.Errorf("the state does not know the document:\n%s%s", listed.Out, out.Out)
	}

	workspace.Fail(t, world)
	w.Apply()
	w.Unchanged()
	want := map[string]int{"create_document": 1, "create_page": 3, "submit_document": 1}
	if diff := cmp.Diff(want, workspace.Writes(t, world)); diff != "" {
		t.Error(diff)
	}
	disputes, err := world.Disputes()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range disputes {
		for _, document := range d.Documents {
			if d.ID == "dispute-1001" && len(document.Pages) != 2 {
				t.Errorf("document %s has %d pages", document.ID, len(document.Pages))
			}
		}
	}
}
