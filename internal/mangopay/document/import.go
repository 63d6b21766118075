package document

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// importedKey marks, in private state, a document that was imported and whose pages
// no apply has recorded since.
const importedKey = "imported"

// ImportState takes the document's id. The id may carry the sources of its pages
// as a query; then the files are compared with what Mangopay holds, and the plan
// after the import is empty.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, options := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "id", "source", "generation")
	state := model{ID: id, Pages: types.ListNull(pageType), Generation: generation(options.Get("generation"), &resp.Diagnostics)}
	if resp.Diagnostics.HasError() {
		return
	}
	doc, err := r.Document(ctx, state.ID.ValueString())
	if err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
		return
	}
	state.refresh(doc)
	r.compareSources(ctx, &resp.Diagnostics, &state, doc, options["source"])
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), doc.ID)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
}

// private is the private state of a resource, as the framework hands it out.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

func imported(ctx context.Context, state private, diags *diag.Diagnostics) bool {
	value, d := state.GetKey(ctx, importedKey)
	diags.Append(d...)
	return string(value) == "true"
}

// generation reads the option of that name, which the API does not know.
func generation(text string, diags *diag.Diagnostics) types.Int64 {
	if text == "" {
		return types.Int64Null()
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 {
		tfkit.AddError(diags, fmt.Errorf("generation is %q in the import id, but must be a whole number from 1", text), path.Root("generation"), fields)
	}
	return types.Int64Value(n)
}

// compareSources checks the named files against the pages that Mangopay holds and
// records them; it sends nothing.
func (r *Resource) compareSources(ctx context.Context, diags *diag.Diagnostics, state *model, doc *mangopay.Document, sources []string) {
	if sources == nil {
		return
	}
	pages := make([]pageModel, 0, len(sources))
	for _, source := range sources {
		pages = append(pages, pageModel{Source: types.StringValue(source)})
	}
	list, d := types.ListValueFrom(ctx, pageType, pages)
	diags.Append(d...)
	state.Pages = list
	c := r.inspect(ctx, diags, *state)
	c.report(diags)
	if diags.HasError() {
		return
	}
	err := r.RequirePages(ctx, doc, c.files)
	tfkit.AddError(diags, err, path.Root("pages"), fields)
	state.record(ctx, diags, c, len(c.files))
}
