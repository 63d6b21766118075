package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// results are what the page about the robustness runs reports.
type results struct {
	Usual, Worst campaign
	Processes    []processRun
	Bugs         []bug
	Planted      planted
}

// planted are the worse designs that the harness must find out, and within how many seeds.
type planted struct {
	Designs []string
	Seeds   uint64
}

// campaign is a report of the harness that plays schedules.
type campaign struct {
	World      string         `json:"world"`
	First      uint64         `json:"first"`
	Schedules  uint64         `json:"schedules"`
	Played     uint64         `json:"played"`
	Applies    int            `json:"applies"`
	Requests   int            `json:"requests"`
	Faults     map[string]int `json:"faults"`
	Deaths     map[string]int `json:"deaths"`
	Violations []breach       `json:"violations"`
	Seconds    float64        `json:"seconds"`
	Ended      time.Time      `json:"ended"` // zero: not told
}

// breach is a schedule that broke a promise.
type breach struct {
	Seed      uint64 `json:"seed"`
	World     string `json:"world"`
	Invariant string `json:"invariant"`
	Detail    string `json:"detail"`
}

// processRun is a report of the cases with real processes under one engine.
type processRun struct {
	Engine     string         `json:"engine"`
	Version    string         `json:"version"`
	Cases      int            `json:"cases"`
	ByKind     map[string]int `json:"by_kind"`
	ByVictim   map[string]int `json:"by_victim"`
	ByWhen     map[string]int `json:"by_when"`
	Violations int            `json:"violations"`
	Failed     int            `json:"failed"`
	Ended      time.Time      `json:"ended"` // zero: not told
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
	of := func(name string) string { return filepath.Join(folder, "results", name+".json") }
	r.Processes = make([]processRun, 2)
	err = errors.Join(
		decode(of("usual"), &r.Usual), decode(of("worst"), &r.Worst),
		decode(of("process-terraform"), &r.Processes[0]), decode(of("process-tofu"), &r.Processes[1]),
		decode(of("bugs"), &r.Bugs),
	)
	if err == nil {
		r.Planted, err = readPlanted(filepath.Join(folder, "planted_test.go"))
	}
	return r, errors.Join(err, r.check())
}

func decode(file string, into any) error {
	content, err := os.ReadFile(file) //nolint:gosec // G304: the folder is an argument of the caller's
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// check refuses results that cannot be published as they are.
func (r results) check() error {
	var problems []error
	for world, c := range map[string]campaign{"usual": r.Usual, "worst": r.Worst} {
		if c.World != world || c.Played == 0 || c.Played != c.Schedules || c.Applies == 0 || c.Requests == 0 {
			problems = append(problems, fmt.Errorf("%s.json: %d of %d schedules of the %q world were played, with %d applies and %d requests",
				world, c.Played, c.Schedules, c.World, c.Applies, c.Requests))
		}
	}
	for _, p := range r.Processes {
		if p.Cases == 0 || p.Failed > p.Violations {
			problems = append(problems, fmt.Errorf("process-%s.json: %d cases, of which %d failed", p.Engine, p.Cases, p.Failed))
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
