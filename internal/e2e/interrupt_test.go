//go:build unix

package e2e_test

import (
	"bytes"
	"context"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
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
			w := newWorkspace(t)
			block := simulated
			if serve {
				address := w.serve("--file", "disputes-simulator.db")
				w = w.with("MANGOPAY_BASE_URL="+address, "MANGOPAY_CLIENT_ID="+simulator.ClientID, "MANGOPAY_API_KEY="+simulator.APIKey)
				block = "provider \"disputes\" {}\n"
			}
			interrupt(t, w, block, serve)
		})
	}
}

func interrupt(t *testing.T, w *workspace, block string, serve bool) {
	w.write("a.pdf", acctest.PDF("a", 1))
	w.write("b.png", acctest.PNG(2))
	w.configure(block + `
resource "disputes_mangopay_document" "evidence" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [{ source = "a.pdf" }, { source = "b.png" }]
}
resource "disputes_mangopay_document_submission" "evidence" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.evidence.id
  digest      = disputes_mangopay_document.evidence.digest
}
`)
	world := w.world("disputes-simulator.db")
	fail(t, world, simulator.FaultRule{Kind: simulator.FaultLatency, Operation: "create_page", Nth: 2, Delay: time.Hour})

	ctx, cancel := context.WithTimeout(t.Context(), commandLimit)
	defer cancel()
	var said bytes.Buffer
	apply := w.command(ctx, w.engine, "apply", "-no-color", "-input=false", "-auto-approve")
	apply.Stdout, apply.Stderr = &said, &said
	apply.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := apply.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the second page", func() bool { return calls(t, world)["create_page"] == 2 })
	// A terminal sends the signal to the engine and to its plugins alike.
	began := time.Now()
	if err := syscall.Kill(-apply.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err := apply.Wait()
	if took := time.Since(began); took > quickly {
		t.Errorf("the apply took %s to end", took)
	}
	out := outcome{t: t, args: []string{"apply"}, out: said.String(), code: apply.ProcessState.ExitCode()}
	out.exits(1).says("Interrupt received", "context canceled").omits("plugin crashed", "Plugin did not respond")
	if err == nil {
		t.Error("an interrupted apply succeeded")
	}
	if listed := w.exec(w.engine, "state", "list"); !strings.Contains(listed.out, "disputes_mangopay_document.evidence") {
		t.Errorf("the state does not know the document:\n%s%s", listed.out, said.String())
	}

	fail(t, world)
	if serve {
		return // what was served may still come to work, and is waited for
	}
	w.apply()
	w.unchanged()
	want := map[string]int{"create_document": 1, "create_page": 3, "submit_document": 1}
	if diff := cmp.Diff(want, writes(t, world)); diff != "" {
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
