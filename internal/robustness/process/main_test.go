//go:build unix

package process_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

func TestMain(m *testing.M) {
	if signal.Ignored(syscall.SIGHUP) { // as under nohup, and the engines would inherit that
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
	code := m.Run()
	if err := publish(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = cmp.Or(code, 1)
	}
	workspace.Clean()
	os.Exit(code)
}

// reportVariable names the directory that the figures are written to.
const reportVariable = "ROBUSTNESS_REPORT"

// tally counts the cases of one engine while they run.
type tally struct {
	mu sync.Mutex
	report.Processes
	violated map[string]int // by kind
}

var figures = &tally{
	Processes: report.Processes{ByKind: map[string]int{}, ByVictim: map[string]int{}, ByWhen: map[string]int{}},
	violated:  map[string]int{},
}

// count adds a case that has ended.
func (r *tally) count(s *scene) {
	if s.t.Skipped() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Cases++
	r.ByKind[s.kind]++
	if s.victim != "" {
		r.ByVictim[s.victim]++
	}
	r.ByWhen[s.when]++
	r.Violations += s.violated
	r.violated[s.kind] += s.violated
	if s.t.Failed() {
		r.Failed++
	}
}

// lines are the figures as one line each, the total last.
func (r *tally) lines() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []string
	for _, kind := range slices.Sorted(maps.Keys(r.ByKind)) {
		lines = append(lines, fmt.Sprintf("PROCESS engine=%s kind=%s cases=%d violations=%d", r.Engine, kind, r.ByKind[kind], r.violated[kind]))
	}
	kills := make([]string, 0, len(r.ByVictim))
	for _, victim := range slices.Sorted(maps.Keys(r.ByVictim)) {
		kills = append(kills, fmt.Sprintf("%s=%d", victim, r.ByVictim[victim]))
	}
	return append(lines, fmt.Sprintf("PROCESS engine=%s version=%s cases=%d violations=%d %s", r.Engine, r.Version, r.Cases, r.Violations, strings.Join(kills, " ")))
}

// publish prints the figures, and writes them where it is asked to.
func publish() error {
	if figures.Cases == 0 {
		return nil
	}
	engine, err := workspace.Engine()
	if err != nil {
		return err
	}
	figures.Engine, figures.Version = strings.TrimSuffix(filepath.Base(engine), ".exe"), version(engine)
	figures.Ended = time.Now().UTC().Truncate(time.Second)
	for _, line := range figures.lines() {
		fmt.Fprintln(os.Stdout, line)
	}
	dir := os.Getenv(reportVariable)
	if dir == "" {
		return nil
	}
	return errors.Join(os.MkdirAll(dir, 0o750), report.Write(filepath.Join(dir, report.ProcessesFile(figures.Engine)), &figures.Processes))
}

// version is the engine's own; "" if it does not say.
func version(engine string) string {
	var answer struct {
		Version string `json:"terraform_version"`
	}
	out, _ := exec.Command(engine, "version", "-json").Output()
	_ = json.Unmarshal(out, &answer) // what does not say its version has none
	return answer.Version
}
