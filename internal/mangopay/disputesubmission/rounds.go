package disputesubmission

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

const (
	// eventSubmitted is raised by every submission (Mangopay webhooks, Event
	// types).
	eventSubmitted = "DISPUTE_SUBMITTED"
	// eventHorizon is how far back events can be listed, less an hour for clocks
	// (Mangopay API reference, List Events: 45 days).
	eventHorizon = 45*24*time.Hour - time.Hour
	// eventSlack is how far the server's clock may be off when the event of a
	// submission is looked up: the Date header has whole seconds.
	eventSlack = 5 * time.Second
)

// history is what Mangopay's events tell of the submissions of a dispute.
type history struct {
	since  time.Time   // how far back the events reach
	times  []time.Time // of the submissions, oldest first
	denied bool        // the API key may not read events
}

// history reads the events that there are. A key that may not read them is no
// error: what that costs is for the caller to say.
func (r *Resource) history(ctx context.Context, disputeID string) (history, error) {
	h := history{since: r.Client.ServerTime().Add(-eventHorizon)}
	var err error
	h.times, err = r.submissions(ctx, disputeID, h.since)
	if forbidden(err) {
		h.denied, err = true, nil
	}
	return h, err
}

// submissions are the times of a dispute's submissions since then.
func (r *Resource) submissions(ctx context.Context, disputeID string, since time.Time) ([]time.Time, error) {
	var times []time.Time
	for event, err := range r.Client.Events.All(ctx, mangopay.EventFilter{Type: eventSubmitted, After: since}) {
		if err != nil {
			return nil, err
		}
		if event.ResourceID == disputeID {
			times = append(times, event.Date)
		}
	}
	return times, nil
}

// forbidden tells whether the API key lacks a permission.
func forbidden(err error) bool {
	var refusal *apierr.Error
	return errors.As(err, &refusal) && refusal.Status == http.StatusForbidden && !refusal.Unsent
}

// record takes over the number of submissions, 1 where the events do not tell,
// and the time of the last one.
func (h history) record(m *model) {
	m.Round, m.SubmittedAt = types.Int64Value(h.rounds()), tfkit.Time(h.last())
}

func (h history) rounds() int64 {
	return max(1, int64(len(h.times)))
}

// last is the time of the last submission, zero where the events do not tell.
func (h history) last() time.Time {
	if len(h.times) == 0 {
		return time.Time{}
	}
	return h.times[len(h.times)-1]
}

// checkEvidence judges a dispute that came back from a submission that the state
// does not know: at least one document must be younger. A submission that the
// events do not reach is older than they are.
func (h history) checkEvidence(disputeID string, l listed) []evidence.Finding {
	refuse := func(format string, values ...any) []evidence.Finding {
		return []evidence.Finding{evidence.NewFinding(evidence.CodeEvidenceUnchanged, fmt.Sprintf(format, values...))}
	}
	if h.denied {
		return refuse("Dispute %s was submitted, and the API key may not read the events that tell when.", disputeID)
	}
	last := h.last()
	if last.IsZero() {
		last = h.since
	}
	younger := func(doc *mangopay.Document) bool { return doc.CreatedAt.After(last) }
	switch {
	case l.unknown > 0 || slices.ContainsFunc(l.documents, younger):
		return nil
	case len(h.times) == 0:
		return refuse("Dispute %s was submitted before %s, and no listed document is younger than that.", disputeID, tfkit.Time(last).ValueString())
	}
	return refuse("Dispute %s was submitted in round %d at %s, and no listed document is younger than that.",
		disputeID, h.rounds(), tfkit.Time(last).ValueString())
}

// nextRound counts the next submission of a dispute whose state is known. A run that
// died may have submitted it since; then its evidence must be younger than that.
func (r *Resource) nextRound(ctx context.Context, state model, l listed) (int64, error) {
	next, known := state.Round.ValueInt64()+1, tfkit.Instant(state.SubmittedAt)
	if known.IsZero() { // as after an import without events
		return next, nil
	}
	h, err := r.history(ctx, state.DisputeID.ValueString())
	if err != nil || !h.last().After(known.Add(eventSlack)) {
		return next, err
	}
	for _, submitted := range h.times {
		if submitted.After(known.Add(eventSlack)) {
			next++
		}
	}
	return next, tfkit.Refuse(h.checkEvidence(state.DisputeID.ValueString(), l))
}

// unrecorded is the time of the last submission if it came after the one that the state
// knows, as when a run died that made it; zero if there is none, or nobody can say.
func (r *Resource) unrecorded(ctx context.Context, state model) (time.Time, error) {
	known := tfkit.Instant(state.SubmittedAt)
	if known.IsZero() {
		return time.Time{}, nil
	}
	h, err := r.history(ctx, state.DisputeID.ValueString())
	if err != nil || !h.last().After(known.Add(eventSlack)) {
		return time.Time{}, err
	}
	return h.last(), nil
}

// checkSubmitted judges whether a dispute has a submission that can be imported.
// One that was opened within the reach of the events and closed without one was
// given up, or its deadline passed. For one that is older nobody can say.
func (h history) checkSubmitted(d *mangopay.Dispute) []evidence.Finding {
	switch {
	case len(h.times) > 0:
		return nil
	case d.Status == evidence.DisputeClosed && !h.denied && d.CreatedAt.After(h.since):
		return notSubmitted(d)
	}
	return []evidence.Finding{evidence.NewFinding(evidence.CodeRoundUnknown,
		fmt.Sprintf("No event since %s tells of a submission of dispute %s, which is %s.", tfkit.Time(h.since).ValueString(), d.ID, d.Status))}
}

// submittedSince is when Mangopay recorded the submission that was just made, or
// now where its event cannot be had: what was done must reach the state.
func (r *Resource) submittedSince(ctx context.Context, disputeID string, begun time.Time) timetypes.RFC3339 {
	times, err := r.submissions(ctx, disputeID, begun.Add(-eventSlack))
	if err != nil || len(times) == 0 {
		return tfkit.Time(r.Client.ServerTime())
	}
	return tfkit.Time(times[len(times)-1])
}
