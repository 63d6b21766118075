package main

import "context"

// act is a part of the story that is played on one example.
type act struct {
	title   string
	example string // folder below examples
	steps   []step
	sent    []call // everything that the other side receives in the whole act
}

// step is one scene of the story: what happens, the commands that make it happen, and what the
// other side must then look like.
type step struct {
	title    string
	text     string
	commands []command
	want     expectation
}

// expectation is how the other side must look.
type expectation interface {
	// look shows the other side as it is, and says how that differs from what is expected.
	look(ctx context.Context, s *stage) (rows [][]string, err error)
}

// call is a call that changes something on the other side, by its operation in the journal.
type call struct {
	operation, words string
	times            int
}

// command is a command line with what it must print. In the line {engine} is the engine, and
// {TYPE} the id of the document of that type that waits for a review. The program is the provider's
// own when the line begins with it.
type command struct {
	line []string
	exit int
	// shows are the lines of an engine's output that are worth reading, as regular expressions;
	// rules are the codes of the diagnostics that are shown whole. Without both everything is shown.
	shows, rules []string
	// says must be in the output, however it is wrapped.
	says []string
}

const (
	program = "terraform-provider-disputes"
	plan    = "case.tfplan"
)

var (
	// changes are the lines of a plan that say what happens to which object.
	changes = []string{`^  # `, `^Plan:`, `^No changes\.`}
	applied = []string{`(Creation|Modifications|Destruction) complete`, `^Apply complete!`}
)

// story is played in this order.
var story = []act{contested, mirrored}

func simulator(args ...string) command {
	return command{line: append([]string{program, "simulator"}, args...)}
}
