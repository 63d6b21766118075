package workspace

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// Start runs the binary until the test ends, when an interrupt must end it
// cleanly. It returns the rest of the first line that has the mark.
func (w *Workspace) Start(mark string, args ...string) string {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	command := w.Command(ctx, w.Binary, args...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	out, err := command.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		w.t.Fatal(err)
	}
	found, read := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(read)
		scan(out, mark, found)
	}()
	w.t.Cleanup(func() {
		cancel()
		<-read
		_ = command.Wait() // the cancelled context is an error even after a clean end
		if code := command.ProcessState.ExitCode(); code != 0 {
			w.t.Errorf("%s ended with code %d", strings.Join(args, " "), code)
		}
	})
	return receive(w.t, found, strings.Join(args, " "))
}

// scan hands out the rest of the first line that has the mark, and reads on until
// the process ends.
func scan(out io.Reader, mark string, found chan<- string) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, rest, ok := strings.Cut(lines.Text(), mark); ok {
			found <- rest
			break
		}
	}
	_, _ = io.Copy(io.Discard, out) // what else it says does not matter
}

func receive(t *testing.T, from <-chan string, what string) string {
	t.Helper()
	select {
	case text := <-from:
		return text
	case <-time.After(30 * time.Second):
		t.Fatalf("%s has not started", what)
		return ""
	}
}

// Serve runs "simulator serve" until the test ends and returns its address.
func (w *Workspace) Serve(args ...string) string {
	w.t.Helper()
	return w.Start("MANGOPAY_BASE_URL=", append([]string{"simulator", "serve"}, args...)...)
}
