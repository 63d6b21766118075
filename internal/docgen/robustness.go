package main

import (
	"fmt"
	"io"
	"strings"
	"text/template"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

// writeRobustness fills the page about the robustness runs, a text/template, with the results and the
// planted designs that folder holds.
func writeRobustness(folder string, in io.Reader, out io.Writer) error {
	page, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("read the page: %w", err)
	}
	r, err := readResults(folder)
	if err != nil {
		return err
	}
	functions := template.FuncMap{"number": number[uint64], "count": func(b []report.Breach) string { return number(len(b)) }, "schedules": scheduleTable, "processes": processTable}
	filled, err := template.New("page").Funcs(functions).Option("missingkey=error").Parse(string(page))
	if err != nil {
		return err
	}
	return filled.Execute(out, r)
}

// scheduleTable compares campaigns, one column each.
func scheduleTable(campaigns ...report.Campaign) string {
	t := newTable("")
	faults, deaths := make([]map[string]int, len(campaigns)), make([]map[string]int, len(campaigns))
	for i, c := range campaigns {
		faults[i], deaths[i] = c.Faults, c.Deaths
		t.head(c.World + " world")
		t.cell("schedules", number(c.Played))
		t.cell("seeds", number(c.First)+" to "+number(c.First+c.Played-1))
		t.cell("applies and plans", number(c.Applies))
		t.cell("requests", number(c.Requests))
	}
	t.counts("fault: ", faults)
	t.counts("in mid-run: ", deaths)
	for _, c := range campaigns {
		t.cell("**schedules that broke a promise**", "**"+share(len(c.Violations), c.Played)+"**")
		t.cell("time taken", time.Duration(c.Seconds*float64(time.Second)).Round(time.Second).String())
		t.cell("ended", ended(c.Ended))
	}
	return t.String()
}

// processTable compares the cases with real processes, one column for each engine.
func processTable(runs []report.Processes) string {
	t := newTable("")
	kinds, victims, moments := make([]map[string]int, len(runs)), make([]map[string]int, len(runs)), make([]map[string]int, len(runs))
	for i, r := range runs {
		kinds[i], victims[i], moments[i] = r.ByKind, r.ByVictim, r.ByWhen
		t.head(strings.TrimSpace(r.Engine + " " + r.Version))
		t.cell("cases", number(r.Cases))
	}
	t.counts("at: ", kinds)
	t.counts("struck: ", victims)
	t.counts("when: ", moments)
	for _, r := range runs {
		t.cell("**broken promises**", "**"+number(r.Violations)+"**")
		t.cell("ended", ended(r.Ended))
	}
	return t.String()
}
