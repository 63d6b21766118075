//go:build unix

package process_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	stateName = "terraform.tfstate"
	lockName  = ".terraform.tfstate.lock.info"
)

// scene is one case: a workspace, and a simulator that outlives every process of it.
type scene struct {
	*workspace.Workspace
	t                  *testing.T
	kind, victim, when string // in the figures
	world              *simulator.Simulator
	witness            *witness
	tap                *workspace.Tap
	providers          *workspace.Providers
	key                string
	rebillyKey         string
	doomedKey          string // at Rebilly, until somebody is killed
	story              story
	pages              map[string][]byte // by file
	said               strings.Builder
	violated           int
}

// newScene makes a case of a contested dispute: what was under way or happens, who is
// killed, if anybody, and when.
func newScene(t *testing.T, kind, victim, when string) *scene {
	t.Helper()
	w := workspace.New(t)
	s := &scene{t: t, kind: kind, victim: victim, when: when, key: workspace.Secret(t, "key-"), rebillyKey: workspace.Secret(t, "sk_sandbox_"), doomedKey: workspace.Secret(t, "sk_sandbox_")}
	s.pages = map[string][]byte{"a.pdf": acctest.PDF(workspace.Secret(t, "page-"), 1), "b.png": acctest.PNG(7), "c.png": acctest.PNG(8)}
	var err error
	if s.world, err = simulator.Open(simulator.Options{ClientID: "acme", APIKey: s.key, RebillyAPIKey: s.rebillyKey}); err != nil {
		t.Fatal(err)
	}
	if err := s.world.RestrictRebillyKey(s.doomedKey, simulator.RebillyOperationIDs()...); err != nil {
		t.Fatal(err)
	}
	s.witness = &witness{next: s.world.Handler()}
	s.tap = workspace.NewTap(s.witness)
	server := httptest.NewServer(s.tap)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	w, s.providers = w.WatchProviders()
	s.Workspace = w.With("MANGOPAY_BASE_URL="+server.URL, "MANGOPAY_CLIENT_ID=acme", "MANGOPAY_API_KEY="+s.key,
		"REBILLY_BASE_URL="+server.URL, "REBILLY_API_KEY="+s.doomedKey)
	for name, content := range s.pages {
		s.Write(name, content)
	}
	s.tell(contested())
	t.Cleanup(func() {
		figures.count(s)
		if t.Failed() {
			s.repeat()
		}
	})
	return s
}

// tell makes the case one of another story.
func (s *scene) tell(st story) {
	s.t.Helper()
	s.story = st
	s.Configure(st.config)
}

// repeat says how to run this case alone.
func (s *scene) repeat() {
	s.t.Helper()
	anchored := "^" + strings.ReplaceAll(s.t.Name(), "/", "$/^") + "$"
	s.t.Logf("to repeat: TF_ACC=1 TF_ACC_TERRAFORM_PATH=%s go test ./internal/robustness/process -count=1 -v -run '%s'", s.Engine, anchored)
}

// traced makes the engine and the provider log all they can.
func (s *scene) traced() *workspace.Workspace {
	return s.With("TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(s.Dir, "trace.log"))
}

// violate notes a broken promise.
func (s *scene) violate(format string, values ...any) {
	s.t.Helper()
	s.violated++
	s.t.Errorf("VIOLATION: "+format, values...)
}

// heard keeps what a command said, for the search for secrets.
func (s *scene) heard(o workspace.Outcome) workspace.Outcome {
	s.said.WriteString(o.Out)
	return o
}

// maxApplies is how many applies may be needed once nothing disturbs them.
const maxApplies = 2

// converge applies until the plan is empty, and returns what the applies said.
func (s *scene) converge() []workspace.Outcome {
	s.t.Helper()
	var applies []workspace.Outcome
	for range maxApplies {
		o := s.heard(s.traced().Run("apply", "-auto-approve"))
		applies = append(applies, o)
		if o.Code == 0 && s.heard(s.traced().Run("plan", "-detailed-exitcode")).Code == 0 {
			return applies
		}
	}
	s.violate("after %d applies the plan is not empty:\n%s", maxApplies, applies[len(applies)-1].Out)
	return applies
}

// check compares what was sent, what is recorded, and what was written down.
func (s *scene) check() {
	s.t.Helper()
	journal, err := s.world.Journal()
	if err != nil {
		s.t.Fatal(err)
	}
	if s.story.kept != nil {
		s.checkKept(journal)
	} else {
		s.checkSent(journal)
	}
	s.checkSecrets()
	if s.violated > 0 {
		for _, r := range journal {
			s.t.Logf("%3d %s %-24s %d %s%s %s", r.Sequence, r.Time.Format("15:04:05.000"), r.Operation, r.Status, r.DocumentID, r.ObjectID, r.Fault)
		}
	}
}

// checkSent checks what is at Mangopay.
func (s *scene) checkSent(journal []simulator.Request) {
	s.t.Helper()
	d, err := s.world.Dispute(dispute)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, violation := range broken(journal, d, s.story, s.pages) {
		s.violate("%s", violation)
	}
	s.checkState(d)
}

// checkKept checks what is at Rebilly.
func (s *scene) checkKept(journal []simulator.Request) {
	s.t.Helper()
	w, err := keptIn(s.world)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, violation := range brokenAtRebilly(journal, w, s.story.kept, s.pages) {
		s.violate("%s", violation)
	}
	if recorded := s.state(); !maps.Equal(recorded, w.ids()) {
		s.violate("the state has %v, and there are %v", recorded, w.ids())
	}
}

// wanted tells whether a resource is in the configuration.
func (s *scene) wanted(address string) bool {
	kind, name, _ := strings.Cut(address, ".")
	return strings.Contains(s.story.config, fmt.Sprintf("resource %q %q", kind, name))
}

// checkState wants the state to name what exists.
func (s *scene) checkState(d simulator.DisputeState) {
	s.t.Helper()
	recorded := s.state()
	if len(d.Documents) != len(s.story.documents) {
		return // said already
	}
	for address, place := range s.story.state {
		want := dispute
		if place != ofDispute {
			want = d.Documents[place].ID
		}
		if got := recorded[address]; got != want {
			s.violate("the state has %q for %s, which is %q", got, address, want)
		}
	}
}

// checkSecrets searches everything that was written or said.
func (s *scene) checkSecrets() {
	s.t.Helper()
	secrets := s.tap.Secrets()
	secrets[s.key], secrets[s.rebillyKey], secrets[s.doomedKey] = "the key", "Rebilly's key", "Rebilly's key"
	detector := workspace.NewDetector(secrets, slices.Collect(maps.Values(s.pages))...)
	contents := s.Files(func(name string) bool { return s.pages[name] != nil })
	contents["what the commands said"] = []byte(s.said.String())
	for name, content := range contents {
		for _, found := range detector.Find(content) {
			s.violate("%s holds %s", name, found)
		}
	}
}

// state is what the state file records: the object's id by address, with "tainted"
// before it where that is said. A file that is not there records nothing.
func (s *scene) state() map[string]string {
	s.t.Helper()
	content, err := os.ReadFile(filepath.Join(s.Dir, stateName))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(content) == 0 {
		return nil
	}
	var file struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				Status     string
				Attributes map[string]any
			}
		}
	}
	if err == nil {
		err = json.Unmarshal(content, &file)
	}
	if err != nil {
		s.t.Logf("the state file cannot be read: %v", err)
	}
	recorded := map[string]string{}
	for _, r := range file.Resources {
		for _, one := range r.Instances {
			id := one.Attributes["id"]
			if id == nil {
				id = one.Attributes["document_id"]
			}
			if id == nil {
				id = one.Attributes["dispute_id"]
			}
			recorded[r.Type+"."+r.Name] = strings.TrimSpace(one.Status + " " + fmt.Sprint(id))
		}
	}
	return recorded
}

// left describes what an interruption leaves in the workspace.
func (s *scene) left() string {
	names := []string{}
	for address, id := range s.state() {
		if strings.HasPrefix(id, "tainted") {
			address += " (tainted)"
		}
		names = append(names, strings.TrimPrefix(strings.TrimPrefix(address, "disputes_"), "mangopay_"))
	}
	slices.Sort(names)
	files := []string{}
	entries, _ := os.ReadDir(s.Dir)
	for _, e := range entries {
		if strings.Contains(e.Name(), ".tfstate") {
			files = append(files, e.Name())
		}
	}
	return fmt.Sprintf("state %v, files %v", names, files)
}

// endLimit is how long a provider may outlive its engine.
const endLimit = 10 * time.Second

// gone tells how long processes live on; the answer comes at the latest after the
// limit, with those that are left.
func gone(pids []int, limit time.Duration) <-chan survivors {
	answer := make(chan survivors, 1)
	go func() {
		began := time.Now()
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			pids = slices.DeleteFunc(pids, func(pid int) bool { return !workspace.Lives(pid) })
			if took := time.Since(began); len(pids) == 0 || took > limit {
				answer <- survivors{pids, took}
				return
			}
			<-ticker.C
		}
	}()
	return answer
}

type survivors struct {
	pids []int
	took time.Duration
}
