package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// Outcome is what a command said, and its exit code.
type Outcome struct {
	Args []string
	Out  string // both streams
	Code int    // -1 after a signal

	t *testing.T
}

// Exec runs a program in the workspace to its end, for at most two minutes.
func (w *Workspace) Exec(name string, args ...string) Outcome {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), commandLimit)
	defer cancel()
	out, err := w.Command(ctx, name, args...).CombinedOutput()
	result := Outcome{t: w.t, Args: args, Out: string(out)}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		result.Code = exit.ExitCode()
	} else if err != nil {
		w.t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return result
}

// Run runs an engine's command without colours and without questions.
func (w *Workspace) Run(command string, args ...string) Outcome {
	w.t.Helper()
	return w.Exec(w.Engine, arguments(command, args)...)
}

func arguments(command string, args []string) []string {
	flags := []string{command, "-no-color"}
	if command == "plan" || command == "apply" || command == "destroy" {
		flags = append(flags, "-input=false")
	}
	return append(flags, args...)
}

// Tool runs a command of the binary.
func (w *Workspace) Tool(args ...string) Outcome {
	w.t.Helper()
	return w.Exec(w.Binary, args...)
}

// Apply applies the configuration, which must succeed.
func (w *Workspace) Apply() Outcome {
	w.t.Helper()
	return w.Run("apply", "-auto-approve").Exits(0)
}

// Unchanged plans and fails unless there is nothing to do.
func (w *Workspace) Unchanged() Outcome {
	w.t.Helper()
	return w.Run("plan", "-detailed-exitcode").Exits(0).Says("No changes.")
}

// Outputs are the root module's outputs.
func (w *Workspace) Outputs() map[string]string {
	w.t.Helper()
	var raw map[string]struct{ Value any }
	if err := json.Unmarshal([]byte(w.Run("output", "-json").Exits(0).Out), &raw); err != nil {
		w.t.Fatal(err)
	}
	out := make(map[string]string, len(raw))
	for name, output := range raw {
		out[name] = fmt.Sprint(output.Value)
	}
	return out
}

// Exits fails unless the command ended with this code.
func (o Outcome) Exits(code int) Outcome {
	o.t.Helper()
	if o.Code != code {
		o.t.Fatalf("%s: exit code %d, want %d\n%s", strings.Join(o.Args, " "), o.Code, code, o.Out)
	}
	return o
}

// Says fails unless the output has every text, however the engine has wrapped it.
func (o Outcome) Says(texts ...string) Outcome {
	o.t.Helper()
	for _, text := range texts {
		if !o.Has(text) {
			o.t.Errorf("%s: missing %q in\n%s", strings.Join(o.Args, " "), text, o.Out)
		}
	}
	return o
}

// Omits fails if the output has any of the texts.
func (o Outcome) Omits(texts ...string) {
	o.t.Helper()
	for _, text := range texts {
		if o.Has(text) {
			o.t.Errorf("%s: there should be no %q in\n%s", strings.Join(o.Args, " "), text, o.Out)
		}
	}
}

// Has tells whether the output has a text, however the engine has wrapped it.
func (o Outcome) Has(text string) bool { return strings.Contains(flat(o.Out), flat(text)) }

// flat undoes the frames and line breaks of diagnostics.
func flat(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(s)), " ")
}
