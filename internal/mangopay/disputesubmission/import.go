package disputesubmission

import (
	"context"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// ImportState takes the id of a dispute that was submitted. The id may name the
// documents it was submitted with, "<id>?document=1&document=2"; then their
// digests are computed from what Mangopay holds, and the plan after the import is
// empty.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, options := tfkit.ImportedID(ctx, req, &resp.Diagnostics, "dispute_id", "document")
	if resp.Diagnostics.HasError() {
		return
	}
	state := model{
		DisputeID:      id,
		ContestedFunds: types.ObjectNull(fundsType),
		Documents:      types.ListNull(documentType),
	}
	if err := r.read(ctx, &resp.Diagnostics, &state, options["document"]); err != nil {
		tfkit.AddError(&resp.Diagnostics, err, path.Root("dispute_id"), fields)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("dispute_id"), state.DisputeID)...)
}

func (r *Resource) read(ctx context.Context, diags *diag.Diagnostics, state *model, documents []string) error {
	d, err := r.Dispute(ctx, state.DisputeID.ValueString())
	if err != nil {
		return err
	}
	if unsubmitted(d) {
		return tfkit.Refuse(notSubmitted(d))
	}
	state.refresh(d)
	if err := r.readRounds(ctx, diags, d, state); err != nil {
		return err
	}
	if d.ContestedFunds != nil {
		funds, ds := types.ObjectValueFrom(ctx, fundsType, fundsModel{
			Amount:   types.NumberValue(new(big.Float).SetInt64(d.ContestedFunds.Amount)),
			Currency: types.StringValue(d.ContestedFunds.Currency),
		})
		diags.Append(ds...)
		state.ContestedFunds = funds
	}
	if documents == nil || !r.Policy.VerifyContents { // digests of bytes that may differ would only confuse
		return nil
	}
	return r.readDocuments(ctx, diags, state, documents)
}

// readRounds counts the submissions, and refuses a dispute that has none.
func (r *Resource) readRounds(ctx context.Context, diags *diag.Diagnostics, d *mangopay.Dispute, state *model) error {
	h, err := r.history(ctx, d.ID)
	if err != nil {
		return err
	}
	findings := h.checkSubmitted(d)
	if err := tfkit.Refuse(findings); err != nil {
		return err
	}
	tfkit.Report(diags, path.Root("dispute_id"), findings...)
	h.record(state)
	return nil
}

func notSubmitted(d *mangopay.Dispute) []evidence.Finding {
	return []evidence.Finding{evidence.NewFinding(evidence.CodeDisputeNotSubmitted,
		"Dispute "+d.ID+" ("+d.Type+") is "+d.Status+": there is no submission to import.")}
}

func (r *Resource) readDocuments(ctx context.Context, diags *diag.Diagnostics, state *model, ids []string) error {
	documents := make([]documentModel, 0, len(ids))
	for _, id := range ids {
		doc, err := r.Document(ctx, id)
		if err != nil {
			return err
		}
		if err := tfkit.Refuse(checkDocument(doc, *state)); err != nil {
			return err
		}
		digest, err := r.ContentDigest(ctx, doc)
		if err != nil {
			return err
		}
		documents = append(documents, documentModel{DocumentID: types.StringValue(id), Digest: types.StringValue(digest)})
	}
	list, d := types.ListValueFrom(ctx, documentType, documents)
	diags.Append(d...)
	state.Documents = list
	state.EvidenceDigest = state.digest(ctx, diags)
	return nil
}
