// Package e2e_test runs the real binary under a real engine, as a user does: no
// part of the provider is in the test's own process.
package e2e_test

import (
	"os"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

func TestMain(m *testing.M) {
	code := m.Run()
	workspace.Clean()
	os.Exit(code)
}
