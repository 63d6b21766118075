// Command demo takes real files through a whole dispute: it builds the provider, opens a dispute in
// the simulator, and runs a real terraform or tofu on examples/contest, step by step, checking each.
// It needs neither an account nor a network, and leaves nothing behind.
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
	out.say("The provider is built and put beside a copy of examples/contest in a temporary folder.")
	s, err := newStage(ctx, engine)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.remove()) }()
	begun := time.Now()
	for i, step := range story {
		if err := s.play(ctx, out, i+1, step); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, step.title, err)
		}
	}
	if err := s.checkSent(ctx, out); err != nil {
		return err
	}
	out.close(len(story), time.Since(begun))
	return nil
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
	d, err := s.dispute(ctx)
	if err != nil {
		return err
	}
	out.table(s.rows(d))
	return step.want.check(d)
}

// checkSent compares what the other side received in the whole case with what it should have
// received, once.
func (s *stage) checkSent(ctx context.Context, out *screen) error {
	counts, err := s.writes(ctx)
	if err != nil {
		return err
	}
	rows := [][]string{{"What was sent in all", "Times"}}
	for _, call := range sent {
		rows = append(rows, []string{call.words, strconv.Itoa(counts[call.operation])})
	}
	out.table(rows)
	for _, call := range sent {
		if counts[call.operation] != call.times {
			return fmt.Errorf("%s: expected %d times, seen %d times", call.words, call.times, counts[call.operation])
		}
	}
	return nil
}
