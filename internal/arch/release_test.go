package arch_test

import (
	"os/exec"
	"strings"
	"testing"
)

// linkedTestLibraries are recognised by their path. The standard library's own "testing" is not
// among them: go-plugin, which every provider links, brings it along.
func linkedTestLibraries(dependencies string) []string {
	var found []string
	for name := range strings.FieldsSeq(dependencies) {
		for _, pattern := range append(onlyInTests, notEvenInTests...) {
			if name != "testing" && matches(pattern, name) && !strings.HasPrefix(name, "testing/") {
				found = append(found, name)
			}
		}
	}
	return found
}

func TestReleaseLinksNoTestLibrary(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", ".")
	list.Dir = root
	var problem strings.Builder
	list.Stderr = &problem
	dependencies, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, problem.String())
	}
	if !strings.Contains(string(dependencies), module+"/internal/provider") {
		t.Fatal("the program does not link the provider; this test looks at the wrong thing")
	}
	for _, name := range linkedTestLibraries(string(dependencies)) {
		t.Errorf("the release binary links %s", name)
	}
	if linkedTestLibraries("net/http\ngithub.com/hashicorp/terraform-plugin-testing/helper/resource\n") == nil {
		t.Error("terraform-plugin-testing is not recognised")
	}
}
