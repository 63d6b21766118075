package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	sim "github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const planned = `
Warning: Provider development overrides are in effect

The following provider development overrides are set in the CLI
configuration.

No changes. Your infrastructure matches the configuration.

Warning: Mangopay refused the document.

  with disputes_mangopay_document.a,

Document "7" is REFUSED, digest
"5764dc6ce9624c1bd5f04e63a5f5e87bb58d29d503d2bd459db8130711eb89c3".

Rule: document-refused

Warning: The embedded simulator is used: nothing is sent to the real system.

Rule: simulator-in-use
`

func TestExcerptKeepsWhatTheStepNames(t *testing.T) {
	t.Parallel()
	got := command{shows: changes, rules: []string{"document-refused"}}.excerpt(planned)
	want := []string{
		"No changes. Your infrastructure matches the configuration.", "",
		"Warning: Mangopay refused the document.", "  with disputes_mangopay_document.a,",
		`Document "7" is REFUSED, digest`, `"5764dc6ce962…".`, "Rule: document-refused",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("excerpt (-want +got):\n%s", diff)
	}
	if got := (command{}).excerpt("one\ntwo\n"); len(got) != 2 {
		t.Errorf("a command without a selection shows %q, not everything", got)
	}
}

func TestCheckReportsWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	if err := (command{says: []string{`REFUSED, digest "5764dc6c`}}).check(planned); err != nil {
		t.Errorf("a text that the engine has wrapped is not found: %v", err)
	}
	err := (command{line: []string{"terraform", "plan"}, says: []string{"Plan: 1 to add"}}).check(planned)
	if err == nil || !strings.Contains(err.Error(), "Plan: 1 to add") || !strings.Contains(err.Error(), "No changes.") {
		t.Errorf("got %v, want an error with what was expected and what was seen", err)
	}
}

func TestWantNoticesEveryDifference(t *testing.T) {
	t.Parallel()
	seen := sim.DisputeState{
		Status: "CLOSED", ResultCode: "WON", Submissions: 2,
		Documents: []sim.DocumentState{
			{Type: "INVOICE", Status: "VALIDATED"},
			{Type: "DELIVERY_PROOF", Status: "REFUSED", RefusedReasonType: "OTHER"},
		},
	}
	documents := []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED OTHER"}
	if err := (want{"CLOSED", "WON", 2, documents}).check(seen); err != nil {
		t.Error(err)
	}
	for _, wrong := range []want{
		{"SUBMITTED", "WON", 2, documents},
		{"CLOSED", "LOST", 2, documents},
		{"CLOSED", "WON", 1, documents},
		{"CLOSED", "WON", 2, documents[:1]},
		{"CLOSED", "WON", 2, []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED"}},
	} {
		if wrong.check(seen) == nil {
			t.Errorf("%s passes for %s", wrong, want{"CLOSED", "WON", 2, documents})
		}
	}
}

func TestPairsNoticeEveryDifference(t *testing.T) {
	t.Parallel()
	disputes := []sim.DisputeState{{ID: "d-1", Status: "PENDING_CLIENT_ACTION"}, {ID: "d-2", Status: "CLOSED", ResultCode: "LOST"}}
	records := []sim.RebillyDispute{{ID: "mangopay-d-2", Status: "lost", Revision: 1}, {ID: "dp_1", Status: "won"}}
	seen := paired(disputes, records)
	right := pairs{{"d-1", "PENDING_CLIENT_ACTION", ""}, {"d-2", "CLOSED LOST", "lost, revision 1"}, {"dp_1", "", "won, revision 0"}}
	if err := right.check(seen); err != nil {
		t.Error(err)
	}
	for i, other := range []pair{
		{"d-1", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
		{"d-2", "CLOSED LOST", "lost, revision 0"},
		{"dp_2", "", "won, revision 0"},
	} {
		wrong := slices.Clone(right)
		wrong[i] = other
		if wrong.check(seen) == nil {
			t.Errorf("%q passes for %q", wrong, right)
		}
	}
	if right[:2].check(seen) == nil {
		t.Error("a record of no dispute goes unnoticed")
	}
}

func TestOnlyWhatWasMeantIsSent(t *testing.T) {
	t.Parallel()
	requests := []sim.Request{
		{Operation: "oauth_token", Method: "POST", Status: 200},
		{Operation: "get_dispute", Method: "GET", Status: 200},
		{Operation: "consult_document", Method: "POST", Status: 200},
		{Operation: "rebilly_put_dispute", Method: "PUT", Status: 201},
		{Operation: "rebilly_put_dispute", Method: "PUT", Status: 200},
		{Operation: "rebilly_put_dispute", Method: "PUT", Status: 200},
	}
	created, changed := call{"rebilly_put_dispute new", "create", 1}, call{"rebilly_put_dispute", "change", 2}
	if err := compareSent([]call{created, changed}, writesIn(requests)); err != nil {
		t.Error(err)
	}
	for name, wrong := range map[string][]call{
		"once too seldom":      {created, {"rebilly_put_dispute", "change", 1}},
		"never":                {created, changed, {"submit_dispute", "submit", 1}},
		"what nobody spoke of": {created},
		"a creation, unspoken": {changed},
		"nothing of it at all": nil,
	} {
		if compareSent(wrong, writesIn(requests)) == nil {
			t.Errorf("%s: goes unnoticed", name)
		}
	}
}

func TestEnvironmentIsTheStorysOwn(t *testing.T) {
	t.Parallel()
	got := environment([]string{
		"HOME=/h", "PATH=/usr/bin", "TF_CLI_CONFIG_FILE=/missing", "TF_LOG=TRACE", "MANGOPAY_API_KEY=k", "REBILLY_API_KEY=k",
		"DISPUTES_SIMULATOR_FILE=/w", "ENGINE=tofu",
	}, "/b", "/c")
	want := []string{"HOME=/h", "PATH=/b" + string(os.PathListSeparator) + "/usr/bin", "TF_CLI_CONFIG_FILE=/c", "CHECKPOINT_DISABLE=1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
}

func TestScreenFitsAHundredColumnsWithoutColour(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s := &screen{Writer: &out}
	for _, act := range story {
		s.act(act)
		for i, step := range act.steps {
			s.heading(i+1, step.title)
			s.say(step.text)
			for _, c := range step.commands {
				s.command(c.line)
			}
		}
	}
	s.excerpt([]string{strings.Repeat("x", 300)})
	s.close(9, 0)
	for line := range strings.Lines(out.String()) {
		if utf8.RuneCountInString(line) > 100 || strings.Contains(line, "\x1b") {
			t.Errorf("too long or coloured: %q", line)
		}
	}
}

func TestScreenIsColourfulOnlyWhereWanted(t *testing.T) {
	t.Parallel()
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	})
	if newScreen(file).colour {
		t.Error("a file is written in colour")
	}
	var out bytes.Buffer
	(&screen{Writer: &out, colour: true}).excerpt([]string{"Warning: x"})
	if got := out.String(); got != "  \x1b[33mWarning: x\x1b[0m\n" {
		t.Errorf("a warning is printed as %q", got)
	}
}
