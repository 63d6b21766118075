package acctest

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var ruleOf = regexp.MustCompile(`Rule: ([a-z0-9-]+)`)

// Findings are the diagnostics in short, each as "error approved_digest
// approval-missing": severity, attribute ("-" for none), and the rule's code or
// else the summary.
func (d Diagnostics) Findings() []string {
	var out []string
	for _, one := range d {
		at, what := pathText(one.Attribute), one.Summary
		if at == "" {
			at = "-"
		}
		if m := ruleOf.FindStringSubmatch(one.Detail); m != nil {
			what = m[1]
		}
		out = append(out, strings.ToLower(one.Severity.String())+" "+at+" "+what)
	}
	return out
}

// Want fails the test unless the diagnostics are exactly these findings.
func (d Diagnostics) Want(t testing.TB, findings ...string) {
	t.Helper()
	if diff := cmp.Diff(findings, d.Findings()); diff != "" {
		t.Errorf("findings (-want +got):\n%s\n%s", diff, d)
	}
}

// WantText fails the test unless the diagnostics say all of this.
func (d Diagnostics) WantText(t testing.TB, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(d.String(), part) {
			t.Errorf("%q is missing in:\n%s", part, d)
		}
	}
}

// WantState fails the test unless a resource's attributes in the state are printed
// so.
func (e *Engine) WantState(name string, attributes map[string]string) {
	e.t.Helper()
	for attribute, want := range attributes {
		if got := e.Attribute(name, attribute); got != want {
			e.t.Errorf("%s of %s is %q, want %q", attribute, name, got, want)
		}
	}
}

// WantAction fails the test unless the plan does this to a resource.
func (p Plan) WantAction(t testing.TB, name, action string) {
	t.Helper()
	if got := p.Action(name); got != action {
		t.Errorf("the plan is to %s %s, want %s\n%s", got, name, action, p.Diagnostics)
	}
}

// Know replaces an attribute of a planned resource that was unknown, as engines do
// before they apply. One that is null stays so.
func (p Plan) Know(t testing.TB, name, attribute string, v any) {
	t.Helper()
	for i, one := range p.steps {
		if one.block.Name != name {
			continue
		}
		for _, object := range []*tftypes.Value{&p.steps[i].config, &p.steps[i].planned} {
			known := attributes(t, *object)
			if known[attribute].IsNull() {
				continue // write-only values are never planned
			}
			known[attribute] = value(t, known[attribute].Type(), v)
			*object = tftypes.NewValue(object.Type(), known)
		}
	}
}
