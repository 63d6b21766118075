package robustness_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// totals are what a campaign of schedules came to.
type totals struct {
	mu         sync.Mutex
	World      string         `json:"world"`
	Program    string         `json:"program"` // digest of the program that plays
	First      uint64         `json:"first"`
	Schedules  uint64         `json:"schedules"`
	Played     uint64         `json:"played"`
	Applies    int            `json:"applies"`
	Requests   int            `json:"requests"`
	Faults     map[string]int `json:"faults"`
	Deaths     map[string]int `json:"deaths"`
	Classes    map[string]int `json:"classes"`
	Cells      map[string]int `json:"cells"` // misfortunes of one-way requests, by kind and operation
	Waits      int            `json:"waits"` // calls that were held back and said so
	Violations []breach       `json:"violations"`
	Seconds    float64        `json:"seconds"`
	Ended      time.Time      `json:"ended"`
}

// breach is a schedule that broke a promise.
type breach struct {
	Seed      uint64 `json:"seed"`
	World     string `json:"world"`
	Invariant string `json:"invariant"`
	Detail    string `json:"detail"`
}

func newTotals(world string, first, schedules uint64) *totals {
	return &totals{World: world, First: first, Schedules: schedules, Faults: map[string]int{}, Deaths: map[string]int{}, Classes: map[string]int{}, Cells: map[string]int{}}
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
	data, err := os.ReadFile(file)
	if file == "" || errors.Is(err, fs.ErrNotExist) {
		return wanted, nil
	}
	if err != nil {
		return nil, err
	}
	found := newTotals("", 0, 0)
	if err := json.Unmarshal(data, found); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if found.World != wanted.World || found.First != wanted.First || found.Program != wanted.Program {
		return wanted, nil
	}
	found.Schedules = wanted.Schedules
	return found, nil
}

// repeat is the command that plays the schedule again.
func (b breach) repeat() string {
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
		sum.Violations = append(sum.Violations, breach{s.seed, sum.World, v.Invariant, v.Detail})
	}
	return len(sum.Violations)
}

// table is the campaign as people read it.
func (sum *totals) table() string {
	var out strings.Builder
	row := func(name string, value any) { fmt.Fprintf(&out, "%-28s %12v\n", name, value) }
	row("world", sum.World)
	row("schedules", sum.Played)
	row("applies and plans", sum.Applies)
	row("requests", sum.Requests)
	row("calls that said they waited", sum.Waits)
	for _, name := range slices.Sorted(maps.Keys(sum.Classes)) {
		row("about: "+name, sum.Classes[name])
	}
	for _, kind := range slices.Sorted(maps.Keys(sum.Faults)) {
		row("fault: "+kind, sum.Faults[kind])
	}
	for _, victim := range slices.Sorted(maps.Keys(sum.Deaths)) {
		row("killed: "+victim, sum.Deaths[victim])
	}
	row("seconds", fmt.Sprintf("%.0f", sum.Seconds))
	slices.SortFunc(sum.Violations, func(a, b breach) int { return cmp.Compare(a.Seed, b.Seed) })
	for i, v := range sum.Violations {
		if i == 20 {
			fmt.Fprintf(&out, "... and %d more\n", len(sum.Violations)-i)
			break
		}
		fmt.Fprintf(&out, "VIOLATION seed %d: %s\n", v.Seed, v.repeat())
	}
	row("violations", len(sum.Violations))
	return out.String()
}

// missing are the misfortunes that no one-way request has met.
func (sum *totals) missing() []string {
	var out []string
	for _, operation := range oneWay {
		for _, kind := range faultKinds {
			if cell := string(kind) + ", " + operation; sum.Cells[cell] == 0 && (kind != resetUpload || operation == "create_page") {
				out = append(out, cell)
			}
		}
		for _, when := range []string{"before", "after"} {
			if cell := fmt.Sprintf("death %s, %s", when, operation); sum.Cells[cell] == 0 {
				out = append(out, cell)
			}
		}
	}
	return out
}

func (sum *totals) write(file string) error {
	if file == "" {
		return nil
	}
	sum.Ended = time.Now().UTC().Truncate(time.Second)
	data, err := json.MarshalIndent(sum, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o600)
}
