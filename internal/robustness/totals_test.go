package robustness_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

// totals are what a campaign of schedules has come to so far.
type totals struct {
	mu sync.Mutex
	report.Campaign
}

func newTotals(world string, first, schedules uint64) *totals {
	return &totals{Campaign: report.Campaign{
		World: world, First: first, Schedules: schedules,
		Faults: map[string]int{}, Deaths: map[string]int{}, Classes: map[string]int{}, Cells: map[string]int{},
	}}
}

// resume takes over what a report has of the same campaign by the same program.
func resume(file string, wanted *totals) (*totals, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	wanted.Program = acctest.SHA256(content)
	if file == "" {
		return wanted, nil
	}
	found := newTotals("", 0, 0)
	if err := report.Read(file, &found.Campaign); errors.Is(err, fs.ErrNotExist) {
		return wanted, nil
	} else if err != nil {
		return nil, err
	}
	if found.World != wanted.World || found.First != wanted.First || found.Program != wanted.Program {
		return wanted, nil
	}
	found.Schedules = wanted.Schedules
	return found, nil
}

// repeat is the command that plays the schedule again.
func repeat(b report.Breach) string {
	return fmt.Sprintf("%s: %s\n    go test ./internal/robustness -run TestSchedules -first %d -seeds 1 -world %s -v", b.Invariant, b.Detail, b.Seed, b.World)
}

func (sum *totals) broken() bool {
	sum.mu.Lock()
	defer sum.mu.Unlock()
	return len(sum.Violations) > 0
}

// add counts a schedule, and returns how many have broken a promise so far.
func (sum *totals) add(s *schedule) int {
	sum.mu.Lock()
	defer sum.mu.Unlock()
	sum.Played++
	sum.Applies += s.applies
	sum.Requests += len(s.history)
	for kind, n := range s.faults {
		sum.Faults[kind] += n
	}
	for victim, n := range s.deaths {
		sum.Deaths[victim] += n
	}
	for cell, n := range s.cells {
		sum.Cells[cell] += n
	}
	sum.Waits += s.waits
	sum.Classes[s.class.String()]++
	if len(s.violations) > 0 {
		v := s.violations[0]
		sum.Violations = append(sum.Violations, report.Breach{Seed: s.seed, World: sum.World, Invariant: v.Invariant, Detail: v.Detail})
	}
	return len(sum.Violations)
}

// table is the campaign as people read it.
func (sum *totals) table() string {
	var out strings.Builder
	columns := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	sum.Print(columns)
	fmt.Fprintf(columns, "seconds\t%.0f\t\nviolations\t%d\t\n", sum.Seconds, len(sum.Violations))
	_ = columns.Flush() // into memory
	slices.SortFunc(sum.Violations, func(a, b report.Breach) int { return cmp.Compare(a.Seed, b.Seed) })
	for i, v := range sum.Violations {
		if i == 20 {
			fmt.Fprintf(&out, "... and %d more\n", len(sum.Violations)-i)
			break
		}
		fmt.Fprintf(&out, "VIOLATION seed %d: %s\n", v.Seed, repeat(v))
	}
	return out.String()
}

// missing are the misfortunes that no write has met.
func (sum *totals) missing() []string {
	var out []string
	for _, operation := range slices.Concat(oneWay, rebillyWrites) {
		for _, kind := range faultKinds {
			if cell := string(kind) + ", " + operation; sum.Cells[cell] == 0 && (kind != resetUpload || isUpload(operation)) {
				out = append(out, cell)
			}
		}
		for _, when := range []string{"before", "after"} {
			if cell := fmt.Sprintf("death %s, %s", when, operation); sum.Cells[cell] == 0 {
				out = append(out, cell)
			}
		}
	}
	for _, operation := range []string{opPutNew, opPutAgain} {
		if cell := inBetween + operation; sum.Cells[cell] == 0 {
			out = append(out, cell)
		}
	}
	return out
}

func (sum *totals) write(file string) error {
	if file == "" {
		return nil
	}
	sum.Ended = time.Now().UTC().Truncate(time.Second)
	return report.Write(file, &sum.Campaign)
}
