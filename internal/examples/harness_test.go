// Package examples_test runs everything that the documentation shows: every example, the imports
// beside them, the configuration of the README, and what the README says that a plan prints.
package examples_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	root     = "../.."
	examples = root + "/examples"
	binary   = "terraform-provider-disputes"
	// These stand in the examples for the ids that Mangopay gives to a document, Rebilly to a file, and
	// the provider to an attachment of that file.
	sampleDocument   = "disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
	sampleFile       = "file_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
	sampleAttachment = "tf_5a1c0f7be2944d63a8e19b7c30d5f682"
	world            = "disputes-simulator.db"
)

// onSimulator makes an example of a resource or data source a whole configuration.
const onSimulator = `
terraform {
  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

provider "disputes" {
  mangopay = {
    environment = "simulator"
  }
  rebilly = {
    environment = "simulator"
  }
}
`

var bin string

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	var err error
	if bin, err = os.MkdirTemp("", "disputes-examples-"); err != nil {
		panic(err)
	}
	defer func() {
		if err := os.RemoveAll(bin); err != nil {
			panic(err)
		}
	}()
	return m.Run()
}

// build makes the provider's binary once, for all tests.
var build = sync.OnceValue(func() error {
	c := exec.Command("go", "build", "-o", filepath.Join(bin, binary), ".")
	c.Dir = root
	if output, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, output)
	}
	overrides := "provider_installation {\n  dev_overrides {\n"
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		overrides += fmt.Sprintf("    %q = %q\n", host+"/disputeops/disputes", filepath.ToSlash(bin))
	}
	return os.WriteFile(filepath.Join(bin, "dev.tfrc"), []byte(overrides+"  }\n}\n"), 0o600)
})

// bench is a folder in which an engine runs a configuration on a simulator of its own.
type bench struct {
	t      *testing.T
	dir    string
	engine string
}

// newBench makes a folder with the files that the examples name. It skips the test without TF_ACC.
func newBench(t *testing.T) *bench {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs TF_ACC and an engine")
	}
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if engine == "" {
		engine = "terraform"
	}
	if err := build(); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, dir: t.TempDir(), engine: engine}
	for _, folder := range []string{"evidence", "better"} {
		if err := os.CopyFS(filepath.Join(b.dir, folder), os.DirFS(filepath.Join(examples, "contest", folder))); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func (b *bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// configuration copies the configuration of an example.
func (b *bench) configuration(example string) {
	b.t.Helper()
	paths, err := filepath.Glob(filepath.Join(examples, example, "*.tf*"))
	if err != nil || len(paths) == 0 {
		b.t.Fatalf("examples/%s: %v", example, err)
	}
	for _, path := range paths {
		b.write(filepath.Base(path), read(b.t, "examples", example, filepath.Base(path)))
	}
}

func (b *bench) remove(name string) {
	b.t.Helper()
	if err := os.Remove(filepath.Join(b.dir, name)); err != nil {
		b.t.Fatal(err)
	}
}

// environment is the caller's without what would change the result.
func environment() []string {
	foreign := regexp.MustCompile(`^(TF|MANGOPAY|REBILLY|DISPUTES)_`)
	env := slices.DeleteFunc(os.Environ(), foreign.MatchString)
	return append(env, "TF_CLI_CONFIG_FILE="+filepath.Join(bin, "dev.tfrc"), "CHECKPOINT_DISABLE=1")
}

// exit runs the engine and returns what it printed with its exit status.
func (b *bench) exit(args ...string) (output string, status int) {
	b.t.Helper()
	if args[0] != "state" {
		args = append([]string{args[0], "-no-color"}, args[1:]...)
	}
	c := exec.Command(b.engine, args...)
	c.Dir, c.Env = b.dir, environment()
	printed, err := c.CombinedOutput()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return string(printed), failed.ExitCode()
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return string(printed), 0
}

// run runs the engine and fails the test unless it succeeds.
func (b *bench) run(args ...string) string {
	b.t.Helper()
	output, status := b.exit(args...)
	if status != 0 {
		b.t.Fatalf("%s %s: exit status %d\n%s", b.engine, strings.Join(args, " "), status, output)
	}
	return output
}

// apply plans, applies the plan, and expects the next plan to be empty.
func (b *bench) apply() string {
	b.t.Helper()
	b.run("plan", "-out=tfplan")
	output := b.run("apply", "tfplan")
	b.expectEmptyPlan()
	return output
}

func (b *bench) expectEmptyPlan() {
	b.t.Helper()
	if output, status := b.exit("plan", "-detailed-exitcode"); status != 0 {
		b.t.Errorf("the plan is not empty: exit status %d\n%s", status, output)
	}
}

// outputs are the configuration's outputs.
func (b *bench) outputs() map[string]any {
	b.t.Helper()
	c := exec.Command(b.engine, "output", "-json")
	c.Dir, c.Env = b.dir, environment()
	printed, err := c.Output()
	if err != nil {
		b.t.Fatal(err)
	}
	var decoded map[string]struct{ Value any }
	if err := json.Unmarshal(printed, &decoded); err != nil {
		b.t.Fatal(err)
	}
	values := make(map[string]any)
	for name, output := range decoded {
		values[name] = output.Value
	}
	return values
}

// simulated works on the bench's world.
func (b *bench) simulated(work func(*simulator.Simulator) error) {
	b.t.Helper()
	s, err := simulator.Open(simulator.Options{File: filepath.Join(b.dir, world)})
	if err != nil {
		b.t.Fatal(err)
	}
	if err := errors.Join(work(s), s.Close()); err != nil {
		b.t.Fatal(err)
	}
}

// actual replaces the ids that stand in the examples for those that the other side gives. What the
// world does not hold stays as it is.
func (b *bench) actual(text string) string {
	b.t.Helper()
	ids := []string{sampleDocument, "", sampleFile, "", sampleAttachment, ""}
	b.simulated(func(s *simulator.Simulator) error {
		d, err := s.Dispute("dispute-1001")
		files, filesErr := s.RebillyFiles()
		attachments, attachmentsErr := s.RebillyAttachments()
		if len(d.Documents) == 1 {
			ids[1] = d.Documents[0].ID
		}
		if len(files) == 1 {
			ids[3] = files[0].ID
		}
		if len(attachments) == 1 {
			ids[5] = attachments[0].ID
		}
		return errors.Join(err, filesErr, attachmentsErr)
	})
	for i := 0; i < len(ids); i += 2 {
		ids[i+1] = cmp.Or(ids[i+1], ids[i])
	}
	return strings.NewReplacer(ids...).Replace(text)
}

// writes are the calls that changed something on the other side.
func (b *bench) writes() []string {
	b.t.Helper()
	var calls []string
	b.simulated(func(s *simulator.Simulator) error {
		journal, err := s.Journal()
		for _, r := range journal {
			if r.Method != "GET" && r.Operation != "oauth_token" && r.Operation != "consult_document" {
				calls = append(calls, r.Operation)
			}
		}
		return err
	})
	return calls
}

func read(t *testing.T, elements ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{root}, elements...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
}

// names lists the folders below examples/kind.
func names(t *testing.T, kind string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(examples, kind))
	if err != nil || len(entries) == 0 {
		t.Fatalf("examples/%s: %v", kind, err)
	}
	found := make([]string, 0, len(entries))
	for _, entry := range entries {
		found = append(found, entry.Name())
	}
	return found
}
