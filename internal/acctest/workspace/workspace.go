// Package workspace runs the real binary under a real engine, as a user does: no
// part of the provider is in the test's own process. It is imported from tests only.
package workspace

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const module = "github.com/disputeops/terraform-provider-disputes"

// Version is what the built binary calls itself.
const Version = "1.2.3-e2e"

// commandLimit ends a command that hangs.
const commandLimit = 2 * time.Minute

// built is where the binary is, once a test has needed it.
var built string

// Clean removes the binary that was built; TestMain calls it at the end.
func Clean() {
	if built != "" {
		_ = os.RemoveAll(built) // a leftover in the temporary directory is no reason to fail
	}
}

// Program builds the binary, once, and returns its path. The folder of the binary
// holds the engine's configuration that points at it.
var Program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "disputes-e2e")
	if err != nil {
		return "", err
	}
	built = dir
	file := filepath.Join(dir, "terraform-provider-disputes")
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	build := exec.Command("go", "build", "-ldflags", "-X main.version="+Version, "-o", file, module) //nolint:gosec // G204: a constant command
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return file, override(dir)
})

// overrides is the name of the file that points an engine at a folder with a binary.
const overrides = "dev.tfrc"

// override writes, into a folder with a binary, the configuration that points an
// engine at it.
func override(dir string) error {
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n  direct {}\n}\n",
		"registry.terraform.io/disputeops/disputes", dir, "registry.opentofu.org/disputeops/disputes", dir)
	return os.WriteFile(filepath.Join(dir, overrides), []byte(config), 0o600)
}

// Engine is the terraform or tofu that TF_ACC_TERRAFORM_PATH names, or else the
// terraform on the PATH.
var Engine = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path, nil
	}
	return exec.LookPath("terraform")
})

// Workspace is a directory with a configuration, and what the commands that run in
// it see of the environment.
type Workspace struct {
	Dir    string // where the commands run
	Binary string // the provider
	Engine string

	t   *testing.T
	env []string
}

// New makes an empty workspace. It skips the test unless acceptance tests are asked
// for, as their library does.
func New(t *testing.T) *Workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests are skipped unless TF_ACC is set")
	}
	file, err := Program()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := Engine()
	if err != nil {
		t.Fatal(err)
	}
	return &Workspace{t: t, Dir: t.TempDir(), Binary: file, Engine: engine, env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "CHECKPOINT_DISABLE=1",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(filepath.Dir(file), overrides),
	}}
}

// With is the same workspace with more in the environment, as NAME=value.
func (w *Workspace) With(env ...string) *Workspace {
	more := *w
	more.env = append(slices.Clone(w.env), env...)
	return &more
}

// Write puts a file into the workspace and returns its path.
func (w *Workspace) Write(name string, content []byte) string {
	w.t.Helper()
	file := filepath.Join(w.Dir, name)
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

// Configure writes the configuration; body comes after the choice of the provider.
func (w *Workspace) Configure(body string) {
	w.t.Helper()
	w.Write("main.tf", []byte(header+body))
}

// Command is a command that will run in the workspace.
func (w *Workspace) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, args...) //nolint:gosec // G204: running what the test names is what it is for
	command.Dir, command.Env = w.Dir, w.env
	return command
}

// World is the simulator's world in a file of the workspace, which the embedded
// simulator and the commands use at the same time.
func (w *Workspace) World(name string) *simulator.Simulator {
	w.t.Helper()
	sim, err := simulator.Open(simulator.Options{File: filepath.Join(w.Dir, name)})
	if err != nil {
		w.t.Fatal(err)
	}
	return sim
}
