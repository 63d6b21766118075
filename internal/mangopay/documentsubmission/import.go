package documentsubmission

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ImportState takes the id of a document that was sent. Its digest is computed
// from the pages that Mangopay holds.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, _ := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "document_id")
	if resp.Diagnostics.HasError() {
		return
	}
	state := model{
		DocumentID:    id,
		Pages:         types.ListNull(types.StringType),
		WaitForReview: types.BoolValue(false),
		Timeouts: timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{
			"create": types.StringType,
			"update": types.StringType,
		})},
	}
	if err := r.read(ctx, &state); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("document_id"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("document_id"), state.DocumentID)...)
}

func (r *Resource) read(ctx context.Context, state *model) error {
	doc, err := r.Document(ctx, state.DocumentID.ValueString())
	if err != nil {
		return err
	}
	if doc.Status == evidence.DocumentCreated {
		return tfkit.Refuse([]evidence.Finding{evidence.NewFinding(evidence.CodeDocumentNotSubmitted,
			"Document "+doc.ID+" is CREATED: there is no submission to import.")})
	}
	state.refresh(doc)
	if !r.Policy.VerifyContents { // the digest of bytes that may differ would only confuse
		return nil
	}
	digest, err := r.ContentDigest(ctx, doc)
	state.Digest = types.StringValue(digest)
	return err
}
