package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

// results are what the page about the robustness runs reports.
type results struct {
	Usual, Worst report.Campaign
	Processes    []report.Processes
	Bugs         []bug
	Planted      planted
}

// planted are the worse designs that the harness must find out, and within how many seeds.
type planted struct {
	Designs []string
	Seeds   uint64
}

// bug is one that the harness or the cases with real processes have found.
type bug struct {
	Title        string `json:"title"`
	Invariant    string `json:"invariant"`
	Seed         uint64 `json:"seed"` // 0: it was a case
	Case         string `json:"case"`
	World        string `json:"world"`
	FoundBy      string `json:"found_by"`
	WhatHappened string `json:"what_happened"`
	Cure         string `json:"cure"`
	Test         string `json:"test"`
}

// readResults reads the results below folder, and the names of the planted designs from the test that
// has them.
func readResults(folder string) (r results, err error) {
	read := func(name string, into any) error { return report.Read(filepath.Join(folder, "results", name), into) }
	r.Processes = make([]report.Processes, 2)
	err = errors.Join(
		read(report.Usual+".json", &r.Usual), read(report.Worst+".json", &r.Worst),
		read(report.ProcessesFile("terraform"), &r.Processes[0]), read(report.ProcessesFile("tofu"), &r.Processes[1]),
		read("bugs.json", &r.Bugs),
	)
	if err == nil {
		r.Planted, err = readPlanted(filepath.Join(folder, "planted_test.go"))
	}
	return r, errors.Join(err, r.check())
}

// check refuses results that cannot be published as they are.
func (r results) check() error {
	var problems []error
	for world, c := range map[string]report.Campaign{report.Usual: r.Usual, report.Worst: r.Worst} {
		if c.World != world || c.Played == 0 || c.Played != c.Schedules || c.Applies == 0 || c.Requests == 0 {
			problems = append(problems, fmt.Errorf("%s.json: %d of %d schedules of the %q world were played, with %d applies and %d requests",
				world, c.Played, c.Schedules, c.World, c.Applies, c.Requests))
		}
	}
	for _, p := range r.Processes {
		if p.Cases == 0 || p.Failed > p.Violations {
			problems = append(problems, fmt.Errorf("%s: %d cases, of which %d failed", report.ProcessesFile(p.Engine), p.Cases, p.Failed))
		}
	}
	if i := slices.IndexFunc(r.Bugs, func(b bug) bool { return (b.Seed == 0) == (b.Case == "") }); i >= 0 {
		problems = append(problems, fmt.Errorf("bugs.json: %q needs a seed or a case", r.Bugs[i].Title))
	}
	return errors.Join(problems...)
}

var (
	// plantedDesign is the beginning of a design: its name, and the file of the product that it changes.
	plantedDesign = regexp.MustCompile(`(?m)^\t\t"([^"]+)", "internal/[^"]+\.go",$`)
	plantedSeeds  = regexp.MustCompile(`(?m)^const plantedSeeds = "(\d+)"$`)
)

// readPlanted takes the designs from the source of the test that plants them.
func readPlanted(file string) (p planted, err error) {
	source, err := os.ReadFile(file) //nolint:gosec // G304: the folder is an argument of the caller's
	if err != nil {
		return p, err
	}
	for _, found := range plantedDesign.FindAllSubmatch(source, -1) {
		p.Designs = append(p.Designs, string(found[1]))
	}
	seeds := plantedSeeds.FindSubmatch(source)
	if len(p.Designs) == 0 || seeds == nil {
		return p, fmt.Errorf("%s does not have the planted designs in the form that is looked for", file)
	}
	p.Seeds, err = strconv.ParseUint(string(seeds[1]), 10, 64)
	return p, err
}
