package workspace

import (
	"context"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Calls counts what a world has seen, by operation.
func Calls(t *testing.T, sim *simulator.Simulator) map[string]int {
	t.Helper()
	journal, err := sim.Journal()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, request := range journal {
		counts[request.Operation]++
	}
	return counts
}

// Writes are the calls that change something at Mangopay or Rebilly.
func Writes(t *testing.T, sim *simulator.Simulator) map[string]int {
	t.Helper()
	counts := Calls(t, sim)
	for operation := range counts {
		switch operation {
		case "create_document", "create_page", "submit_document", "submit_dispute", "close_dispute", "update_dispute":
		case "rebilly_put_dispute", "rebilly_create_file", "rebilly_update_file", "rebilly_delete_file", "rebilly_put_attachment", "rebilly_delete_attachment":
		default:
			delete(counts, operation)
		}
	}
	return counts
}

// Fail replaces the faults of a world; without rules all misbehaviour ends.
func Fail(t *testing.T, sim *simulator.Simulator, rules ...simulator.FaultRule) {
	t.Helper()
	if err := sim.SetFaults(simulator.Faults{Rules: rules}); err != nil {
		t.Fatal(err)
	}
}

// Eventually waits until done says so, for at most half a minute.
func Eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		case <-ticker.C:
		}
	}
}
