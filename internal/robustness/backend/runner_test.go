//go:build unix

package backend_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// example is relative to this package, where psql and the tests run.
const example = "../../../examples/pg-backend"

// lockTimeout is what the example says to give to every command.
const lockTimeout = "-lock-timeout=60s"

func TestMain(m *testing.M) {
	code := m.Run()
	workspace.Clean()
	os.Exit(code)
}

// mirrored lays the built provider out as a mirror, once, and returns the configuration that points
// an engine at it. Unlike a development override, a mirror lets init work without a network.
var mirrored = sync.OnceValues(func() (string, error) {
	binary, err := workspace.Program()
	if err != nil {
		return "", err
	}
	mirror := filepath.Join(filepath.Dir(binary), "mirror")
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		folder := filepath.Join(mirror, host, "disputeops", "disputes", "1.2.3", runtime.GOOS+"_"+runtime.GOARCH)
		installed := filepath.Join(folder, filepath.Base(binary)+"_v1.2.3")
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.Link(binary, installed)); err != nil {
			return "", err
		}
	}
	config := filepath.Join(mirror, "mirror.tfrc")
	text := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror)
	return config, os.WriteFile(config, []byte(text), 0o600)
})

// runner is a machine on which the pipeline runs: it has the repository and nothing else.
type runner struct {
	*workspace.Workspace
	t         *testing.T
	variables string // the option that names the case
}

// runner checks the example out and initialises it; without an environment as whoever sets it up.
func (s *setting) runner(name, environment string, a *account) *runner {
	s.t.Helper()
	config, err := mirrored()
	if err != nil {
		s.t.Fatal(err)
	}
	checkout := *s.base
	checkout.Dir = s.t.TempDir()
	if err := os.CopyFS(checkout.Dir, os.DirFS(example)); err != nil {
		s.t.Fatal(err)
	}
	variables := append(s.database.environment(name), a.environment()...)
	variables = append(variables, "TF_CLI_CONFIG_FILE="+config, "TF_WORKSPACE="+environment, "TF_IN_AUTOMATION=1")
	r := &runner{checkout.With(variables...), s.t, "-var-file=" + environment + ".tfvars"}
	r.Run("init", "-input=false").Exits(0)
	return r
}

// apply begins an apply of the case without a review in between.
func (r *runner) apply(options ...string) *workspace.Process {
	r.t.Helper()
	return r.Begin("apply", append([]string{"-auto-approve", r.variables}, options...)...)
}

// sending begins an apply, and returns when its page is held at the gate.
func (r *runner) sending(g *gate, options ...string) *workspace.Process {
	r.t.Helper()
	p := r.apply(options...)
	workspace.Eventually(r.t, "the last page", func() bool { return g.reached.Load() || p.Ended() })
	if p.Ended() {
		r.t.Fatalf("the apply ended before it sent its last page:\n%s", p.Wait().Out)
	}
	return p
}

// unchanged fails unless the plan is empty.
func (r *runner) unchanged() {
	r.t.Helper()
	r.Run("plan", "-detailed-exitcode", lockTimeout, r.variables).Exits(0).Says("No changes.")
}

// leftovers are what the runner leaves behind, except the evidence itself.
func (r *runner) leftovers() map[string][]byte {
	r.t.Helper()
	return r.Files(func(name string) bool { return strings.HasPrefix(name, "evidence") })
}
