package acctest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Calls counts the requests of one operation that the world received.
func (w *World) Calls(operation string) int {
	w.t.Helper()
	journal, err := w.Journal()
	if err != nil {
		w.t.Fatalf("read the journal: %v", err)
	}
	n := 0
	for _, request := range journal {
		if request.Operation == operation {
			n++
		}
	}
	return n
}

// Writes are the operations of the journal that change something on the other side,
// in order. Tokens and consult links change nothing.
func (w *World) Writes() []string {
	w.t.Helper()
	journal, err := w.Journal()
	if err != nil {
		w.t.Fatalf("read the journal: %v", err)
	}
	quiet := []string{"oauth_token", "consult_document"}
	var out []string
	for _, request := range journal {
		if request.Method != http.MethodGet && !slices.Contains(quiet, request.Operation) {
			out = append(out, request.Operation)
		}
	}
	return out
}

// WantWrites fails the test unless exactly these operations changed something on the
// other side since the journal was cleared.
func (w *World) WantWrites(operations ...string) {
	w.t.Helper()
	if diff := cmp.Diff(operations, w.Writes()); diff != "" {
		w.t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// Done counts the requests of an operation whose work was done, whatever was
// answered.
func (w *World) Done(operation string) int {
	w.t.Helper()
	journal, err := w.Journal()
	w.Do(err)
	n := 0
	for _, r := range journal {
		answered := r.Status >= 200 && r.Status < 300
		if r.Operation == operation && (answered || strings.Contains(r.Fault, string(simulator.FaultErrorAfter))) {
			n++
		}
	}
	return n
}
