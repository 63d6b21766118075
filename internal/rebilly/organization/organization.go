// Package organization is what all Rebilly nouns share: the configured client and
// policy, and what one plan says of the objects that it is going to write.
package organization

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Policy is what the provider's policy block says about Rebilly, with its defaults
// applied.
type Policy struct {
	// RefuseDestroy turns forgetting what the API cannot delete into an error.
	RefuseDestroy bool
	// AutomationWarning lets plans say that a new dispute can set off the
	// organization's automations.
	AutomationWarning bool
	// DeadlineWarning is the time before a deadline from which plans warn.
	DeadlineWarning time.Duration
}

// Organization is a configured Rebilly organization. It lives as long as the provider
// process.
type Organization struct {
	Client *rebilly.Client
	Policy Policy
	Files  evidence.Directories
	Pace   tfkit.Pace

	planned planned
	kept    kept
	held    held
}

// New returns the organization behind client; client is nil while the provider's own
// configuration is not known.
func New(client *rebilly.Client, policy Policy, files evidence.Directories, pace tfkit.Pace) *Organization {
	return &Organization{Client: client, Policy: policy, Files: files, Pace: pace}
}

// Deferred tells that the provider's own configuration is not known yet, so that
// nothing on the other side can be asked until the apply.
func (o *Organization) Deferred() bool {
	return o == nil || o.Client == nil
}

// RequireKnown refuses to ask the other side while the provider's own configuration is
// not known, as for an import.
func (o *Organization) RequireKnown() error {
	if o.Deferred() {
		return tfkit.NotKnown("rebilly")
	}
	return nil
}

// Place says for people which organization is meant, and where.
func (o *Organization) Place() string {
	if id := o.Client.OrganizationID(); id != "" {
		return fmt.Sprintf("organization %q at %s", id, o.Client.BaseURL())
	}
	return "the default organization at " + o.Client.BaseURL()
}

// NotFound is the finding that an object does not exist. What names it: "dispute "dp-1"".
func (o *Organization) NotFound(what string) []evidence.Finding {
	return evidence.CheckRebillyNotFound(what + " in " + o.Place())
}

// Dispute reads a dispute. One that does not exist is a finding with its remedy, not a
// bare 404.
func (o *Organization) Dispute(ctx context.Context, id string) (*rebilly.Dispute, error) {
	if err := o.RequireKnown(); err != nil {
		return nil, err
	}
	d, err := o.Client.Disputes.Get(ctx, id)
	if apierr.NotFound(err) {
		return nil, tfkit.Refuse(o.NotFound(fmt.Sprintf("dispute %q", id)))
	}
	return d, err
}

// Source is implemented by what the provider hands to resources and data sources.
type Source interface {
	// Rebilly returns the configured organization, or says what its configuration
	// lacks.
	Rebilly() (*Organization, diag.Diagnostics)
}

// configure takes the organization from the provider's data. It returns nil while the
// provider is not configured, as during validate.
func configure(data any, diags *diag.Diagnostics) *Organization {
	source, ok := data.(Source)
	if !ok {
		return nil
	}
	o, d := source.Rebilly()
	diags.Append(d...)
	return o
}

// PlanForget says, when a destroy is planned, what stays on the other side; the policy
// on_destroy = "refuse" turns it into an error.
func (o *Organization) PlanForget(diags *diag.Diagnostics, what string) {
	tfkit.Report(diags, path.Empty(), evidence.CheckForget(what, o != nil && o.Policy.RefuseDestroy)...)
}
