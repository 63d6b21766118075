package e2e_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// start runs the binary until the test ends, when an interrupt must end it
// cleanly. It returns the rest of the first line that has the mark.
func (w *workspace) start(mark string, args ...string) string {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	command := w.command(ctx, w.provider, args...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second
	out, err := command.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		w.t.Fatal(err)
	}
	found := make(chan string, 1)
	read := make(chan struct{})
	go func() {
		defer close(read)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if _, rest, ok := strings.Cut(lines.Text(), mark); ok {
				found <- rest
				break
			}
		}
		_, _ = io.Copy(io.Discard, out) // until the process ends
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

// serve runs "simulator serve" and returns its address.
func (w *workspace) serve(args ...string) string {
	w.t.Helper()
	return w.start("MANGOPAY_BASE_URL=", append([]string{"simulator", "serve"}, args...)...)
}
