package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// writeGuide copies a guide and puts the tables of the state machines where it asks for them. A guide
// that does not ask for each of them once is an error.
func writeGuide(in io.Reader, out io.Writer) error {
	guide, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("read the guide: %w", err)
	}
	page := string(guide)
	for marker, machine := range map[string][]evidence.Transition{
		"<!-- dispute transitions -->":  evidence.DisputeTransitions(),
		"<!-- document transitions -->": evidence.DocumentTransitions(),
	} {
		if strings.Count(page, marker) != 1 {
			return fmt.Errorf("the guide must hold the line %s once", marker)
		}
		page = strings.Replace(page, marker, transitionTable(machine), 1)
	}
	_, err = io.WriteString(out, page)
	return err
}

// transitionTable lists every allowed move, in the order of the machine.
func transitionTable(machine []evidence.Transition) string {
	var table strings.Builder
	table.WriteString("| From | To | Who | When |\n|---|---|---|---|")
	for _, t := range machine {
		from, who := "(new)", t.Who
		if t.From != "" {
			from = "`" + t.From + "`"
		}
		if who == evidence.ByPlatform {
			who = "**you**"
		}
		fmt.Fprintf(&table, "\n| %s | `%s` | %s | %s |", from, t.To, who, t.When)
	}
	return table.String()
}
