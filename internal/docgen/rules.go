package main

import (
	"fmt"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

const rulesHead = `---
page_title: "Rules - disputes Provider"
subcategory: ""
description: |-
  Every rule that a plan is checked against, with its code, what it means and what to do.
---

# Rules

Nothing that is sent to a bank can be taken back, so the plan refuses what would fail or be lost. Each check has a code that stays
the same between releases; a diagnostic ends with it. Checks on single arguments run in ` + "`terraform validate`" + ` too, without
any network. Checks that need the other side run in the plan, and once more directly before a call that cannot be undone.

Rules whose code begins with ` + "`rebilly-`" + ` are about Rebilly alone; most of the others are about Mangopay, those about files and
values about both.
`

// areas are the sections of the page, in the order in which a reader meets them.
var areas = []struct{ name, title string }{
	{evidence.AreaType, "Types"},
	{evidence.AreaFile, "Files"},
	{evidence.AreaState, "States"},
	{evidence.AreaMoney, "Money"},
	{evidence.AreaTime, "Time"},
	{evidence.AreaApproval, "Approval"},
}

// rulesPage renders the table of rules as a page of the registry documentation. A rule of an area
// that is not listed in areas gets a section of that area's own name, so that none is ever left out.
func rulesPage(rules []evidence.Rule) string {
	var page strings.Builder
	page.WriteString(rulesHead)
	written := make(map[string]bool, len(areas))
	for _, area := range areas {
		written[area.name] = true
		writeArea(&page, area.name, area.title, rules)
	}
	for _, rule := range rules {
		if !written[rule.Area] {
			written[rule.Area] = true
			writeArea(&page, rule.Area, rule.Area, rules)
		}
	}
	return page.String()
}

func writeArea(page *strings.Builder, name, title string, rules []evidence.Rule) {
	fmt.Fprintf(page, "\n## %s\n", title)
	for _, rule := range rules {
		if rule.Area != name {
			continue
		}
		fmt.Fprintf(page, "\n### %s\n\n%s **%s**\n\n%s\n\nWhat to do: %s\n",
			rule.Code, label(rule.Severity), rule.Summary, rule.Explanation, rule.Remedy)
	}
}

func label(s evidence.Severity) string {
	if s == evidence.Warning {
		return "Warning:"
	}
	return "Error:"
}
