//go:build unix

package backend_test

import (
	"maps"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

const (
	sandbox    = "sandbox"
	production = "production"
)

// cases are the disputes that the .tfvars files of the example name.
var cases = map[string]string{sandbox: "dispute-1001", production: "dispute-1002"}

// setting is a database with the workspaces of the example, made as its README says.
type setting struct {
	t        *testing.T
	base     *workspace.Workspace
	database *database
}

func newSetting(t *testing.T) *setting {
	t.Helper()
	s := &setting{t: t, base: workspace.New(t), database: newDatabase(t)}
	a, _ := newAccount(t)
	administrator := s.runner("administrator", "", a)
	for environment := range cases {
		administrator.Exec(administrator.Engine, "workspace", "new", environment).Exits(0)
	}
	return s
}

// TestAccConcurrentApplies: while one pipeline applies, a second one is refused, or waits and then
// finds nothing to do; a plan that was saved before is not applied any more.
func TestAccConcurrentApplies(t *testing.T) {
	s := newSetting(t)
	a, g := newAccount(t)
	one, two := s.runner("pipeline 1", sandbox, a), s.runner("pipeline 2", sandbox, a)
	two.Run("plan", lockTimeout, two.variables, "-out=saved.tfplan").Exits(0)

	first := one.sending(g)
	if holder := s.database.holder(); !strings.HasPrefix(holder, "sandbox|pipeline 1|127.0.0.1|") {
		t.Errorf("lock-holder.sql tells %q", holder)
	}
	refused := two.apply().Wait().Exits(1).Says("Error acquiring the state lock", "Workspace is already locked: sandbox")
	two.Run("force-unlock", "-force", lockID(t, refused.Out)).Exits(0)
	two.apply().Wait().Exits(1).Says("Workspace is already locked: sandbox")

	second := two.apply(lockTimeout)
	workspace.Eventually(t, "the second apply to wait", func() bool { return strings.Contains(second.Said(), "Acquiring state lock") })
	g.open()
	first.Wait().Exits(0).Says("5 added, 0 changed, 0 destroyed")
	second.Wait().Exits(0).Says("0 added, 0 changed, 0 destroyed")
	two.Run("apply", lockTimeout, "saved.tfplan").Exits(1).Says("Saved plan is stale")

	a.sentOnce(cases[sandbox])
	one.unchanged()
	s.keepsNoSecrets(one, two)
}

// lockID is the id that an engine tells when it does not get the lock.
func lockID(t *testing.T, said string) string {
	t.Helper()
	found := regexp.MustCompile(`ID: +([0-9a-f-]{36})`).FindStringSubmatch(said)
	if found == nil {
		t.Fatalf("no lock id in\n%s", said)
	}
	return found[1]
}

// TestAccKilledRunner: the lock of a runner that is killed while it sends pages goes with its
// connection, and another runner finishes the same documents.
func TestAccKilledRunner(t *testing.T) {
	s := newSetting(t)
	a, g := newAccount(t)
	killed := s.runner("pipeline 1", sandbox, a).sending(g)
	killed.SignalAll(syscall.SIGKILL)
	killed.Wait()
	if a.writes()["create_page"] == 0 {
		t.Errorf("the runner was killed before it sent a page: %v", a.writes())
	}
	workspace.Eventually(t, "the lock to go", func() bool { return s.database.holder() == "" })

	next := s.runner("pipeline 2", sandbox, a)
	next.apply().Wait().Exits(0)
	a.sentOnce(cases[sandbox])
	next.unchanged()
	s.keepsNoSecrets(next)
}

// TestAccLostDatabase: the database dies during an apply, and with it the lock and what the state
// would have learnt. The engine leaves errored.tfstate. The next apply needs it as little as a
// workspace into which it was pushed needs another apply.
func TestAccLostDatabase(t *testing.T) {
	s := newSetting(t)
	runs := map[string]*interrupted{}
	for environment := range cases {
		runs[environment] = s.interrupt(environment)
	}
	s.database.stop()
	for _, run := range runs {
		run.gate.open()
		run.apply.Wait().Exits(1).Says("Failed to save state", "errored.tfstate")
	}
	s.database.start()

	forgotten, pushed := runs[sandbox].runner, runs[production].runner
	forgotten.apply(lockTimeout).Wait().Exits(0).Says("5 added, 0 changed, 0 destroyed")
	forgotten.Exec(forgotten.Engine, "state", "push", lockTimeout, "errored.tfstate") // too late; Terraform refuses
	pushed.Exec(pushed.Engine, "state", "push", lockTimeout, "errored.tfstate").Exits(0)
	for environment, run := range runs {
		run.account.sentOnce(cases[environment])
		run.runner.unchanged()
		s.keepsNoSecrets(run.runner)
	}
}

// TestAccLostLock: a database that restarts forgets the lock of an apply that goes on all the same.
// Two applies then work on one workspace at once, and nothing is sent twice.
func TestAccLostLock(t *testing.T) {
	s := newSetting(t)
	run := s.interrupt(sandbox)
	s.database.stop()
	s.database.start()
	other := s.runner("pipeline 2", sandbox, run.account)
	other.apply().Wait().Exits(0)
	run.gate.open()
	run.apply.Wait().Exits(0)
	run.account.sentOnce(cases[sandbox])
	other.unchanged()
	s.keepsNoSecrets(run.runner, other)
}

// interrupted is an apply whose last page is held back.
type interrupted struct {
	runner  *runner
	account *account
	gate    *gate
	apply   *workspace.Process
}

func (s *setting) interrupt(environment string) *interrupted {
	s.t.Helper()
	a, g := newAccount(s.t)
	r := s.runner("pipeline 1", environment, a)
	return &interrupted{r, a, g, r.sending(g, lockTimeout)}
}

// keepsNoSecrets looks for credentials and contents of pages in the database, and in what the runners
// leave behind.
func (s *setting) keepsNoSecrets(runners ...*runner) {
	s.t.Helper()
	dump := s.database.dump()
	for _, needed := range []string{"evidence/receipt.jpg", digest(s.t, "receipt.jpg"), "dispute-100"} {
		if !strings.Contains(dump, needed) {
			s.t.Errorf("the database does not have %q, so what is searched is not the state", needed)
		}
	}
	searched := map[string][]byte{"the database": []byte(dump)}
	for _, r := range runners {
		maps.Copy(searched, r.leftovers())
	}
	detector := workspace.NewDetector(map[string]string{apiKey: "the API key", pipelineSecret: "the password of the database"},
		content(s.t, "invoice.pdf"), content(s.t, "tracking.pdf"), content(s.t, "receipt.jpg"))
	for where, text := range searched {
		for _, found := range detector.Find(text) {
			s.t.Errorf("%s has %s", where, found)
		}
	}
}
