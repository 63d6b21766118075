// Command demo takes real files through a whole dispute, and disputes from one system to another: it
// builds the provider, opens disputes in the simulator, and runs a real terraform or tofu on
// examples/contest and then examples/rebilly-mirror, step by step, checking each. It needs neither an
// account nor a network, and leaves nothing behind.
//
// The variable ENGINE says which engine to run; without it the first on the PATH is used.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, newScreen(os.Stdout))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\nThe demo did not go as told:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out *screen) (err error) {
	engine, err := findEngine(os.Getenv("ENGINE"))
	if err != nil {
		return err
	}
	out.say("The provider is built, and played with copies of the examples, in a temporary folder.")
	s, err := newStage(ctx, engine)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.remove()) }()
	begun, number := time.Now(), 0
	for _, act := range story {
		if number, err = s.perform(ctx, out, act, number); err != nil {
			return err
		}
	}
	out.close(number, time.Since(begun))
	return nil
}

// perform plays one act, whose steps are numbered on from those before, and returns the last number.
func (s *stage) perform(ctx context.Context, out *screen, act act, number int) (int, error) {
	out.act(act)
	if err := s.enter(act.example); err != nil {
		return number, err
	}
	for _, step := range act.steps {
		number++
		if err := s.play(ctx, out, number, step); err != nil {
			return number, fmt.Errorf("step %d, %s: %w", number, step.title, err)
		}
	}
	return number, s.checkSent(ctx, out, act.sent)
}

func findEngine(name string) (string, error) {
	candidates := []string{"terraform", "tofu"}
	if name != "" {
		candidates = []string{name}
	}
	for _, candidate := range candidates {
		if _, err := exec.LookPath(candidate); err == nil {
			return candidate, nil
		}
	}
	return "", fmt.Errorf("none of %v is on the PATH", candidates)
}

// play carries out one step and compares what it leads to with what the story says.
func (s *stage) play(ctx context.Context, out *screen, number int, step step) error {
	out.heading(number, step.title)
	out.say(step.text)
	for _, command := range step.commands {
		line, err := s.expand(ctx, command.line)
		if err != nil {
			return err
		}
		out.command(line)
		output, err := s.execute(ctx, line, command.exit)
		if err != nil {
			return err
		}
		out.excerpt(command.excerpt(output))
		if err := command.check(output); err != nil {
			return err
		}
	}
	rows, err := step.want.look(ctx, s)
	if rows != nil {
		out.table(rows)
	}
	return err
}

// checkSent compares what the other side received in a whole act with what it should have received,
// once, and nothing else.
func (s *stage) checkSent(ctx context.Context, out *screen, sent []call) error {
	counts, err := s.writes(ctx)
	if err != nil {
		return err
	}
	rows := [][]string{{"What was sent in all", "Times"}}
	for _, call := range sent {
		rows = append(rows, []string{call.words, strconv.Itoa(counts[call.operation])})
	}
	out.table(rows)
	return compareSent(sent, counts)
}

func compareSent(sent []call, counts map[string]int) error {
	for _, call := range sent {
		if counts[call.operation] != call.times {
			return fmt.Errorf("%s: expected %d times, seen %d times", call.words, call.times, counts[call.operation])
		}
		delete(counts, call.operation)
	}
	if len(counts) > 0 {
		return fmt.Errorf("expected nothing else to be sent, seen %v", counts)
	}
	return nil
}
