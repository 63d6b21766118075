package parent_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/parent"
)

// role makes this test program play the processes of the story.
const role = "DISPUTES_TEST_PARENT"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "parent":
		os.Exit(start())
	case "child":
		watch()
	default:
		os.Exit(m.Run())
	}
}

// start leaves a child behind once it has said that it watches.
func start() int {
	child := exec.CommandContext(context.Background(), os.Args[0])
	child.Env = append(os.Environ(), role+"=child")
	child.Stderr = os.Stderr
	ready, err := child.StdoutPipe()
	if err != nil || child.Start() != nil {
		return 1
	}
	if _, err := io.ReadFull(ready, make([]byte, 1)); err != nil {
		return 1
	}
	return 0
}

// watch keeps its standard error open, by which the test knows that it lives.
func watch() {
	p := parent.Find()
	if !p.Alive() {
		os.Exit(1)
	}
	_, _ = os.Stdout.WriteString(".")
	p.Wait(context.Background())
}

// A child sees that its parent has ended, and ends.
func TestParentThatEnds(t *testing.T) {
	t.Parallel()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = read.Close() }()
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), role+"=parent")
	command.Stderr = write
	if err := command.Run(); err != nil {
		t.Fatal(err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	if err := read.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Skip("the ends of this system's pipes cannot be waited for with a limit: ", err)
	}
	if said, err := io.ReadAll(read); err != nil || len(said) > 0 {
		t.Errorf("the child is still there: %v %s", err, said)
	}
}

// A parent that lives is waited for until nobody waits any more.
func TestParentThatLives(t *testing.T) {
	t.Parallel()
	p := parent.Find()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	p.Wait(ctx)
	if ctx.Err() == nil || !p.Alive() {
		t.Error("a parent that lives counts as gone")
	}
}
