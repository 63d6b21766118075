package arch_test

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// layer says which of our own packages a package may import. A pattern that ends in /* stands
// for everything below; the first layer whose pattern matches counts.
type layer struct {
	folder string
	may    []string
}

var layers = []layer{
	{"", []string{"internal/provider", "internal/cli", "internal/parent"}},
	{"internal/provider", []string{"internal/mangopay/*", "internal/rebilly/*", "internal/function", "internal/api/*", "internal/simulator", "internal/tfkit", "internal/evidence"}},
	{"internal/mangopay/platform", []string{"internal/tfkit", "internal/evidence", "internal/api/apierr", "internal/api/mangopay"}},
	{"internal/mangopay/*", []string{"internal/mangopay/platform", "internal/tfkit", "internal/evidence", "internal/api/apierr", "internal/api/mangopay"}},
	{"internal/rebilly/organization", []string{"internal/tfkit", "internal/evidence", "internal/api/apierr", "internal/api/rebilly"}},
	{"internal/rebilly/*", []string{"internal/rebilly/organization", "internal/tfkit", "internal/evidence", "internal/api/apierr", "internal/api/rebilly"}},
	{"internal/function", []string{"internal/tfkit", "internal/evidence"}},
	{"internal/tfkit", []string{"internal/evidence", "internal/api/apierr"}},
	{"internal/api/*", []string{"internal/api/*"}},
	{"internal/evidence", nil},
	{"internal/simulator", []string{"internal/simulator/*"}},
	{"internal/simulator/*", []string{"internal/simulator/*"}},
	{"internal/parent", nil},
	{"internal/cli", []string{"internal/simulator"}},
	{"internal/demo", []string{"internal/simulator", "internal/evidence"}},
	{"internal/schemadump", nil},
	{"internal/docgen", []string{"internal/provider", "internal/evidence", "internal/schemadump", "internal/robustness/report"}},
	{"internal/acctest", []string{"internal/provider", "internal/tfkit", "internal/simulator", "internal/api/*", "internal/evidence"}},
	{"internal/acctest/workspace", []string{"internal/simulator"}},
	{"internal/robustness", nil},
	{"internal/robustness/backend", nil},
	{"internal/robustness/process", nil},
	{"internal/robustness/report", nil},
	{"internal/robustness/table", []string{"internal/robustness/report"}},
	{"internal/arch", nil},
}

// foreign says which packages of others a layer must do without.
var foreign = map[string][]string{
	"internal/api/*":       {"github.com/hashicorp/terraform-plugin-*"},
	"internal/evidence":    {"github.com/hashicorp/terraform-plugin-*", "net", "net/*", "golang.org/x/oauth2/*"},
	"internal/simulator":   {"github.com/hashicorp/terraform-plugin-*"},
	"internal/simulator/*": {"github.com/hashicorp/terraform-plugin-*"},
	"internal/cli":         {"github.com/hashicorp/terraform-plugin-*"},
}

func matches(pattern, name string) bool {
	prefix, open := strings.CutSuffix(pattern, "*")
	return name == pattern || open && strings.HasPrefix(name, prefix)
}

func imported(s source) []string {
	names := make([]string, 0, len(s.file.Imports))
	for _, i := range s.file.Imports {
		names = append(names, strings.Trim(i.Path.Value, `"`))
	}
	return names
}

func imports(sources []source) []string {
	var violations []string
	for _, s := range product(sources) {
		i := slices.IndexFunc(layers, func(l layer) bool { return matches(l.folder, s.folder()) })
		if i < 0 {
			violations = append(violations, s.path+": no layer is declared for this folder; the layout has no place for it")
			continue
		}
		for _, name := range imported(s) {
			if refused(layers[i], name) {
				violations = append(violations, fmt.Sprintf("%s imports %s, which %q must not", s.path, name, path.Clean(layers[i].folder)))
			}
		}
	}
	return violations
}

func refused(l layer, name string) bool {
	if own, found := strings.CutPrefix(name, module+"/"); found {
		return !slices.ContainsFunc(l.may, func(pattern string) bool { return matches(pattern, own) })
	}
	return slices.ContainsFunc(foreign[l.folder], func(pattern string) bool { return matches(pattern, name) })
}

// onlyInTests are the packages that a release must not link.
var onlyInTests = []string{
	"testing", "testing/*", "net/http/httptest",
	"github.com/google/go-cmp/*", "github.com/hashicorp/terraform-plugin-testing/*",
	module + "/internal/acctest", module + "/internal/acctest/*", module + "/internal/arch",
}

// notEvenInTests are libraries for which this project uses the standard library and go-cmp.
var notEvenInTests = []string{
	"github.com/stretchr/testify/*", "github.com/onsi/*", "github.com/hashicorp/terraform-plugin-sdk/*", "github.com/pkg/errors",
}

func testLibraries(sources []source) []string {
	var violations []string
	for _, s := range sources {
		for _, name := range imported(s) {
			in := func(patterns []string) bool {
				return slices.ContainsFunc(patterns, func(pattern string) bool { return matches(pattern, name) })
			}
			helper := s.isTest() || s.folder() == "internal/acctest" || strings.HasPrefix(s.folder(), "internal/acctest/")
			if in(notEvenInTests) || !helper && in(onlyInTests) {
				violations = append(violations, s.path+" imports "+name)
			}
		}
	}
	return violations
}
