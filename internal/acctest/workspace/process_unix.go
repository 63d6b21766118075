//go:build unix

package workspace

import (
	"context"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// Process is an engine's command that runs while the test does something to it.
type Process struct {
	t       *testing.T
	command *exec.Cmd
	args    []string
	said    string // the file that it writes to; plugins may outlive it, and would hold a pipe open
	ended   chan struct{}
}

// Begin starts an engine's command as Run does, in a process group of its own, as a
// terminal does. The caller calls Wait.
func (w *Workspace) Begin(command string, args ...string) *Process {
	w.t.Helper()
	return w.begin(true, arguments(command, args))
}

// BeginInGroup is Begin in the test's own process group, as a script does. The system
// wakes up and hangs up stopped processes of a group whose leader dies.
func (w *Workspace) BeginInGroup(command string, args ...string) *Process {
	w.t.Helper()
	return w.begin(false, arguments(command, args))
}

func (w *Workspace) begin(ownGroup bool, args []string) *Process {
	w.t.Helper()
	said, err := os.CreateTemp(w.Dir, "said-*.log")
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), commandLimit)
	p := &Process{t: w.t, command: w.Command(ctx, w.Engine, args...), args: args, said: said.Name(), ended: make(chan struct{})}
	p.command.Stdout, p.command.Stderr = said, said
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: ownGroup}
	err = p.command.Start()
	_ = said.Close() // the command has its own
	if err != nil {
		cancel()
		w.t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		defer cancel()
		_ = p.command.Wait() // the exit code says the same
	}()
	return p
}

// Pid is the engine's process id.
func (p *Process) Pid() int { return p.command.Process.Pid }

// Signal sends a signal to the engine alone.
func (p *Process) Signal(signal syscall.Signal) {
	p.t.Helper()
	if err := p.command.Process.Signal(signal); err != nil {
		p.t.Fatal(err)
	}
}

// SignalAll sends a signal to the engine and its plugins alike, as a terminal does; the
// command has to be in a group of its own.
func (p *Process) SignalAll(signal syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(-p.Pid(), signal); err != nil {
		p.t.Fatal(err)
	}
}

// Ended tells whether the engine has ended.
func (p *Process) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// Wait waits for the engine's end, at most two minutes after its start, and returns
// what it said.
func (p *Process) Wait() Outcome {
	p.t.Helper()
	<-p.ended
	return Outcome{t: p.t, Args: p.args, Out: p.Said(), Code: p.command.ProcessState.ExitCode()}
}

// Said is what the engine has said so far.
func (p *Process) Said() string {
	p.t.Helper()
	out, err := os.ReadFile(p.said)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(out)
}
