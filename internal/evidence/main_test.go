package evidence_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// TestMain inspects a PDF before anything else and looks into the home directory:
// the PDF library would keep its configuration and fonts there.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "home")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		if err := os.Setenv(name, home); err != nil {
			panic(err)
		}
	}
	evidence.InspectBytes("a.pdf", pdfPages(1))
	status := m.Run()
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		fmt.Fprintln(os.Stderr, "FAIL: inspecting a PDF wrote to the home directory:", left, err)
		status = 1
	}
	_ = os.RemoveAll(home)
	os.Exit(status)
}
