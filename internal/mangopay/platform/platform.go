// Package platform is what all Mangopay nouns share: the configured client and
// policy, the checks that need the other side, and the one way in which a
// document comes to exist exactly once.
package platform

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Policy is the provider's policy block with its defaults applied.
type Policy struct {
	// RequireApproval refuses a dispute submission whose approved_digest is not
	// its evidence_digest.
	RequireApproval bool
	// DeadlineWarning is the time before a deadline from which plans warn.
	DeadlineWarning time.Duration
	// DeadlineMargin is the time before a deadline within which nothing is begun.
	DeadlineMargin time.Duration
	// RefuseDestroy turns forgetting what the API cannot delete into an error.
	RefuseDestroy bool
	// MarkDocuments ends the Tag of a document with a short fingerprint, by
	// which it is found again after a crash.
	MarkDocuments bool
	// VerifyContents compares what Mangopay holds with the reviewed digests,
	// through consult links, before a one-way call.
	VerifyContents bool
}

// Platform is a configured Mangopay account. It lives as long as the provider
// process.
type Platform struct {
	Client *mangopay.Client
	Policy Policy
	Files  evidence.Directories
	Pace   tfkit.Pace

	started time.Time
	planned planned
	claims  claims
	known   knowledge
}

// New returns the account behind client; client is nil while the provider's own
// configuration is not known.
func New(client *mangopay.Client, policy Policy, files evidence.Directories, pace tfkit.Pace) *Platform {
	return &Platform{Client: client, Policy: policy, Files: files, Pace: pace, started: time.Now()}
}

// Deferred tells that the provider's own configuration is not known yet, so that
// nothing on the other side can be asked until the apply.
func (p *Platform) Deferred() bool {
	return p == nil || p.Client == nil
}

// RequireKnown refuses to ask the other side while the provider's own configuration is
// not known, as for an import.
func (p *Platform) RequireKnown() error {
	if p.Deferred() {
		return tfkit.NotKnown("mangopay")
	}
	return nil
}

// Clock is the server's time with the policy's distances to a deadline.
func (p *Platform) Clock() evidence.Clock {
	return evidence.Clock{
		Now:     p.Client.ServerTime(),
		Warning: p.Policy.DeadlineWarning,
		Margin:  p.Policy.DeadlineMargin,
	}
}

// Source is implemented by what the provider hands to resources and data
// sources.
type Source interface {
	// Mangopay returns the configured account, or says what its configuration
	// lacks.
	Mangopay() (*Platform, diag.Diagnostics)
}

// configure takes the account from the provider's data. It returns nil while the
// provider is not configured, as during validate.
func configure(data any, diags *diag.Diagnostics) *Platform {
	source, ok := data.(Source)
	if !ok {
		return nil
	}
	p, d := source.Mangopay()
	diags.Append(d...)
	return p
}

// PlanForget says, when a destroy is planned, what stays on the other side; the
// policy on_destroy = "refuse" turns it into an error.
func (p *Platform) PlanForget(diags *diag.Diagnostics, what string) {
	tfkit.Report(diags, path.Empty(), evidence.CheckForget(what, p != nil && p.Policy.RefuseDestroy)...)
}
