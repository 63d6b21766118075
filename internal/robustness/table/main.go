// Command table prints what a run of `make robustness` came to, from the reports that
// its parts have left in a directory, and fails if a promise was broken.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

// report is one part of a run: schedules on a virtual clock, or cases with real
// processes.
type report struct {
	World      string         `json:"world"`
	Engine     string         `json:"engine"`
	Version    string         `json:"version"`
	Played     int            `json:"played"`
	Cases      int            `json:"cases"`
	Applies    int            `json:"applies"`
	Requests   int            `json:"requests"`
	Faults     map[string]int `json:"faults"`
	Deaths     map[string]int `json:"deaths"`
	Victims    map[string]int `json:"by_victim"`
	Violations breaches       `json:"violations"`
	Failed     int            `json:"failed"` // cases that broke no promise and did not end as they should
}

// breaches are told one by one, or only counted.
type breaches int

// UnmarshalJSON takes a list or a number.
func (b *breaches) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		*b = breaches(len(list))
		return nil
	}
	return json.Unmarshal(data, (*int)(b))
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("want one argument, the directory with the reports")
	}
	files, err := filepath.Glob(filepath.Join(args[0], "*.json"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no report in %s (%w)", args[0], err)
	}
	failed := 0
	table, broken := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight), 0
	for _, file := range files {
		data, err := os.ReadFile(file) //nolint:gosec // G304: the directory is the argument
		if err != nil {
			return err
		}
		var r report
		if err := json.Unmarshal(data, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		r.print(table)
		failed += r.Failed
		if !r.measured() {
			broken += int(r.Violations)
		}
	}
	fmt.Fprintf(table, "violations\t%d\t\n", broken)
	if err := table.Flush(); err != nil {
		return err
	}
	if broken > 0 {
		return fmt.Errorf("%d schedules or cases break a promise", broken)
	}
	if failed > 0 {
		return fmt.Errorf("%d cases failed", failed)
	}
	return nil
}

// measured tells that breaches are expected: the worst world is published, not
// promised.
func (r report) measured() bool { return r.World == "worst" }

func (r report) print(out io.Writer) {
	if r.Engine != "" {
		fmt.Fprintf(out, "cases under %s %s\t%d\t\n", r.Engine, r.Version, r.Cases)
		rows(out, "killed: ", r.Victims)
		return
	}
	fmt.Fprintf(out, "schedules, %s world\t%d\t\n", r.World, r.Played)
	fmt.Fprintf(out, "applies and plans\t%d\t\nrequests\t%d\t\n", r.Applies, r.Requests)
	rows(out, "fault: ", r.Faults)
	rows(out, "killed: ", r.Deaths)
	if r.measured() && r.Played > 0 {
		fmt.Fprintf(out, "broken in the worst world\t%d\t%.2f %%\t\n", r.Violations, 100*float64(r.Violations)/float64(r.Played))
	}
}

func rows(out io.Writer, prefix string, counts map[string]int) {
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(out, "%s%s\t%d\t\n", prefix, name, counts[name])
	}
}
