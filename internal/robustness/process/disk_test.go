//go:build unix

package process_test

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// erroredName is where an engine puts a state that it could not save.
const erroredName = "errored.tfstate"

// TestAccFileSizeLimit: a limit on the size of files stands for a disk that fills up:
// the state is cut off where the room ends, and its copy for emergencies too. The
// engine refuses to go on from what is left, and nothing is sent until somebody
// throws it away or puts back what the engine has printed.
func TestAccFileSizeLimit(t *testing.T) {
	t.Parallel()
	for _, kib := range []float64{0.5, 2} { // no resource has room, or one
		for _, remedy := range []string{"throw away", "put back"} {
			t.Run(strconv.FormatFloat(kib, 'f', -1, 64)+" KiB/"+remedy, func(t *testing.T) {
				t.Parallel()
				s := newScene(t, "full disk", "", after)
				blocks := strconv.Itoa(int(2 * kib)) // of 512 bytes, as POSIX has them
				o := s.heard(s.Exec("sh", "-c", "ulimit -f "+blocks+` && exec "$0" "$@"`, s.Engine, "apply", "-no-color", "-input=false", "-auto-approve"))
				o.Exits(1).Says("file too large")
				sent := workspace.Writes(t, s.world)
				if sent["create_document"] == 0 {
					t.Fatalf("nothing was sent before the disk was full:\n%s", o.Out)
				}
				s.refusesToGoOn(sent)
				s.remove(stateName)
				if remedy == "put back" {
					s.Write("printed.tfstate", printed(t, o.Out))
					s.heard(s.Exec(s.Engine, "state", "push", "printed.tfstate")).Exits(0)
				}
				s.goOn()
			})
		}
	}
}

// TestAccFullDisk: the disk under the state is full, and the one under the working
// directory is not: the engine saves the state there, and says how to put it back.
func TestAccFullDisk(t *testing.T) {
	t.Parallel()
	for _, remedy := range []string{"ignore", "push"} {
		t.Run(remedy, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, "full disk", "", after)
			filler := s.tinyDisk()
			s.heard(s.traced().Run("apply", "-auto-approve")).Exits(1).Says("no space left on device", erroredName)
			t.Logf("left behind: %s; sent: %v", s.left(), workspace.Writes(t, s.world))
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			if remedy == "push" {
				s.heard(s.Exec(s.Engine, "state", "push", erroredName)).Exits(0)
				if s.state()["disputes_mangopay_document.letter"] == "" {
					s.violate("the saved state has lost the document")
				}
			}
			s.goOn()
		})
	}
}

// goOn applies until the plan is empty, and checks everything.
func (s *scene) goOn() {
	s.t.Helper()
	applies := s.converge()
	s.t.Logf("the next plan: %s; applies: %d", summary(applies[0]), len(applies))
	s.check()
}

// refusesToGoOn wants the next apply to stop at the broken state.
func (s *scene) refusesToGoOn(sent map[string]int) {
	s.t.Helper()
	o := s.heard(s.traced().Run("apply", "-auto-approve"))
	o.Exits(1).Says("Unsupported state file format")
	s.t.Logf("left behind: %s; sent: %v; the next apply: %s", s.left(), sent, summary(o))
	if now := workspace.Writes(s.t, s.world); !maps.Equal(sent, now) {
		s.violate("with a broken state %v was sent, before it %v", now, sent)
	}
}

func (s *scene) remove(name string) {
	s.t.Helper()
	if err := os.Remove(filepath.Join(s.Dir, name)); err != nil {
		s.t.Fatal(err)
	}
}

var stateBegins = regexp.MustCompile(`\{\s*"version"`)

// printed is the state that an engine prints when it can save it nowhere.
func printed(t *testing.T, out string) []byte {
	t.Helper()
	at := stateBegins.FindStringIndex(out)
	if at == nil {
		t.Fatalf("no state was printed:\n%s", out)
	}
	var state json.RawMessage
	if err := json.NewDecoder(strings.NewReader(out[at[0]:])).Decode(&state); err != nil {
		t.Fatalf("the state that was printed: %v", err)
	}
	return state
}

// tinyDisk puts the state on a disk of its own that is full, and returns the file
// that fills it.
func (s *scene) tinyDisk() string {
	s.t.Helper()
	disk := s.t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk).CombinedOutput(); err != nil {
		s.t.Skipf("no disk can be made that is small enough to be full: %v: %s", err, out)
	}
	s.t.Cleanup(func() {
		if out, err := exec.Command("umount", disk).CombinedOutput(); err != nil {
			s.t.Errorf("umount %s: %v: %s", disk, err, out)
		}
	})
	if err := os.Symlink(filepath.Join(disk, stateName), filepath.Join(s.Dir, stateName)); err != nil {
		s.t.Fatal(err)
	}
	filler := filepath.Join(disk, "filler")
	if err := os.WriteFile(filler, make([]byte, 16<<10), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return filler
}
