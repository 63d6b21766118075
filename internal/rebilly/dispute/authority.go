package dispute

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Who decides about status, type and deadline once the dispute exists.
const (
	authorityConfig  = "config"
	authorityGateway = "gateway"
)

// gatewayOwned are the attributes that gateways change as a dispute goes on.
var gatewayOwned = []string{"status", "type", "deadline_time"}

// yield takes over what the gateway says, as the last refresh saw it. What Rebilly does not
// have and the configuration has stays as configured: engines accept nothing else.
func (m *model) yield(prior, config model) {
	if tfkit.Known(prior.Status) {
		m.Status = prior.Status
	}
	if tfkit.Known(prior.Type) {
		m.Type = prior.Type
	}
	if tfkit.Known(prior.DeadlineTime) || config.DeadlineTime.IsNull() {
		m.DeadlineTime = prior.DeadlineTime
	}
}

// yields tells whether the gateway has the authority.
func (m *model) yields() bool { return m.StatusAuthority.ValueString() == authorityGateway }

// promise keeps what was planned of the gateway's attributes, as engines require of a new
// dispute; what the gateway says is taken over by the next refresh.
func (m *model) promise(planned model) {
	m.Status, m.Type, m.DeadlineTime = planned.Status, planned.Type, planned.DeadlineTime
}

// moved are the attributes of the gateway in which two records differ.
func moved(here, there rebilly.Record) []evidence.Difference {
	return slices.DeleteFunc(differences(here, there), func(d evidence.Difference) bool { return !ofGateway(d) })
}

func ofGateway(d evidence.Difference) bool { return slices.Contains(gatewayOwned, d.Attribute) }

// overwritten are the values of the gateway that a plan replaces: those that differ from
// the plan, and that are not what was written here last. Without a note of that write
// nobody can say who changed what.
func overwritten(plan, prior model, last writeNote) []evidence.Difference {
	if last.Status == "" || !tfkit.Known(plan.Status, plan.Type) || plan.DeadlineTime.IsUnknown() {
		return nil
	}
	byGateway := moved(last.record(prior.record()), prior.record())
	return slices.DeleteFunc(moved(plan.record(), prior.record()), func(d evidence.Difference) bool {
		return !slices.ContainsFunc(byGateway, func(g evidence.Difference) bool { return g.Attribute == d.Attribute })
	})
}

// noteKey is where private state keeps a writeNote.
const noteKey = "written"

// writeNote is what is remembered of the last write, or of the import, beside the state:
// the state says what Rebilly has now.
type writeNote struct {
	Imported     bool   `json:"imported,omitempty"` // nothing has been written since the import
	Status       string `json:"status"`
	Type         string `json:"type"`
	DeadlineTime string `json:"deadline_time"` // RFC 3339 in UTC; "" for none
}

// keeper is the private state of a resource, as the framework hands it out.
type keeper interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// lastWrite reads the note; it is empty when there is none.
func lastWrite(ctx context.Context, private keeper, diags *diag.Diagnostics) (note writeNote) {
	text, d := private.GetKey(ctx, noteKey)
	diags.Append(d...)
	if len(text) > 0 {
		tfkit.AddError(diags, json.Unmarshal(text, &note), path.Empty(), nil)
	}
	return note
}

// noteWrite keeps what was written, or imported, for the plans to come.
func noteWrite(ctx context.Context, private keeper, m shown, imported bool) diag.Diagnostics {
	text, err := json.Marshal(writeNote{
		Imported:     imported,
		Status:       m.Status.ValueString(),
		Type:         m.Type.ValueString(),
		DeadlineTime: canonicalTime(instant(m.DeadlineTime)),
	})
	if err != nil {
		panic(err) // texts and truths always encode
	}
	return private.SetKey(ctx, noteKey, text)
}

// record is a record with what was written last in it.
func (n writeNote) record(r rebilly.Record) rebilly.Record {
	r.Status, r.Type = n.Status, n.Type
	r.DeadlineTime, _ = time.Parse(time.RFC3339, n.DeadlineTime) // zero for none
	return r
}
