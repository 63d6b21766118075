package e2e_test

import (
	"strings"
	"testing"
)

// TestAccStartedByAPerson: without an engine the binary is a tool that explains
// itself.
func TestAccStartedByAPerson(t *testing.T) {
	w := newWorkspace(t)
	for _, args := range [][]string{nil, {"--help"}, {"help"}} {
		w.tool(args...).exits(0).says("Usage:", "simulator", "version").omits("Error")
	}
	w.tool("version").exits(0).says("1.2.3-e2e")
	w.tool("--version").exits(0).says("1.2.3-e2e")
	unknown := w.tool("simulate").exits(1).says(`Error: unknown command "simulate"`)
	if n := strings.Count(unknown.out, "Error:"); n != 1 {
		t.Errorf("the error is said more than once:\n%s", unknown.out)
	}
	w.tool("simulator", "show", "nothing").exits(1).says("Error:")
}

// TestAccStartedByAPlugin: a program that an engine's plugin starts inherits the
// plugin's environment, and still means the command.
func TestAccStartedByAPlugin(t *testing.T) {
	w := newWorkspace(t).with("TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	w.tool("version").exits(0).says("1.2.3-e2e")
}

// TestAccDebug: a developer starts the plugin under a debugger, and points an
// engine at it.
func TestAccDebug(t *testing.T) {
	w := newWorkspace(t).with("MANGOPAY_ENVIRONMENT=simulator")
	config := strings.Trim(w.start("TF_REATTACH_PROVIDERS=", "-debug"), "'")
	w = w.with("TF_REATTACH_PROVIDERS="+config, "TF_CLI_CONFIG_FILE="+w.write("empty.tfrc", nil))
	w.write("main.tf", []byte(`
terraform {
  required_providers {
    disputes = { source = "registry.terraform.io/disputeops/disputes" }
  }
}
data "disputes_mangopay_dispute" "one" { id = "dispute-1001" }
output "status" { value = data.disputes_mangopay_dispute.one.status }
`))
	w.apply().says("PENDING_CLIENT_ACTION").omits("development overrides")
}
