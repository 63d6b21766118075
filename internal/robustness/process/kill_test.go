//go:build unix

package process_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// kind is a kind of request at which processes die.
type kind struct {
	name      string
	operation string // "" is any
	nth       int
	prepare   func(*scene)
	command   []string // that is killed; by default the apply of a saved plan
	write     bool     // the request changes something
}

func kinds() []kind {
	apply := []string{"apply", "-auto-approve"}
	return []kind{
		{name: "token", operation: "oauth_token", nth: 1, prepare: plan},
		{name: "list documents", operation: "list_dispute_documents", nth: 1, prepare: plan},
		{name: "get_dispute", operation: "get_dispute", nth: 1, prepare: plan},
		{name: "create_document", operation: "create_document", nth: 1, command: apply, write: true},
		{name: "create_page, first", operation: "create_page", nth: 1, command: apply, write: true},
		{name: "create_page, second", operation: "create_page", nth: 2, command: apply, write: true},
		{name: "get_document", operation: "get_document", nth: 1, prepare: plan},
		{name: "consult", operation: "consult_document", nth: 1, prepare: document},
		{name: "submit_document", operation: "submit_document", nth: 1, command: apply, write: true},
		{name: "submit_dispute", operation: "submit_dispute", nth: 1, command: apply, write: true},
		{name: "plan, first read", nth: 2, prepare: everything, command: []string{"plan"}}, // after the token
		{name: "plan, later read", nth: 4, prepare: unsent, command: apply},
	}
}

const savedPlan = "case.tfplan"

// plan saves a plan, so that every request of the apply belongs to the apply.
func plan(s *scene) {
	s.heard(s.traced().Run("plan", "-out="+savedPlan)).Exits(0)
}

// document makes the document, so that the process that sends it has not made it.
func document(s *scene) {
	s.heard(s.Run("apply", "-auto-approve", "-target=disputes_mangopay_document.letter")).Exits(0)
	plan(s)
}

// unsent leaves the last step to be done.
func unsent(s *scene) {
	s.heard(s.Run("apply", "-auto-approve", "-target=disputes_mangopay_document_submission.letter")).Exits(0)
}

func everything(s *scene) { s.heard(s.Run("apply", "-auto-approve")).Exits(0) }

// Who dies.
const (
	provider = "provider"
	engine   = "engine"
	both     = "both"
)

// When they die.
const (
	before = "before" // the work is never done
	late   = "late"   // it is done while the next run is under way already
	after  = "after"  // it is done, and the answer lost
)

// lateBy is how long after a request's arrival its work is done.
const lateBy = 2500 * time.Millisecond

// TestAccKilled kills the provider, the engine or both at each kind of request, and
// applies again at once.
func TestAccKilled(t *testing.T) {
	t.Parallel()
	for _, k := range kinds() {
		for _, who := range []string{provider, engine, both} {
			for _, when := range k.times() {
				t.Run(strings.Join([]string{k.name, who, when}, "/"), func(t *testing.T) {
					t.Parallel()
					newScene(t, k.name, who, when).kill(k, who, when)
				})
			}
		}
	}
}

// times are when it makes a difference to die at a request.
func (k kind) times() []string {
	if k.write {
		return []string{before, late, after}
	}
	return []string{before}
}

func (s *scene) kill(k kind, who, when string) {
	if k.prepare != nil {
		k.prepare(s)
	}
	if k.command == nil {
		k.command = []string{"apply", savedPlan}
	}
	w := s.Workspace
	if who == provider || when == after { // a log that breaks off could end an orphan by itself
		w = s.traced()
	}
	known := s.state()
	reached := s.arm(k, when)
	process := w.Begin(k.command[0], k.command[1:]...)
	s.await(process, reached)
	died := s.strike(process, who)
	workspace.Fail(s.t, s.world)
	s.heard(process.Wait())
	s.t.Logf("left behind: %s", s.left())
	for address := range known {
		if s.state()[address] == "" {
			s.violate("the state has lost %s", address)
		}
	}
	s.finish(died)
}

// arm makes the simulator stop at a request, and returns how to see that it has.
func (s *scene) arm(k kind, when string) func() bool {
	s.t.Helper()
	if when == after {
		held := s.witness.holdAnswer(k.operation, k.nth)
		return func() bool {
			select {
			case <-held:
				return true
			default:
				return false
			}
		}
	}
	rule := simulator.FaultRule{Kind: simulator.FaultLatency, Operation: k.operation, Nth: k.nth, Delay: time.Hour}
	if when == late {
		rule.Kind, rule.Delay = simulator.FaultLateCommit, lateBy
	}
	workspace.Fail(s.t, s.world, rule)
	return s.journaled(func(r simulator.Request) bool {
		return r.Fault != "" && (r.Method == http.MethodGet || r.BodySize > 0)
	})
}

// await waits for the moment to strike.
func (s *scene) await(process *workspace.Process, reached func() bool) {
	s.t.Helper()
	ended := false
	workspace.Eventually(s.t, "the request", func() bool {
		ended = process.Ended()
		return reached() || ended
	})
	if ended {
		s.t.Fatalf("the command has ended without the request:\n%s", process.Wait().Out)
	}
}

// death is what is known of the processes at the moment of the kill.
type death struct {
	at      time.Time
	tokens  map[string]bool // of the processes until then
	orphans <-chan survivors
}

func (s *scene) strike(process *workspace.Process, who string) death {
	s.t.Helper()
	victims := s.providers.Alive()
	if len(victims) == 0 {
		s.t.Fatal("no provider is running")
	}
	d := death{at: time.Now(), tokens: s.witness.tokens()}
	if who != provider {
		process.Signal(syscall.SIGKILL)
	}
	if who != engine {
		for _, pid := range victims {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	d.orphans = gone(victims, endLimit)
	return d
}

// orphanGrace is how long a provider may go on beginning work without its engine.
const orphanGrace = time.Second

func (s *scene) checkOrphans(d death) {
	s.t.Helper()
	left := <-d.orphans
	s.t.Logf("the providers ended after %s", left.took.Round(10*time.Millisecond))
	if len(left.pids) > 0 {
		s.violate("providers are left %s after their engine died: %v", left.took.Round(time.Second), left.pids)
	}
	for _, came := range s.witness.writes(d.tokens, d.at.Add(orphanGrace)) {
		s.violate("%s after the death %s began", came.at.Sub(d.at).Round(time.Millisecond), came.operation)
	}
}

var (
	planned = regexp.MustCompile(`Plan: .*|No changes\.`)
	cited   = regexp.MustCompile(`(?:Error|Rule): .*`)
)

// summary is what an apply planned, the rules and errors it cited, and how it ended.
func summary(o workspace.Outcome) string {
	said := slices.Compact(slices.Sorted(slices.Values(cited.FindAllString(o.Out, -1))))
	return fmt.Sprintf("%q, exit code %d %q", planned.FindString(o.Out), o.Code, said)
}
