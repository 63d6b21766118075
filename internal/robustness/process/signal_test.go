//go:build unix

package process_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// signals are the ways to be interrupted that an engine notices.
var signals = map[string]func(s *scene, p *workspace.Process){
	// A terminal sends the signal to the engine and to its plugins alike.
	"Ctrl-C": func(_ *scene, p *workspace.Process) { p.SignalAll(syscall.SIGINT) },
	// The second one comes while the engine still waits for the provider to stop.
	"Ctrl-C twice": func(s *scene, p *workspace.Process) {
		for _, pid := range s.providers.Alive() {
			s.signal(pid, syscall.SIGSTOP)
		}
		p.SignalAll(syscall.SIGINT)
		heard := outcomeOf(p)
		workspace.Eventually(s.t, "the engine to notice the first interrupt", func() bool { return heard().Has("Interrupt received") })
		p.SignalAll(syscall.SIGINT)
		workspace.Eventually(s.t, "the engine to notice the second interrupt", func() bool { return heard().Has("Two interrupts received") || p.Ended() })
		for _, pid := range s.providers.Alive() {
			s.signal(pid, syscall.SIGCONT)
		}
	},
	// A job that is cancelled: the supervisor knows the engine only.
	"SIGTERM": func(_ *scene, p *workspace.Process) { p.Signal(syscall.SIGTERM) },
	// A container that is stopped, or a terminal that is closed.
	"SIGHUP": func(_ *scene, p *workspace.Process) { p.SignalAll(syscall.SIGHUP) },
}

func outcomeOf(p *workspace.Process) func() workspace.Outcome {
	return func() workspace.Outcome { return workspace.Outcome{Out: p.Said()} }
}

// signal sends a signal to a provider, which may have ended meanwhile.
func (s *scene) signal(pid int, signal syscall.Signal) {
	s.t.Helper()
	if err := syscall.Kill(pid, signal); err != nil && workspace.Lives(pid) {
		s.t.Fatal(err)
	}
}

// TestAccInterrupted interrupts the upload of the second page, and the submission.
func TestAccInterrupted(t *testing.T) {
	t.Parallel()
	for name, interrupt := range signals {
		for _, k := range []kind{{operation: "create_page", nth: 2}, {operation: "submit_document", nth: 1}} {
			t.Run(name+"/"+k.operation, func(t *testing.T) {
				t.Parallel()
				s := newScene(t, name, "", before)
				reached := s.arm(k, before)
				process := s.traced().Begin("apply", "-auto-approve")
				s.await(process, reached)
				d := death{at: time.Now(), tokens: s.witness.tokens(), orphans: gone(s.providers.Alive(), endLimit)}
				interrupt(s, process)
				o := s.heard(process.Wait())
				if o.Code == 0 {
					t.Errorf("the apply succeeded:\n%s", o.Out)
				}
				t.Logf("exit code %d after %s; left behind: %s", o.Code, time.Since(d.at).Round(100*time.Millisecond), s.left())
				workspace.Fail(t, s.world)
				s.finish(d)
			})
		}
	}
}

// finish applies again at once and checks everything.
func (s *scene) finish(d death) {
	applies := s.converge()
	s.t.Logf("the next plan: %s; applies: %d", summary(applies[0]), len(applies))
	s.checkOrphans(d)
	// What is found must not depend on who was faster.
	pending := s.journaled(func(r simulator.Request) bool { return r.Fault == string(simulator.FaultLateCommit) && r.Status == 0 })
	workspace.Eventually(s.t, "the late work", func() bool { return !pending() })
	s.check()
}

// TestAccFrozen: a provider that is stopped while its engine dies, as on a machine
// that sleeps, begins nothing when it wakes up.
func TestAccFrozen(t *testing.T) {
	t.Parallel()
	for _, operation := range []string{"create_document", "create_page", "submit_document"} {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, operation, "engine, provider frozen", after)
			workspace.Fail(t, s.world, simulator.FaultRule{Kind: simulator.FaultLatency, Operation: operation, Nth: 1, Delay: time.Second})
			process := s.BeginInGroup("apply", "-auto-approve")
			s.await(process, s.journaled(func(r simulator.Request) bool { return r.Fault != "" && r.BodySize > 0 }))
			frozen := s.providers.Alive()
			for _, pid := range frozen {
				s.signal(pid, syscall.SIGSTOP)
			}
			process.Signal(syscall.SIGKILL)
			d := death{at: time.Now(), tokens: s.witness.tokens()}
			workspace.Fail(t, s.world)
			answered := s.journaled(func(r simulator.Request) bool { return r.Fault != "" && succeeded(r) })
			workspace.Eventually(t, "the answer", func() bool { return answered() && time.Since(d.at) > orphanGrace })
			for _, pid := range frozen {
				if !workspace.Lives(pid) {
					t.Fatal("the provider has ended although it was stopped")
				}
				s.signal(pid, syscall.SIGCONT)
			}
			d.orphans = gone(frozen, endLimit)
			s.heard(process.Wait())
			t.Logf("left behind: %s", s.left())
			s.finish(d)
		})
	}
}

// TestAccStaleLock: an engine that is killed leaves its lock file behind, which
// holds nobody up.
func TestAccStaleLock(t *testing.T) {
	t.Parallel()
	s := newScene(t, "stale lock", engine, before)
	reached := s.arm(kind{operation: "create_page", nth: 1}, before)
	process := s.Begin("apply", "-auto-approve")
	s.await(process, reached)
	d := s.strike(process, engine)
	process.Wait()
	workspace.Fail(t, s.world)
	lock := filepath.Join(s.Dir, lockName)
	if _, err := os.Stat(lock); err != nil {
		t.Errorf("the engine has left no lock file: %v", err)
	}
	s.heard(s.traced().Run("apply", "-auto-approve")).Exits(0).Omits("state lock")
	if _, err := os.Stat(lock); err == nil {
		t.Error("the lock file is still there")
	}
	s.finish(d)
}
