package tfkit

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportID is the text form of what an import takes: the object's id, with parts
// joined by "/", and what the API cannot tell as a query:
//
//	156981783?source=evidence/a.pdf&source=evidence/b.jpg
type ImportID struct {
	Parts   []string
	Options url.Values
}

// ParseImportID takes an import id apart. names are the parts it must have, in
// order; options the query names it may have. The error says what was expected.
func ParseImportID(text string, names, options []string) (ImportID, error) {
	want := "<" + strings.Join(names, ">/<") + ">"
	if len(options) > 0 {
		want += ", which can be followed by ?" + strings.Join(options, "=...&") + "=..."
	}
	head, query, _ := strings.Cut(text, "?")
	parts := strings.Split(head, "/")
	if len(parts) != len(names) || slices.Contains(parts, "") {
		return ImportID{}, fmt.Errorf("the import id %q is not of the form %s; write it in that form", text, want)
	}
	// People type these ids: a plus in a file name is a plus, not a space.
	values, err := url.ParseQuery(strings.ReplaceAll(query, "+", "%2B"))
	if err != nil {
		return ImportID{}, fmt.Errorf("the import id %q has a query that cannot be read (%w); the form is %s", text, err, want)
	}
	for name := range values {
		if !slices.Contains(options, name) {
			return ImportID{}, fmt.Errorf("the import id %q has an option %q that is not known; the form is %s", text, name, want)
		}
	}
	return ImportID{Parts: parts, Options: values}, nil
}

// ImportedID returns the one id that an import names, by text or by identity, and
// the options that the text may carry.
func ImportedID(ctx context.Context, req resource.ImportStateRequest, diags *diag.Diagnostics, name string, options ...string) (types.String, url.Values) {
	id := types.StringNull()
	if req.ID == "" {
		diags.Append(req.Identity.GetAttribute(ctx, path.Root(name), &id)...)
		return id, nil
	}
	parsed, err := ParseImportID(req.ID, []string{name}, options)
	if err != nil {
		AddError(diags, err, path.Root(name), nil)
		return id, nil
	}
	return types.StringValue(parsed.Parts[0]), parsed.Options
}
