package file

import (
	"context"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// claimKey holds, in private state, the claim by which the resource stands for a file that
// it took over.
const claimKey = "claim"

// private is the private state of a resource, as the framework hands it out.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// noteClaim keeps a claim, "" for none, in private state, which takes JSON only.
func noteClaim(ctx context.Context, state private, claim string) diag.Diagnostics {
	return state.SetKey(ctx, claimKey, []byte(strconv.Quote(claim)))
}

// claimOf is the claim in private state.
func claimOf(ctx context.Context, state private, diags *diag.Diagnostics) string {
	value, d := state.GetKey(ctx, claimKey)
	diags.Append(d...)
	claim, _ := strconv.Unquote(string(value)) // "" if there is none
	return claim
}

// Delete deletes the file and its surplus copies. What has been taken over since stays:
// engines can create a replacement before they destroy what it replaces, in this run or,
// after an interruption, in a later one.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	claim := claimOf(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	defer r.Lock(kind, state.SHA1.ValueString())()
	ids, err := r.doomed(ctx, &resp.Diagnostics, state, claim)
	for _, id := range ids {
		if err == nil && !r.Kept(kind, id) {
			err = r.remove(ctx, id)
		}
	}
	tfkit.AddError(&resp.Diagnostics, err, path.Root("id"), fields)
}

// doomed are the ids of all that a destroy deletes: the copies of the file, those that the
// state knows and those that have appeared since, and last the file itself, so that the
// state remembers it as long as it is there. A file that somebody else has claimed is left
// alone, with its copies.
func (r *Resource) doomed(ctx context.Context, diags *diag.Diagnostics, state model, claim string) ([]string, error) {
	id := state.ID.ValueString()
	if r.Kept(kind, id) {
		return nil, nil
	}
	f, err := r.Client.Files.Get(ctx, id)
	if unlessGone(err) != nil {
		return nil, err
	}
	if err == nil && evidence.RebillyClaimOf(f.Tags) != claim {
		tfkit.Report(diags, path.Root("id"), evidence.CheckRebillyFileLeft(id)...)
		return nil, nil
	}
	doomed := tfkit.Strings(ctx, state.DuplicateIDs, diags)
	if state.decided() {
		w := r.want(ctx, diags, state, state.recorded())
		tagged, err := r.tagged(ctx, w)
		if err != nil {
			return nil, err
		}
		doomed = append(doomed, copies(tagged, w)...)
	}
	doomed = slices.DeleteFunc(distinct(doomed), func(other string) bool { return other == id })
	return append(doomed, id), nil
}
