package disputesubmission

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// listed is what Mangopay knows of the documents that a plan lists.
type listed struct {
	documents []*mangopay.Document
	unknown   int // how many more there may be, whose ids are not known yet
}

// checkListed asks Mangopay about the documents that exist already. Whether they
// were sent is checked by the apply: this same plan may send them.
func (r *Resource) checkListed(ctx context.Context, diags *diag.Diagnostics, plan model) listed {
	documents, known := plan.documents(ctx, diags)
	if !known {
		return listed{unknown: math.MaxInt}
	}
	var l listed
	for i, document := range documents {
		if !tfkit.Known(document.DocumentID) {
			l.unknown++
			continue
		}
		at := path.Root("documents").AtListIndex(i).AtName("document_id")
		doc, err := r.Document(ctx, document.DocumentID.ValueString())
		if err != nil {
			tfkit.AddError(diags, err, at, fields)
			continue
		}
		tfkit.Report(diags, at, platform.CheckDispute(doc, plan.DisputeID.ValueString())...)
		l.documents = append(l.documents, doc)
	}
	return l
}

// warn reports what reviewers of a planned submission should know: documents that
// were refused since before, the list of the last round, and documents of the
// dispute that are not listed.
func (r *Resource) warn(ctx context.Context, diags *diag.Diagnostics, disputeID string, l listed, before []documentModel) {
	if diags.HasError() {
		return
	}
	at := path.Root("documents")
	for _, doc := range l.documents {
		if !lists(before, doc.ID) {
			tfkit.Report(diags, at, evidence.CheckDocumentRefused(doc.ID, doc.Status, doc.RefusedReasonType, doc.RefusedReasonMessage)...)
		}
	}
	others, err := r.unlisted(ctx, disputeID, l)
	if err != nil {
		tfkit.AddError(diags, err, at, fields)
		return
	}
	if len(others) > l.unknown { // one whose id is not known yet may be among the others
		tfkit.Report(diags, at, evidence.NewFinding(evidence.CodeDocumentsNotListed,
			fmt.Sprintf("Sent for dispute %s as well: %s.", disputeID, strings.Join(others, ", "))))
	}
}

func lists(documents []documentModel, id string) bool {
	return slices.ContainsFunc(documents, func(d documentModel) bool { return d.DocumentID.ValueString() == id })
}

// unlisted are the ids of documents that were sent for the dispute, not refused,
// and are not listed.
func (r *Resource) unlisted(ctx context.Context, disputeID string, l listed) ([]string, error) {
	var ids []string
	sent := mangopay.DocumentFilter{DisputeID: disputeID, Statuses: []string{evidence.DocumentValidationAsked, evidence.DocumentValidated}}
	for doc, err := range r.Client.Documents.All(ctx, sent) {
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(l.documents, func(known *mangopay.Document) bool { return known.ID == doc.ID }) {
			ids = append(ids, doc.ID)
		}
	}
	return ids, nil
}

// checkOnce refuses a list that names one document twice.
func checkOnce(documents []documentModel) []evidence.Finding {
	var findings []evidence.Finding
	for i, document := range documents {
		if id := document.DocumentID; tfkit.Known(id) && lists(documents[:i], id.ValueString()) {
			findings = append(findings, evidence.NewFinding(evidence.CodeDocumentListedTwice,
				fmt.Sprintf("Document %s is listed again as entry %d.", id.ValueString(), i+1)))
		}
	}
	return findings
}
