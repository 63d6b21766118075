package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// DisputeSpec describes a dispute to open. Everything is optional.
type DisputeSpec struct {
	ID   string // default: made by the world
	Type string // default: CONTESTABLE
	// Status default: PENDING_CLIENT_ACTION; a NOT_CONTESTABLE dispute is always CLOSED and LOST.
	Status        string
	StatusMessage string
	ReasonType    string // default: UNKNOWN
	ReasonMessage string
	Currency      string // default: EUR
	Amount        int64  // disputed, in minor units; default: 10000
	Contested     int64  // in minor units; default: Amount
	Tag           string
	// Deadline is how far away the contest deadline is. Default: the end, in UTC, of the seventh day from now.
	Deadline      time.Duration
	ResultCode    string        // of a CLOSED dispute; default: LOST
	Age           time.Duration // how long ago the dispute was created
	UserID        string        // author of the disputed pay-in; default: made by the world
	WalletID      string        // that the pay-in was credited to; default: made by the world
	PayInID       string        // default: made by the world
	RepudiationID string        // default: made by the world
}

// OpenDispute opens a dispute as the user's bank would, together with its pay-in and its repudiation, and
// returns its id.
func (s *Simulator) OpenDispute(spec DisputeSpec) (string, error) {
	var id string
	err := s.update(func(w *world) error {
		d, err := openDispute(w, spec)
		if err == nil {
			id = d.ID
		}
		return err
	})
	return id, err
}

func (spec DisputeSpec) check() error {
	switch {
	case !slices.Contains(disputeTypes(), spec.Type):
		return fmt.Errorf("unknown dispute type %q; known are %s", spec.Type, strings.Join(disputeTypes(), ", "))
	case !slices.Contains(disputeStatuses(), spec.Status):
		return fmt.Errorf("unknown dispute status %q; known are %s", spec.Status, strings.Join(disputeStatuses(), ", "))
	case spec.Amount < 0, spec.Contested < 0, spec.Contested > spec.Amount:
		return fmt.Errorf("amounts can not be negative, nor more be contested (%d) than is disputed (%d)", spec.Contested, spec.Amount)
	case spec.Age < 0:
		return fmt.Errorf("the age of a dispute can not be negative")
	case strings.ContainsAny(spec.ID, "/?#% "):
		return fmt.Errorf("the dispute id %q can not be part of a path", spec.ID)
	}
	return nil
}

func (spec DisputeSpec) withDefaults() DisputeSpec {
	spec.Type = cmp.Or(spec.Type, typeContestable)
	spec.Status = cmp.Or(spec.Status, statusPendingClient)
	if spec.Type == typeNotContestable {
		spec.Status, spec.ResultCode = statusClosed, resultLost
	}
	if spec.Status == statusClosed {
		spec.ResultCode = cmp.Or(spec.ResultCode, resultLost)
	} else {
		spec.ResultCode = ""
	}
	if spec.Status == statusReopened {
		spec.StatusMessage = cmp.Or(spec.StatusMessage, guessReopenMessage)
	}
	spec.ReasonType = cmp.Or(spec.ReasonType, "UNKNOWN")
	spec.ReasonMessage = cmp.Or(spec.ReasonMessage, guessReasonMessage)
	spec.Currency = cmp.Or(spec.Currency, "EUR")
	spec.Amount = cmp.Or(spec.Amount, 10000)
	spec.Contested = cmp.Or(spec.Contested, spec.Amount)
	return spec
}

func openDispute(w *world, spec DisputeSpec) (*dispute, error) {
	spec = spec.withDefaults()
	if err := spec.check(); err != nil {
		return nil, err
	}
	if spec.ID != "" && w.get(bucketDisputes, spec.ID) != nil {
		return nil, fmt.Errorf("there is a dispute %q already", spec.ID)
	}
	id, order, err := w.create("dispute_m_")
	if err != nil {
		return nil, err
	}
	d := spec.dispute(w)
	d.ID, d.Order = cmp.Or(spec.ID, id), order
	if err := w.addMoney(d, spec); err != nil {
		return nil, err
	}
	if err := w.put(bucketDeadlines, deadlineKey(d.Deadline, d.ID), []byte(d.ID)); err != nil {
		return nil, err
	}
	return d, w.announce(d)
}

func deadlineKey(deadline int64, id string) string {
	return fmt.Sprintf("%016x/%s", max(deadline, 0), id)
}

func (spec DisputeSpec) dispute(w *world) *dispute {
	d := &dispute{
		Tag: orNull(spec.Tag), Type: spec.Type, Status: spec.Status, StatusMessage: spec.StatusMessage,
		ReasonType: spec.ReasonType, ReasonMessage: spec.ReasonMessage, ResultCode: spec.ResultCode,
		Disputed: funds{spec.Currency, spec.Amount}, Contested: funds{spec.Currency, spec.Contested},
		Created: w.now.Add(-spec.Age).Unix(), Deadline: endOfDay(w.now.Add(guessExtension)),
	}
	if spec.Deadline != 0 {
		d.Deadline = w.now.Add(spec.Deadline).Unix()
	}
	if d.Status == statusClosed {
		d.Closed = w.unix()
		d.ResultMessage = resultMessage(d.ResultCode)
	}
	return d
}

// endOfDay is 23:59:59 UTC, when contest deadlines are (Mangopay release notes of 2017-05-31).
func endOfDay(t time.Time) int64 {
	year, month, day := t.UTC().Date()
	return time.Date(year, month, day, 23, 59, 59, 0, time.UTC).Unix()
}

func resultMessage(code string) string {
	return map[string]string{resultWon: guessWonMessage, resultLost: guessLostMessage, resultVoid: guessVoidMessage}[code]
}

// addMoney makes the pay-in that is disputed, and the repudiation that takes its money back.
func (w *world) addMoney(d *dispute, spec DisputeSpec) error {
	n, err := w.sequence("owners")
	if err != nil {
		return err
	}
	d.UserID = cmp.Or(spec.UserID, w.newID("user_m_", n))
	d.WalletID = cmp.Or(spec.WalletID, w.newID("wlt_m_", n))
	payIn := &transaction{
		ID: spec.PayInID, Type: "PAYIN", Nature: naturePayIn, Author: d.UserID, CreditedWallet: d.WalletID,
		Debited: d.Disputed, Fees: funds{d.Disputed.Currency, d.Disputed.Amount / 20}, Created: d.Created - 30*24*3600,
	}
	if err := w.addTransaction(payIn, "payin_m_"); err != nil {
		return err
	}
	d.PayInID = payIn.ID
	if d.Type == typeRetrieval && !retrievalHasRepudiation {
		return nil
	}
	repudiation := &transaction{
		ID: spec.RepudiationID, Type: "PAYOUT", Nature: natureRepudiation, Author: d.UserID, Created: d.Created,
		DebitedWallet: creditWallet(d.Disputed.Currency), Debited: d.Disputed, Fees: funds{Currency: d.Disputed.Currency},
		DisputeID: d.ID, PayIn: d.PayInID,
	}
	if err := w.addTransaction(repudiation, "repud_m_"); err != nil {
		return err
	}
	d.RepudiationID = repudiation.ID
	return nil
}

// announce keeps a new dispute, with the events that brought it to where it is.
func (w *world) announce(d *dispute) error {
	if d.Status == statusClosed && d.ResultCode == resultWon {
		if err := w.refund(d); err != nil {
			return err
		}
	}
	events := []string{"DISPUTE_CREATED"}
	if d.Type != typeNotContestable && d.Status != statusCreated {
		events = append(events, "DISPUTE_ACTION_REQUIRED")
	}
	if event, ok := map[string]string{
		statusClosed: "DISPUTE_CLOSED", statusSubmitted: "DISPUTE_SUBMITTED", statusPendingBank: "DISPUTE_SENT_TO_BANK",
		statusReopened: "DISPUTE_FURTHER_ACTION_REQUIRED",
	}[d.Status]; ok {
		events = append(events, event)
	}
	if d.RepudiationID != "" {
		for _, e := range []string{"PAYIN_REPUDIATION_CREATED", "PAYIN_REPUDIATION_SUCCEEDED"} {
			if err := w.happenedAt(e, d.RepudiationID, d.Created); err != nil {
				return err
			}
		}
	}
	for _, e := range events {
		if err := w.happenedAt(e, d.ID, d.Created); err != nil {
			return err
		}
	}
	return w.saveDispute(d)
}
