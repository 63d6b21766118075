// Package tfkit is the bridge between what the APIs and the rules say and what
// Terraform shows: errors and findings become diagnostics that point at the
// attribute that caused them, the API's "" and null become one null, and import
// ids are taken apart in one way for every resource.
package tfkit

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// Fields maps the API's field names to the attributes that carry them, so that
// a field the API refuses is underlined in the user's configuration.
type Fields map[string]path.Path

// FindingError carries findings of the rules through code that returns errors.
type FindingError struct {
	Findings []evidence.Finding
}

// Error joins the findings, one sentence each.
func (e *FindingError) Error() string {
	texts := make([]string, 0, len(e.Findings))
	for _, f := range e.Findings {
		texts = append(texts, f.Summary+": "+f.Detail)
	}
	return strings.Join(texts, "; ")
}

// At places an error on the attribute that caused it, wherever it is reported.
func At(at path.Path, err error) error {
	if err == nil {
		return nil
	}
	return &placedError{error: err, at: at}
}

type placedError struct {
	error
	at path.Path
}

func (e *placedError) Unwrap() error { return e.error }

// AddError turns an error into diagnostics. A field error of the API is placed
// on the attribute that fields names, and any other refusal of the API concerns
// the whole resource; what is left goes where At put it, or to the path at.
func AddError(diags *diag.Diagnostics, err error, at path.Path, fields Fields) {
	var placed *placedError
	if errors.As(err, &placed) {
		at = placed.at
	}
	var several joined
	var findings *FindingError
	var api *apierr.Error
	switch {
	case err == nil:
	case errors.As(err, &several):
		for _, one := range several.Unwrap() {
			AddError(diags, fmt.Errorf("%s%w", around(err, several), one), at, fields)
		}
	case errors.As(err, &findings):
		Report(diags, at, findings.Findings...)
	case errors.As(err, &api):
		addAPIError(diags, api, around(err, api), fields)
	default:
		diags.AddAttributeError(line(at), "Operation failed", evidence.Printable(err.Error()))
	}
}

// joined is several errors in one, as of errors.Join: what went wrong, and what
// went wrong while looking into it.
type joined interface {
	error
	Unwrap() []error
}

// around is what callers said in front of an error, such as "page 2 of 3".
func around(err, inner error) string {
	text, found := strings.CutSuffix(err.Error(), ": "+inner.Error())
	if !found {
		return ""
	}
	return evidence.Printable(text) + ": "
}

func addAPIError(diags *diag.Diagnostics, err *apierr.Error, context string, fields Fields) {
	summary := "Cannot " + err.Operation
	var rest strings.Builder
	placed := 0
	for _, name := range slices.Sorted(maps.Keys(err.Fields)) {
		text := evidence.Printable(err.Fields[name])
		if at, known := fields[name]; known {
			diags.AddAttributeError(line(at), summary, fmt.Sprintf("%s%s\n\n%s", context, text, origin(err)))
			placed++
			continue
		}
		fmt.Fprintf(&rest, "\n  - %s: %s", evidence.Printable(name), text)
	}
	if placed > 0 && rest.Len() == 0 {
		return
	}
	diags.AddError(summary, fmt.Sprintf("%s%s%s\n\n%s%s", context, cause(err), rest.String(), origin(err), remedy(err)))
}

// cause is what the API said, or why it said nothing.
func cause(err *apierr.Error) string {
	text := err.Message
	if err.Err != nil {
		text = strings.TrimPrefix(text+": "+err.Err.Error(), ": ")
	}
	return evidence.Printable(cmp.Or(text, err.Type)) // a problem whose type says it all
}

// origin tells support where the answer came from; it holds no id of a user and
// no secret.
func origin(err *apierr.Error) string {
	parts := []string{err.Route}
	switch {
	case err.Status > 0:
		parts = append(parts, fmt.Sprintf("HTTP %d", err.Status))
	case err.Unsent:
		parts = append(parts, "not sent")
	default:
		parts = append(parts, "no answer")
	}
	if err.Type != "" {
		parts = append(parts, "type "+evidence.Printable(err.Type))
	}
	if err.ID != "" {
		parts = append(parts, "error id "+evidence.Printable(err.ID))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// line is the part of a path whose line an engine finds: it underlines top-level
// attributes only, and for anything inside one it falls back to the whole block.
// What inside it is meant, the texts of the findings say.
func line(at path.Path) path.Path {
	steps := at.Steps()
	if len(steps) < 2 {
		return at
	}
	first, ok := steps[0].(path.PathStepAttributeName)
	if !ok {
		return at
	}
	return path.Root(string(first))
}

// Report adds findings as diagnostics on one attribute: the rule's summary, what
// was found, what to do, and the rule's code for the documentation.
func Report(diags *diag.Diagnostics, at path.Path, findings ...evidence.Finding) {
	at = line(at)
	for _, f := range findings {
		detail := fmt.Sprintf("%s\n\n%s\n\nRule: %s", f.Detail, f.Remedy, f.Code)
		if f.Severity == evidence.Error {
			diags.AddAttributeError(at, f.Summary, detail)
			continue
		}
		diags.AddAttributeWarning(at, f.Summary, detail)
	}
}

// Failed tells whether any finding is an error.
func Failed(findings []evidence.Finding) bool {
	for _, f := range findings {
		if f.Severity == evidence.Error {
			return true
		}
	}
	return false
}

// Refuse turns findings into an error if any of them is one; warnings alone are
// not a reason to stop.
func Refuse(findings []evidence.Finding) error {
	if !Failed(findings) {
		return nil
	}
	return &FindingError{Findings: findings}
}
