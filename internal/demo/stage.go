package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// stage is the temporary folder in which the story is played, and the environment of its commands.
type stage struct {
	root, work string
	engine     string
	env        []string
	names      map[string]string // of files, by the SHA-256 of their bytes
}

// newStage builds the provider. The caller removes the stage.
func newStage(ctx context.Context, engine string) (*stage, error) {
	root, err := os.MkdirTemp("", "disputes-demo-")
	if err != nil {
		return nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	s := &stage{root: root, engine: engine, names: map[string]string{}}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.remove())
	}
	return s, nil
}

func (s *stage) prepare(ctx context.Context) error {
	bin := filepath.Join(s.root, "bin")
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(bin, program), ".") //nolint:gosec // the path is our own
	if output, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build the provider: %w\n%s", err, output)
	}
	config := filepath.Join(s.root, "dev.tfrc")
	s.env = environment(os.Environ(), bin, config)
	if err := os.WriteFile(config, []byte(overrides(bin)), 0o600); err != nil {
		return fmt.Errorf("write the engine's configuration: %w", err)
	}
	return nil
}

// enter goes to a copy of an example, which has a world of its own.
func (s *stage) enter(example string) error {
	s.work = filepath.Join(s.root, example)
	if err := os.CopyFS(s.work, os.DirFS(filepath.Join("examples", example))); err != nil {
		return fmt.Errorf("copy examples/%s: %w", example, err)
	}
	return nil
}

func (s *stage) remove() error {
	return os.RemoveAll(s.root)
}

// overrides points both engines at the built provider, so that neither has to be initialised.
func overrides(bin string) string {
	return fmt.Sprintf(`provider_installation {
  dev_overrides {
    "registry.terraform.io/disputeops/disputes" = %[1]q
    "registry.opentofu.org/disputeops/disputes" = %[1]q
  }
}
`, filepath.ToSlash(bin))
}

// foreign are the beginnings of variables that would change what the story says.
var foreign = []string{"TF_", "MANGOPAY_", "REBILLY_", "DISPUTES_"}

// environment is the caller's, without the foreign variables.
func environment(from []string, bin, config string) []string {
	path := bin
	var env []string
	for _, variable := range from {
		name, value, _ := strings.Cut(variable, "=")
		switch {
		case name == "PATH":
			path += string(os.PathListSeparator) + value
		case name == "ENGINE", slices.ContainsFunc(foreign, func(prefix string) bool { return strings.HasPrefix(name, prefix) }):
		default:
			env = append(env, variable)
		}
	}
	return append(env, "PATH="+path, "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1")
}

// execute runs one line of the story in the example's folder and returns what it printed. An exit
// status other than the expected one is an error that shows the output.
func (s *stage) execute(ctx context.Context, line []string, exit int) (string, error) {
	if line[0] == "cp" {
		return "", s.copyFile(line[1], line[2])
	}
	name, args := line[0], line[1:]
	if name == s.engine {
		args = append([]string{args[0], "-no-color", "-input=false"}, args[1:]...)
	}
	output, code, err := s.output(ctx, name, args...)
	switch {
	case err != nil:
		return "", err
	case code != exit:
		return "", fmt.Errorf("expected exit status %d, seen %d of %s:\n%s", exit, code, strings.Join(line, " "), output)
	}
	return output, nil
}

// output runs a program with the story's own environment, PATH included.
func (s *stage) output(ctx context.Context, name string, args ...string) (output string, code int, err error) {
	path, err := s.find(name)
	if err != nil {
		return "", 0, err
	}
	c := exec.CommandContext(ctx, path, args...) //nolint:gosec // the story's own commands
	c.Dir, c.Env = s.work, s.env
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = 10 * time.Second
	printed, err := c.CombinedOutput()
	var failed *exec.ExitError
	if errors.As(err, &failed) && ctx.Err() == nil {
		return string(printed), failed.ExitCode(), nil
	}
	if err != nil {
		return "", 0, fmt.Errorf("run %s: %w", name, err)
	}
	return string(printed), 0, nil
}

func (s *stage) find(name string) (string, error) {
	if name == program {
		return filepath.Join(s.root, "bin", program), nil
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", name, err)
	}
	return path, nil
}

func (s *stage) copyFile(from, to string) error {
	content, err := os.ReadFile(filepath.Join(s.work, from)) //nolint:gosec // a file of the example
	if err != nil {
		return fmt.Errorf("copy %s: %w", from, err)
	}
	if err := os.WriteFile(filepath.Join(s.work, to), content, 0o600); err != nil { //nolint:gosec // the story names the file
		return fmt.Errorf("copy %s: %w", from, err)
	}
	return nil
}
