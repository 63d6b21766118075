// Package report has the form in which runs of the robustness harness tell what they came to. A
// campaign of schedules goes on from its report, and tables and pages are made from reports.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"
)

// The worlds that schedules are played in.
const (
	Usual = "usual" // idempotency keys are reserved on arrival
	Worst = "worst" // they are not, and somebody applies again within a minute
)

// Campaign is what schedules on a virtual clock came to.
type Campaign struct {
	World      string         `json:"world"`
	Program    string         `json:"program"` // digest of the program that plays
	First      uint64         `json:"first"`   // seed
	Schedules  uint64         `json:"schedules"`
	Played     uint64         `json:"played"` // so far
	Applies    int            `json:"applies"`
	Requests   int            `json:"requests"`
	Faults     map[string]int `json:"faults"`
	Deaths     map[string]int `json:"deaths"` // and interrupts, by victim
	Classes    map[string]int `json:"classes"`
	Cells      map[string]int `json:"cells"` // misfortunes of writes, by kind and operation
	Waits      int            `json:"waits"` // calls that were held back and said so
	Violations []Breach       `json:"violations"`
	Seconds    float64        `json:"seconds"`
	Ended      time.Time      `json:"ended"` // zero: not told
}

// Breach is a schedule that broke a promise.
type Breach struct {
	Seed      uint64 `json:"seed"`
	World     string `json:"world"`
	Invariant string `json:"invariant"`
	Detail    string `json:"detail"`
}

// Processes is what the cases with real processes came to under one engine.
type Processes struct {
	Engine     string         `json:"engine"`
	Version    string         `json:"version"` // the engine's own; "" if it does not say
	Ended      time.Time      `json:"ended"`   // zero: not told
	Cases      int            `json:"cases"`
	ByKind     map[string]int `json:"by_kind"`
	ByVictim   map[string]int `json:"by_victim"` // of those in which somebody is killed
	ByWhen     map[string]int `json:"by_when"`
	Violations int            `json:"violations"`
	Failed     int            `json:"failed"` // cases that failed, for whatever reason
}

// ProcessesFile is the name of the file with the cases under an engine; "*" is any engine.
func ProcessesFile(engine string) string { return "process-" + engine + ".json" }

// Print writes the figures as rows for a tabwriter: a name and a number each.
func (c *Campaign) Print(out io.Writer) {
	fmt.Fprintf(out, "schedules, %s world\t%d\t\n", c.World, c.Played)
	fmt.Fprintf(out, "applies and plans\t%d\t\nrequests\t%d\t\n", c.Applies, c.Requests)
	fmt.Fprintf(out, "calls that said they waited\t%d\t\n", c.Waits)
	rows(out, "about: ", c.Classes)
	rows(out, "fault: ", c.Faults)
	rows(out, "in mid-run: ", c.Deaths)
}

// Print writes the figures as rows for a tabwriter: a name and a number each.
func (p *Processes) Print(out io.Writer) {
	fmt.Fprintf(out, "cases under %s %s\t%d\t\n", p.Engine, p.Version, p.Cases)
	rows(out, "struck: ", p.ByVictim)
}

func rows(out io.Writer, prefix string, counts map[string]int) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(out, "%s%s\t%d\t\n", prefix, name, counts[name])
	}
}

// Read reads a report, a *Campaign or *Processes, or what else is kept beside them as JSON. The
// error is an fs.ErrNotExist if there is no such file.
func Read(file string, into any) error {
	content, err := os.ReadFile(file) //nolint:gosec // G304: whoever runs the harness names the file
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// Write writes a report, a *Campaign or *Processes. A program that is killed meanwhile leaves the
// report that was there before.
func Write(file string, report any) error {
	content, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	unfinished := file + ".new"
	if err := os.WriteFile(unfinished, append(content, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(unfinished, file)
}
