// Command table prints what a run of `make robustness` came to, from the reports that
// its parts have left in a directory, and fails if a promise was broken.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "table:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("want one argument, the directory with the reports")
	}
	files, err := filepath.Glob(filepath.Join(args[0], "*.json"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no report in %s (%w)", args[0], err)
	}
	s := sum{out: tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)}
	for _, file := range files {
		if err := s.add(file); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.out, "violations\t%d\t\n", s.broken)
	if err := s.out.Flush(); err != nil {
		return err
	}
	if s.broken > 0 {
		return fmt.Errorf("%d schedules or cases break a promise", s.broken)
	}
	if s.failed > 0 {
		return fmt.Errorf("%d cases failed", s.failed)
	}
	return nil
}

// sum is what all reports come to.
type sum struct {
	out    *tabwriter.Writer
	broken int // promises
	failed int // cases
}

// add prints and counts the report of a file.
func (s *sum) add(file string) error {
	ofProcesses, err := filepath.Match(report.ProcessesFile("*"), filepath.Base(file))
	if err != nil {
		return err
	}
	if ofProcesses {
		var p report.Processes
		if err := report.Read(file, &p); err != nil {
			return err
		}
		p.Print(s.out)
		s.broken, s.failed = s.broken+p.Violations, s.failed+p.Failed
		return nil
	}
	var c report.Campaign
	if err := report.Read(file, &c); err != nil {
		return err
	}
	c.Print(s.out)
	switch {
	case c.World != report.Worst:
		s.broken += len(c.Violations)
	case c.Played > 0: // published, not promised
		fmt.Fprintf(s.out, "broken in the worst world\t%d\t%.2f %%\t\n", len(c.Violations), 100*float64(len(c.Violations))/float64(c.Played))
	}
	return nil
}
