package acctest

import (
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Rebilly is a client of this world's organization that is not the provider's.
func (w *World) Rebilly() *rebilly.Client {
	config := rebilly.Config{BaseURL: w.URL, OrganizationID: simulator.RebillyOrganization, APIKey: simulator.RebillyAPIKey}
	hurryRebilly(&config)
	return rebilly.New(config)
}

// RebillyDisputeOf lets the gateway report a dispute, and returns its id.
func (w *World) RebillyDisputeOf(spec simulator.RebillyDisputeSpec) string {
	w.t.Helper()
	id, err := w.OpenRebillyDispute(spec)
	must(w.t, err)
	return id
}

// ReadRebilly reads a dispute beside Terraform.
func (w *World) ReadRebilly(id string) *rebilly.Dispute {
	w.t.Helper()
	d, err := w.Rebilly().Disputes.Get(w.t.Context(), id)
	must(w.t, err)
	return d
}
