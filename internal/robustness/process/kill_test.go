//go:build unix

package process_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
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
	story     func() story // by default contested
	prepare   func(*scene)
	lost      string   // an operation whose first answer is lost before
	command   []string // that is killed; by default the apply of a saved plan
	times     []string // when it makes a difference to die; by default before
}

func kinds() []kind {
	apply := []string{"apply", "-auto-approve"}
	write, ends := []string{before, late, after}, []string{before, after}
	return []kind{
		{name: "token", operation: "oauth_token", nth: 1, prepare: plan},
		{name: "list documents", operation: "list_dispute_documents", nth: 1, prepare: plan},
		{name: "get_dispute", operation: "get_dispute", nth: 1, prepare: plan},
		{name: "create_document", operation: "create_document", nth: 1, command: apply, times: write},
		{name: "create_page", operation: "create_page", nth: 2, command: apply, times: write},
		{name: "create_page, of a page resource", operation: "create_page", nth: 1, story: filled, command: apply, times: write},
		{name: "get_response, of a document", operation: "get_response", nth: 1, lost: "create_document", command: apply},
		{name: "get_response, of a page", operation: "get_response", nth: 1, lost: "create_page", command: apply},
		{name: "get_document", operation: "get_document", nth: 1, prepare: plan},
		{name: "consult", operation: "consult_document", nth: 1, prepare: document},
		{name: "download_page", operation: "download_page", nth: 1, prepare: document},
		{name: "submit_document", operation: "submit_document", nth: 1, command: apply, times: write},
		{name: "submit_dispute", operation: "submit_dispute", nth: 1, command: apply, times: write},
		{name: "submit_dispute, again", operation: "submit_dispute", nth: 1, story: contestedAgain, prepare: reopened, command: apply, times: write},
		{name: "list_events", operation: "list_events", nth: 1, prepare: unsent, command: apply}, // after the submission
		{name: "update_dispute", operation: "update_dispute", nth: 1, story: givenUp, command: apply, times: []string{before, after}},
		{name: "close_dispute", operation: "close_dispute", nth: 1, story: givenUp, command: apply, times: write},
		{name: "plan, first read", nth: 2, prepare: everything, command: []string{"plan"}}, // after the token
		{name: "plan, later read", nth: 4, prepare: unsent, command: apply},
		{name: "rebilly_put_dispute", operation: "rebilly_put_dispute", nth: 1, story: recorded, command: apply, times: ends},
		{name: "rebilly_put_dispute, changed", operation: "rebilly_put_dispute", nth: 1, story: movedOn, prepare: first(recorded), command: apply, times: ends},
		{name: "rebilly_create_file", operation: "rebilly_create_file", nth: 1, story: exhibited, command: apply, times: ends},
		{name: "rebilly_put_attachment", operation: "rebilly_put_attachment", nth: 1, story: exhibited, command: apply, times: ends},
		{name: "rebilly_delete_file", operation: "rebilly_delete_file", nth: 1, story: recorded, prepare: first(exhibited), command: apply, times: ends},
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

// reopened is an hour after the dispute was submitted with the letter and came back.
func reopened(s *scene) {
	s.Configure(contested().config)
	everything(s)
	if err := errors.Join(s.world.Decide(dispute, "reopen", "Who signed for the parcel?"), s.world.Advance(time.Hour)); err != nil {
		s.t.Fatal(err)
	}
	s.tell(s.story)
}

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
			for _, when := range k.moments() {
				if who == engine && when == late {
					continue // the provider ends long before the work is done: as both
				}
				t.Run(strings.Join([]string{k.name, who, when}, "/"), func(t *testing.T) {
					t.Parallel()
					s := newScene(t, k.name, who, when)
					died := s.kill(k, who, when)
					s.t.Logf("left behind: %s", s.left())
					s.finish(died)
				})
			}
		}
	}
}

func (k kind) moments() []string {
	if k.times == nil {
		return []string{before}
	}
	return k.times
}

// kill lets a command run until it comes to a request, and kills.
func (s *scene) kill(k kind, who, when string) death {
	s.t.Helper()
	if k.story != nil {
		s.tell(k.story())
	}
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
	s.Workspace = s.With("REBILLY_API_KEY=" + s.rebillyKey)
	workspace.Fail(s.t, s.world)
	s.heard(process.Wait())
	for address := range known {
		if s.state()[address] == "" && s.wanted(address) {
			s.violate("the state has lost %s", address)
		}
	}
	return died
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
	rules := []simulator.FaultRule{rule}
	if k.lost != "" {
		rules = append(rules, simulator.FaultRule{Kind: simulator.FaultLostAnswer, Operation: k.lost, Nth: 1})
	}
	workspace.Fail(s.t, s.world, rules...)
	return s.journaled(func(r simulator.Request) bool {
		return r.Fault == string(rule.Kind) && (r.Method == http.MethodGet || r.Method == http.MethodDelete || r.BodySize > 0)
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

// TestAccSavedPlanAgain kills at the first write of a saved plan, before there is any
// state, and applies the same plan once more. It is carried out to its end, without
// sending anything twice, unless the engine has written a state while it died.
func TestAccSavedPlanAgain(t *testing.T) {
	t.Parallel()
	k := kind{operation: "create_document", nth: 1, prepare: plan}
	for who, moments := range map[string][]string{engine: {before, late, after}, both: {after}, provider: {after}} {
		for _, when := range moments {
			t.Run(who+"/"+when, func(t *testing.T) {
				t.Parallel()
				s := newScene(t, "saved plan again", who, when)
				died := s.kill(k, who, when)
				// The lock makes an empty file.
				content, _ := os.ReadFile(filepath.Join(s.Dir, stateName))
				o := s.heard(s.traced().Run("apply", savedPlan))
				t.Logf("%d bytes of state are left behind; the plan again: %s", len(content), summary(o))
				if len(content) > 0 {
					o.Exits(1).Says("Saved plan is stale")
				} else {
					o.Exits(0)
					s.heard(s.traced().Run("plan", "-detailed-exitcode")).Exits(0)
				}
				s.finish(died)
			})
		}
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
