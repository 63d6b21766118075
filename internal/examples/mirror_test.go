package examples_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// mirror prepares the example that keeps Mangopay's disputes in Rebilly, with its three disputes.
func mirror(t *testing.T) *bench {
	t.Helper()
	b := newBench(t)
	b.needsFunctions()
	b.configuration("rebilly-mirror")
	b.simulated(func(s *simulator.Simulator) error {
		if err := s.Reset(); err != nil {
			return err
		}
		return s.Seed(simulator.SeedDemo)
	})
	return b
}

// statuses are those of Rebilly's disputes, by id.
func (b *bench) statuses() map[string]string {
	b.t.Helper()
	found := map[string]string{}
	b.simulated(func(s *simulator.Simulator) error {
		disputes, err := s.RebillyDisputes()
		for _, d := range disputes {
			found[d.ID] = d.Status
		}
		return err
	})
	return found
}

// expectStatuses compares Rebilly's disputes with those of the example, of which some have another
// status than response-needed.
func (b *bench) expectStatuses(others map[string]string) {
	b.t.Helper()
	want := map[string]string{}
	for _, id := range []string{"mangopay-dispute-2001", "mangopay-dispute-2002", "mangopay-dispute-2003"} {
		want[id] = "response-needed"
	}
	for id, status := range others {
		want[id] = status
	}
	if diff := cmp.Diff(want, b.statuses()); diff != "" {
		b.t.Errorf("disputes at Rebilly (-want +got):\n%s", diff)
	}
}

func TestAccMirrorFollowsADisputeUntilItIsDecided(t *testing.T) {
	t.Parallel()
	b := mirror(t)
	b.run("validate")
	b.apply()
	b.expectStatuses(nil)

	b.simulated(func(s *simulator.Simulator) error {
		return s.ChangeRebillyDispute("mangopay-dispute-2001", simulator.RebillyChange{Status: "lost"})
	})
	if output, status := b.exit("plan", "-detailed-exitcode"); status != 2 || !strings.Contains(output, "Rule: rebilly-status-overwritten") {
		t.Errorf("the plan does not tell of the drift: exit status %d\n%s", status, output)
	}
	b.apply()
	b.expectStatuses(nil)

	b.simulated(func(s *simulator.Simulator) error { return s.Advance(6 * 24 * time.Hour) })
	if output := b.apply(); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		t.Errorf("the end of a dispute is not an update:\n%s", output)
	}
	b.expectStatuses(map[string]string{"mangopay-dispute-2002": "lost"})
}

func TestAccMirrorRecordsNothingTwice(t *testing.T) {
	t.Parallel()
	b := mirror(t)
	b.apply()
	sent := b.writes()
	b.remove("terraform.tfstate")
	output := b.apply()
	if !strings.Contains(output, "Rule: rebilly-dispute-adopted") {
		t.Errorf("nothing is said of records that are there already:\n%s", output)
	}
	if diff := cmp.Diff(sent, b.writes()); diff != "" {
		t.Errorf("with a lost state something was sent again (-before +after):\n%s", diff)
	}
}

func TestAccMirrorForgetsNothing(t *testing.T) {
	t.Parallel()
	b := mirror(t)
	b.apply()
	table := read(t, "examples", "rebilly-mirror", "terraform.tfvars")
	b.write("terraform.tfvars", strings.ReplaceAll(table, "dispute-2003", "dispute-9999"))
	output, status := b.exit("plan")
	for _, want := range []string{"mangopay-dispute-2003", "Rule: destroy-refused", "Not in Rebilly: dispute-2003"} {
		if status != 1 || !strings.Contains(flat(output), want) {
			t.Errorf("exit status %d, expected a plan that is refused with %q:\n%s", status, want, output)
		}
	}
}

func TestAccMirrorFindsTransactionsByPayIn(t *testing.T) {
	t.Parallel()
	b := mirror(t)
	b.simulated(func(s *simulator.Simulator) error {
		_, err := s.OpenDispute(simulator.DisputeSpec{ID: "dispute-3001", PayInID: "payin-3001"})
		return err
	})
	if output := b.apply(); !strings.Contains(flat(output), "Not in Rebilly: dispute-3001 (pay-in payin-3001)") {
		t.Errorf("nothing is said of a dispute without a transaction:\n%s", output)
	}
	b.write("transactions.csv", "pay_in,transaction\npayin-3001,txn-2004\n")
	const line = "transactions = { for row in csvdecode(file(\"transactions.csv\")) : row.pay_in => row.transaction }\n"
	page := read(t, "examples", "rebilly-mirror", "README.md")
	if !slices.Contains(blocks(page, "hcl"), line) {
		t.Fatal("the README of the example does not show any more how to read a table")
	}
	entries := read(t, "examples", "rebilly-mirror", "main.tf")
	b.write("main.tf", strings.ReplaceAll(entries, "var.transactions", "local.table"))
	b.write("table.tf", "locals {\n  table = merge(var.transactions, local.exported)\n  exported = "+strings.TrimPrefix(line, "transactions = ")+"}\n")
	b.apply()
	b.expectStatuses(map[string]string{"mangopay-dispute-3001": "response-needed"})
}

// The table of the README speaks of every file of the example.
func TestMirrorReadmeNamesItsFiles(t *testing.T) {
	t.Parallel()
	page := read(t, "examples", "rebilly-mirror", "README.md")
	entries, err := os.ReadDir(filepath.Join(examples, "rebilly-mirror"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if name := entry.Name(); name != "README.md" && !strings.Contains(page, "`"+name+"`") {
			t.Errorf("the README does not say what %s is", name)
		}
	}
}
