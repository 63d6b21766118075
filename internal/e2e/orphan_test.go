//go:build unix

package e2e_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// orphanLimit is how long a provider may live on after its engine was killed: it
// notices within a quarter of a second, the rest is for a machine that is busy.
const orphanLimit = 5 * time.Second

// TestAccKilledEngine: a provider whose engine is killed in the middle of an upload
// ends by itself and sends nothing more; the next apply finishes the same document.
func TestAccKilledEngine(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	address := w.Serve("--file", "disputes-simulator.db")
	w = w.With("MANGOPAY_BASE_URL="+address, "MANGOPAY_CLIENT_ID="+simulator.ClientID, "MANGOPAY_API_KEY="+simulator.APIKey)
	w, providers := w.WatchProviders()
	w.Write("a.pdf", acctest.PDF("a", 1))
	w.Write("b.png", acctest.PNG(2))
	w.Write("c.png", acctest.PNG(3))
	w.Configure("provider \"disputes\" {}\n" + evidence(`"a.pdf"`, `"b.png"`, `"c.png"`))
	world := w.World("disputes-simulator.db")
	workspace.Fail(t, world, simulator.FaultRule{Kind: simulator.FaultLatency, Operation: "create_page", Nth: 2, Delay: time.Hour})

	apply := w.Begin("apply", "-auto-approve")
	workspace.Eventually(t, "the second page", func() bool { return workspace.Calls(t, world)["create_page"] == 2 })
	apply.Signal(syscall.SIGKILL)
	killed := time.Now()
	apply.Wait()
	workspace.Eventually(t, "the provider to end", func() bool { return len(providers.Alive()) == 0 })
	if took := time.Since(killed); took > orphanLimit {
		t.Errorf("the provider has lived on for %s after its engine was killed", took)
	}
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 2}, workspace.Writes(t, world)); diff != "" {
		t.Errorf("sent without an engine: %s", diff)
	}

	workspace.Fail(t, world)
	w.Apply()
	w.Unchanged()
	if diff := cmp.Diff(map[string]int{"create_document": 1, "create_page": 4, "submit_document": 1}, workspace.Writes(t, world)); diff != "" {
		t.Error(diff)
	}
}
