package e2e_test

import (
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// TestAccStartedByAPerson: without an engine the binary is a tool that explains
// itself.
func TestAccStartedByAPerson(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	for _, args := range [][]string{nil, {"--help"}, {"help"}} {
		w.Tool(args...).Exits(0).Says("Usage:", "simulator", "version").Omits("Error")
	}
	w.Tool("version").Exits(0).Says("1.2.3-e2e")
	w.Tool("--version").Exits(0).Says("1.2.3-e2e")
	unknown := w.Tool("simulate").Exits(1).Says(`Error: unknown command "simulate"`)
	if n := strings.Count(unknown.Out, "Error:"); n != 1 {
		t.Errorf("the error is said more than once:\n%s", unknown.Out)
	}
	w.Tool("simulator", "show", "nothing").Exits(1).Says("Error:")
}

// TestAccStartedByAPlugin: a program that an engine's plugin starts inherits the
// plugin's environment, and still means the command.
func TestAccStartedByAPlugin(t *testing.T) {
	t.Parallel()
	w := workspace.New(t).With("TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	w.Tool("version").Exits(0).Says("1.2.3-e2e")
}

// TestAccDebug: a developer starts the plugin under a debugger, and points an
// engine at it.
func TestAccDebug(t *testing.T) {
	t.Parallel()
	w := workspace.New(t).With("MANGOPAY_ENVIRONMENT=simulator")
	config := strings.Trim(w.Start("TF_REATTACH_PROVIDERS=", "-debug"), "'")
	w = w.With("TF_REATTACH_PROVIDERS="+config, "TF_CLI_CONFIG_FILE="+w.Write("empty.tfrc", nil))
	w.Write("main.tf", []byte(`
terraform {
  required_providers {
    disputes = { source = "registry.terraform.io/disputeops/disputes" }
  }
}
data "disputes_mangopay_dispute" "one" { id = "dispute-1001" }
output "status" { value = data.disputes_mangopay_dispute.one.status }
`))
	w.Apply().Says("PENDING_CLIENT_ACTION").Omits("development overrides")
}
