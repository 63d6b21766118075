//go:build unix

package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Providers are the provider processes of a workspace. An engine starts several, and
// tells nobody which.
type Providers struct {
	t    *testing.T
	pids string
}

// WatchProviders is the same workspace with a provider that first writes down its
// process id. Those that are left when the test ends are killed.
func (w *Workspace) WatchProviders() (*Workspace, *Providers) {
	w.t.Helper()
	dir := w.t.TempDir()
	p := &Providers{w.t, filepath.Join(dir, "pids")}
	// Without its standard error a provider does not end by chance, of writing to an
	// engine that is gone; with a log it has to keep it.
	script := fmt.Sprintf("#!/bin/sh\necho $$ >> '%s'\n[ -n \"$TF_LOG\" ] || exec 2> /dev/null\nexec '%s' \"$@\"\n", p.pids, w.Binary)
	file := filepath.Join(dir, filepath.Base(w.Binary))
	if err := os.WriteFile(file, []byte(script), 0o700); err != nil { //nolint:gosec // G306: it has to be executable
		w.t.Fatal(err)
	}
	if err := override(dir); err != nil {
		w.t.Fatal(err)
	}
	more := w.With("TF_CLI_CONFIG_FILE=" + filepath.Join(dir, overrides))
	w.t.Cleanup(func() {
		for _, pid := range p.Alive() {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended meanwhile
		}
	})
	return more, p
}

// Alive are the process ids of the providers that run.
func (p *Providers) Alive() []int {
	p.t.Helper()
	content, err := os.ReadFile(p.pids)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.t.Fatal(err)
	}
	var alive []int
	for line := range strings.Lines(string(content)) {
		if pid, err := strconv.Atoi(strings.TrimSpace(line)); err == nil && Lives(pid) {
			alive = append(alive, pid)
		}
	}
	return alive
}

// Lives tells whether a process runs. One that has ended and that nobody has waited
// for does not, where the system says so in /proc.
func Lives(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, after, _ := strings.Cut(string(stat), ") ")
	return err != nil || !strings.HasPrefix(after, "Z")
}
