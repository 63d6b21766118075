package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	sim "github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// recorded begins the ids of the records in Rebilly; the id of the dispute at Mangopay follows.
const recorded = "mangopay-"

// mirrored is the second act: the disputes of one system are recorded in another and kept current.
var mirrored = act{
	title:   "Disputes are kept current in Rebilly",
	example: "rebilly-mirror",
	sent: []call{
		{"rebilly_put_dispute new", "create a dispute at Rebilly", 3},
		{"rebilly_put_dispute", "change a dispute at Rebilly", 2},
	},
	steps: []step{
		{
			title: "Rebilly does not know of three disputes",
			text: "A platform takes payments through Mangopay and bills subscriptions with Rebilly. Three payments are disputed. Mangopay reports that to nobody but the platform, " +
				"so Rebilly goes on as if nothing had happened. The simulator plays both, in one world.",
			commands: []command{simulator("reset", "--empty"), simulator("seed", "demo")},
			want: pairs{
				{"dispute-2001", "PENDING_CLIENT_ACTION", ""}, {"dispute-2002", "PENDING_CLIENT_ACTION", ""}, {"dispute-2003", "PENDING_CLIENT_ACTION", ""},
			},
		},
		{
			title: "Each becomes a record in Rebilly",
			text: "main.tf lists Mangopay's disputes and declares one at Rebilly for each. A function of the provider translates status, type and reason. The id is made from Mangopay's, " +
				"so that no dispute is ever recorded twice. A new dispute can set off automations; the plan says so.",
			commands: []command{
				{
					line:  []string{"{engine}", "plan", "-out=" + plan},
					shows: append([]string{`^      \+ (id|reason_code|status) +=`}, changes...),
					rules: []string{"rebilly-automations"},
					says:  []string{"Plan: 3 to add, 0 to change, 0 to destroy.", "Rule: rebilly-automations", `id = "mangopay-dispute-2003"`},
				},
				{
					line:  []string{"{engine}", "apply", plan},
					shows: applied,
					says:  []string{"Apply complete! Resources: 3 added, 0 changed, 0 destroyed."},
				},
			},
			want: pairs{
				{"dispute-2001", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
				{"dispute-2002", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
				{"dispute-2003", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
			},
		},
		{
			title: "The gateway changes one behind your back",
			text: "A payment gateway tells Rebilly that dispute-2001 is lost. Mangopay, which has the case, says otherwise. The next plan shows the difference, and warns that somebody " +
				"else's newer value would be overwritten. With status_authority = \"gateway\" it would be accepted instead.",
			commands: []command{
				simulator("gateway", "change", recorded+"dispute-2001", "--status", "lost"),
				{
					line:  []string{"{engine}", "plan", "-detailed-exitcode", "-out=" + plan},
					exit:  2,
					shows: append([]string{`^      ~ status +=`}, changes...),
					rules: []string{"rebilly-status-overwritten"},
					says:  []string{"Plan: 0 to add, 1 to change, 0 to destroy.", `status = "lost" -> "response-needed"`, "Rule: rebilly-status-overwritten"},
				},
			},
			want: pairs{
				{"dispute-2001", "PENDING_CLIENT_ACTION", "lost, revision 1"},
				{"dispute-2002", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
				{"dispute-2003", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
			},
		},
		{
			title: "People decide, and it is put right",
			text:  "Just before the write the provider looks again. Had the dispute changed once more since the plan, it would write nothing.",
			commands: []command{{
				line:  []string{"{engine}", "apply", plan},
				shows: applied,
				says:  []string{"Apply complete! Resources: 0 added, 1 changed, 0 destroyed."},
			}},
			want: pairs{
				{"dispute-2001", "PENDING_CLIENT_ACTION", "response-needed, revision 2"},
				{"dispute-2002", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
				{"dispute-2003", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
			},
		},
		{
			title: "A dispute closes at Mangopay",
			text: "Nobody answers dispute-2002, and after six days Mangopay closes it as lost. Rebilly is told: the list has no filter by status, so a closed dispute stays in it. " +
				"Then both systems agree, and there is nothing to plan.",
			commands: []command{
				simulator("advance", "6d"),
				{
					line:  []string{"{engine}", "plan", "-detailed-exitcode", "-out=" + plan},
					exit:  2,
					shows: append([]string{`^      ~ status +=`}, changes...),
					says:  []string{"Plan: 0 to add, 1 to change, 0 to destroy.", `status = "response-needed" -> "lost"`},
				},
				{
					line:  []string{"{engine}", "apply", plan},
					shows: applied,
					says:  []string{"Apply complete! Resources: 0 added, 1 changed, 0 destroyed."},
				},
				{
					line:  []string{"{engine}", "plan", "-detailed-exitcode"},
					shows: changes,
					says:  []string{"No changes."},
				},
			},
			want: pairs{
				{"dispute-2001", "PENDING_CLIENT_ACTION", "response-needed, revision 2"},
				{"dispute-2002", "CLOSED LOST", "lost, revision 1"},
				{"dispute-2003", "PENDING_CLIENT_ACTION", "response-needed, revision 0"},
			},
		},
	},
}

// pair is a dispute as the two systems have it: status and result, status and revision; empty where a
// system does not know it. A further record of the same dispute is a pair of its own.
type pair struct{ id, mangopay, rebilly string }

// pairs are all disputes as they must be.
type pairs []pair

// look shows every dispute beside its record.
func (p pairs) look(ctx context.Context, s *stage) (rows [][]string, err error) {
	var disputes []sim.DisputeState
	var rebilly struct{ Disputes []sim.RebillyDispute }
	if err := s.ask(ctx, &disputes, "list", "--json"); err != nil {
		return nil, err
	}
	if err := s.ask(ctx, &rebilly, "list", "--system", "rebilly", "--json"); err != nil {
		return nil, err
	}
	seen := paired(disputes, rebilly.Disputes)
	rows = [][]string{{"Dispute", "At Mangopay", "At Rebilly"}}
	for _, one := range seen {
		rows = append(rows, []string{one.id, one.mangopay, one.rebilly})
	}
	return rows, p.check(seen)
}

func paired(disputes []sim.DisputeState, records []sim.RebillyDispute) pairs {
	var seen pairs
	at := map[string]int{}
	for _, d := range disputes {
		at[recorded+d.ID] = len(seen)
		seen = append(seen, pair{id: d.ID, mangopay: strings.TrimSpace(d.Status + " " + d.ResultCode)})
	}
	for _, r := range records {
		i, known := at[r.ID]
		if !known {
			i, seen = len(seen), append(seen, pair{id: r.ID})
		}
		seen[i].rebilly = fmt.Sprintf("%s, revision %d", r.Status, r.Revision)
	}
	return seen
}

func (p pairs) check(seen pairs) error {
	if !slices.Equal(p, seen) {
		return fmt.Errorf("expected the disputes to be %q, seen %q", p, seen)
	}
	return nil
}
