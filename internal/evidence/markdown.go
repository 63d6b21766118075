package evidence

import (
	"fmt"
	"strings"
)

var areaTitles = []struct{ area, title, intro string }{
	{AreaType, "Vocabulary", "Values that the configuration writes and Mangopay must know."},
	{AreaFile, "Files", "The bytes of a page: where they come from, and whether the other side can read them."},
	{AreaState, "States", "What a dispute or a document allows at the moment, and what a plan does to it."},
	{AreaMoney, "Money", "Contested against disputed funds."},
	{AreaTime, "Time", "The contest deadline, by the server's clock."},
	{AreaApproval, "Approval", "Whether a person approved these bytes."},
}

// RulesMarkdown renders the table of rules for the documentation: one table for each
// area, and below it one section for each rule, whose anchor is the rule's code.
func RulesMarkdown() string {
	var b strings.Builder
	rules := Rules()
	for _, a := range areaTitles {
		fmt.Fprintf(&b, "## %s\n\n%s\n\n| Rule | Severity | What it says | What to do |\n|---|---|---|---|\n", a.title, a.intro)
		for _, r := range rules {
			if r.Area == a.area {
				fmt.Fprintf(&b, "| [`%s`](#%s) | %s | %s | %s |\n", r.Code, r.Code, r.Severity, r.Summary, r.Remedy)
			}
		}
		b.WriteString("\n")
		for _, r := range rules {
			if r.Area == a.area {
				fmt.Fprintf(&b, "### %s\n\n%s %s\n\n", r.Code, r.Summary, r.Explanation)
			}
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// TransitionsMarkdown renders both state machines for the documentation.
func TransitionsMarkdown() string {
	return "## Dispute\n\n" + transitionTable(disputeTransitions) + "\n## Dispute document\n\n" + transitionTable(documentTransitions)
}

func transitionTable(machine []Transition) string {
	var b strings.Builder
	b.WriteString("| From | To | Who | When |\n|---|---|---|---|\n")
	for _, t := range machine {
		from := "–"
		if t.From != "" {
			from = "`" + t.From + "`"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", from, t.To, t.Who, t.When)
	}
	return b.String()
}
