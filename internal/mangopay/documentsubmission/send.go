package documentsubmission

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// reviewTimeout bounds the wait for a review unless timeouts say otherwise.
const reviewTimeout = time.Hour

// send asks for validation of exactly the reviewed content. A document that was
// sent before, by a run that died, is taken as sent if its content agrees.
func (r *Resource) send(ctx context.Context, plan model) (*mangopay.Document, error) {
	lock := r.Lock(plan.DocumentID.ValueString())
	defer lock.Unlock()
	doc, err := r.Document(ctx, plan.DocumentID.ValueString())
	if err != nil {
		return nil, err
	}
	if err := tfkit.Refuse(platform.CheckDispute(doc, plan.DisputeID.ValueString())); err != nil {
		return nil, err
	}
	if err := r.RequireDigest(ctx, doc, plan.Digest.ValueString()); err != nil {
		return nil, tfkit.At(path.Root("digest"), err)
	}
	if doc.Status != evidence.DocumentCreated {
		return doc, nil
	}
	if err := r.requireSendable(ctx, doc, plan.Digest.ValueString()); err != nil {
		return nil, err
	}
	return r.submit(ctx, doc)
}

// requireSendable repeats the plan's checks just before the one-way call. That there
// are pages follows from the digest, which has been compared; without verification it
// is left to the API.
func (r *Resource) requireSendable(ctx context.Context, doc *mangopay.Document, digest string) error {
	if err := r.RequireTakesDocuments(ctx, doc.DisputeID); err != nil {
		return tfkit.At(path.Root("dispute_id"), err)
	}
	pages := -1
	if userTag, _ := evidence.SplitMark(doc.Tag); digest == evidence.DocumentDigest(doc.Type, userTag, nil) {
		pages = 0
	}
	return tfkit.Refuse(evidence.CheckDocumentSubmittable(doc.ID, doc.Status, pages))
}

// submit sends the document once.
func (r *Resource) submit(ctx context.Context, doc *mangopay.Document) (*mangopay.Document, error) {
	var sent *mangopay.Document
	err := r.Pace.Move(ctx, func(ctx context.Context) (err error) {
		sent, err = r.Client.Documents.Submit(ctx, doc.DisputeID, doc.ID)
		return err
	}, func(ctx context.Context) (bool, error) {
		seen, err := r.Client.Documents.Get(ctx, doc.ID)
		sent = seen
		return err == nil && seen.Status != evidence.DocumentCreated, err
	})
	return sent, err
}

// awaitReview follows the document until Mangopay's team has decided.
func (r *Resource) awaitReview(ctx context.Context, timeout time.Duration, plan *model) error {
	return r.Await(ctx, timeout, func(ctx context.Context) (bool, error) {
		doc, err := r.Document(ctx, plan.DocumentID.ValueString())
		if err != nil {
			return false, err
		}
		plan.refresh(doc)
		switch doc.Status {
		case evidence.DocumentValidationAsked:
			tflog.Info(ctx, "waiting for Mangopay's review", map[string]any{"document_id": doc.ID})
			return false, nil
		case evidence.DocumentRefused:
			return true, refused(doc)
		default:
			return true, nil
		}
	})
}

func refused(doc *mangopay.Document) error {
	findings := evidence.CheckDocumentRefused(doc.ID, doc.Status, doc.RefusedReasonType, doc.RefusedReasonMessage)
	for i := range findings {
		// A warning in a plan that changes nothing, but here the caller asked to stop.
		findings[i].Severity = evidence.Error
	}
	return tfkit.Refuse(findings)
}
