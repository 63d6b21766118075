// Package e2e_test runs the real binary under a real engine, as a user does: no
// part of the provider is in the test's own process.
package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// commandLimit ends a command that hangs.
const commandLimit = 2 * time.Minute

// built is where the binary is, once a test has needed it.
var built string

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// program builds the binary, once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "disputes-e2e")
	if err != nil {
		return "", err
	}
	built = dir
	file := filepath.Join(dir, "terraform-provider-disputes")
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	build := exec.Command("go", "build", "-ldflags", "-X main.version=1.2.3-e2e", "-o", file, "../..")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n  direct {}\n}\n",
		"registry.terraform.io/disputeops/disputes", dir, "registry.opentofu.org/disputeops/disputes", dir)
	return file, os.WriteFile(filepath.Join(dir, "dev.tfrc"), []byte(config), 0o600)
})

// engine is the terraform or tofu to run.
var engine = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path, nil
	}
	return exec.LookPath("terraform")
})

// workspace is a directory with a configuration, and what the commands that run
// in it see of the environment.
type workspace struct {
	t        *testing.T
	dir      string
	env      []string
	provider string
	engine   string
}

// newWorkspace skips unless acceptance tests are asked for, as their library does.
func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests are skipped unless TF_ACC is set")
	}
	t.Parallel()
	file, err := program()
	if err != nil {
		t.Fatal(err)
	}
	terraform, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	return &workspace{t: t, dir: t.TempDir(), provider: file, engine: terraform, env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + t.TempDir(), "CHECKPOINT_DISABLE=1",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(filepath.Dir(file), "dev.tfrc"),
	}}
}

// with is the same workspace with more in the environment.
func (w *workspace) with(env ...string) *workspace {
	more := *w
	more.env = append(append([]string{}, w.env...), env...)
	return &more
}

func (w *workspace) write(name string, content []byte) string {
	w.t.Helper()
	file := filepath.Join(w.dir, name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return file
}

// header is the start of every configuration: which provider it is about.
const header = `terraform {
  required_providers {
    disputes = { source = "disputeops/disputes" }
  }
}
`

// configure writes the configuration.
func (w *workspace) configure(body string) {
	w.t.Helper()
	w.write("main.tf", []byte(header+body))
}

func (w *workspace) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir, command.Env = w.dir, w.env
	return command
}

// outcome is what a command said, and its exit code.
type outcome struct {
	t    *testing.T
	args []string
	out  string
	code int
}

func (w *workspace) exec(name string, args ...string) outcome {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), commandLimit)
	defer cancel()
	out, err := w.command(ctx, name, args...).CombinedOutput()
	result := outcome{t: w.t, args: args, out: string(out)}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		result.code = exit.ExitCode()
	} else if err != nil {
		w.t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return result
}

// run runs an engine's command without colours and without questions.
func (w *workspace) run(command string, args ...string) outcome {
	w.t.Helper()
	flags := []string{command, "-no-color"}
	if command == "plan" || command == "apply" || command == "destroy" {
		flags = append(flags, "-input=false")
	}
	return w.exec(w.engine, append(flags, args...)...)
}

// tool runs a command of the binary.
func (w *workspace) tool(args ...string) outcome {
	w.t.Helper()
	return w.exec(w.provider, args...)
}

func (w *workspace) apply() outcome {
	w.t.Helper()
	return w.run("apply", "-auto-approve").exits(0)
}

// unchanged plans and fails unless there is nothing to do.
func (w *workspace) unchanged() outcome {
	w.t.Helper()
	return w.run("plan", "-detailed-exitcode").exits(0).says("No changes.")
}

// outputs are the root module's outputs.
func (w *workspace) outputs() map[string]string {
	w.t.Helper()
	var raw map[string]struct{ Value any }
	if err := json.Unmarshal([]byte(w.run("output", "-json").exits(0).out), &raw); err != nil {
		w.t.Fatal(err)
	}
	out := make(map[string]string, len(raw))
	for name, output := range raw {
		out[name] = fmt.Sprint(output.Value)
	}
	return out
}

// exits fails unless the command ended with this code.
func (o outcome) exits(code int) outcome {
	o.t.Helper()
	if o.code != code {
		o.t.Fatalf("%s: exit code %d, want %d\n%s", strings.Join(o.args, " "), o.code, code, o.out)
	}
	return o
}

// says fails unless the output has every text, however the engine has wrapped it.
func (o outcome) says(texts ...string) outcome {
	o.t.Helper()
	said := flat(o.out)
	for _, text := range texts {
		if !strings.Contains(said, flat(text)) {
			o.t.Errorf("%s: missing %q in\n%s", strings.Join(o.args, " "), text, o.out)
		}
	}
	return o
}

// omits fails if the output has any of the texts.
func (o outcome) omits(texts ...string) {
	o.t.Helper()
	said := flat(o.out)
	for _, text := range texts {
		if strings.Contains(said, flat(text)) {
			o.t.Errorf("%s: there should be no %q in\n%s", strings.Join(o.args, " "), text, o.out)
		}
	}
}

// flat undoes the frames and line breaks of diagnostics.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(s)), " ")
}

// world is the simulator's world in a file of the workspace, which the embedded
// simulator and the commands use at the same time.
func (w *workspace) world(name string) *simulator.Simulator {
	w.t.Helper()
	sim, err := simulator.Open(simulator.Options{File: filepath.Join(w.dir, name)})
	if err != nil {
		w.t.Fatal(err)
	}
	return sim
}

// calls counts what the world has seen, by operation.
func calls(t *testing.T, sim *simulator.Simulator) map[string]int {
	t.Helper()
	journal, err := sim.Journal()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, request := range journal {
		counts[request.Operation]++
	}
	return counts
}

// writes are the calls that change something at Mangopay.
func writes(t *testing.T, sim *simulator.Simulator) map[string]int {
	t.Helper()
	counts := calls(t, sim)
	for operation := range counts {
		switch operation {
		case "create_document", "create_page", "submit_document", "submit_dispute", "close_dispute", "update_dispute":
		default:
			delete(counts, operation)
		}
	}
	return counts
}

// eventually waits until done says so.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		case <-ticker.C:
		}
	}
}
