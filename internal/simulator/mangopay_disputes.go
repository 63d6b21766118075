package simulator

import (
	"errors"
	"net/http"
)

// errEnough ends a scan early.
var errEnough = errors.New("enough")

func getDispute(c *call) (*answer, error) {
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	return ok(d.wire())
}

// updateDispute changes the Tag, which is all that can be changed. A body without Tag changes nothing.
func updateDispute(c *call) (*answer, error) {
	var body struct {
		Tag *string `json:"Tag"`
	}
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	tag, err := c.checkTag(body.Tag)
	if err != nil {
		return nil, err
	}
	if tag != nil {
		d.Tag = tag
	}
	return c.savedDispute(d)
}

// submitDispute submits a dispute for the first time, or again after it was reopened.
func submitDispute(c *call) (*answer, error) {
	var body struct {
		ContestedFunds *moneyBody `json:"ContestedFunds"`
	}
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	// The deadline is looked at first: a dispute that was closed long ago is refused for being late.
	if c.unix() > d.Deadline {
		return nil, badRequest("dispute_contest_deadline_passed", messageDeadline)
	}
	if !d.open() {
		if d.Status == statusSubmitted && c.meta.Guesses.SecondSubmitSucceeds {
			return ok(d.wire())
		}
		return nil, badRequest(guessTypeSecondSubmit, guessMessageSecondSubmit)
	}
	if err := c.contest(d, body.ContestedFunds); err != nil {
		return nil, err
	}
	d.Status, d.StatusMessage, d.Submissions = statusSubmitted, "", d.Submissions+1
	if err := c.happened("DISPUTE_SUBMITTED", d.ID); err != nil {
		return nil, err
	}
	return c.savedDispute(d)
}

// contest sets the contested funds, which only the first submission needs.
func (c *call) contest(d *dispute, m *moneyBody) error {
	if d.Status == statusReopened {
		if m.given() && c.meta.Guesses.ResubmissionRefusesFunds {
			return badParam("ContestedFunds", guessMessageResubmitFunds)
		}
		return nil
	}
	if !m.given() {
		return badParam("ContestedFunds", "This field is required")
	}
	contested, err := m.read("ContestedFunds")
	switch {
	case err != nil:
		return err
	case contested.Currency != d.Disputed.Currency:
		return badParam("ContestedFunds", guessMessageOtherCurrency)
	case contested.Amount <= 0:
		return badParam("ContestedFunds", guessMessageNotPositive)
	case contested.Amount > d.Disputed.Amount:
		return badParam("ContestedFunds", "The ContestedFunds amount must be less than or equal to the DisputedFunds amount")
	}
	d.Contested = contested
	return nil
}

// closeDispute gives a dispute up.
func closeDispute(c *call) (*answer, error) {
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	if !d.open() {
		return nil, &refusal{status: http.StatusBadRequest, kind: "dispute_cant_be_closed", message: guessMessageCantBeClosed}
	}
	if err := c.end(d, resultLost, "", c.unix()); err != nil {
		return nil, err
	}
	return ok(d.wire())
}

func (c *call) savedDispute(d *dispute) (*answer, error) {
	if err := c.saveDispute(d); err != nil {
		return nil, err
	}
	return ok(d.wire())
}

// end closes a dispute and keeps it.
func (w *world) end(d *dispute, result, message string, at int64) error {
	d.Status, d.StatusMessage, d.ResultCode, d.ResultMessage, d.Closed = statusClosed, "", result, message, at
	if result == resultWon {
		if err := w.refund(d); err != nil {
			return err
		}
	}
	if err := w.saveDispute(d); err != nil {
		return err
	}
	return w.happenedAt("DISPUTE_CLOSED", d.ID, at)
}

// closeOverdue closes the disputes that waited for the platform until their deadline had passed.
func closeOverdue(w *world) error {
	if w.meta.Guesses.OverdueStaysOpen {
		return nil
	}
	var keys, ids []string
	err := w.scan(bucketDeadlines, "", func(key string, id []byte) error {
		if key >= deadlineKey(w.unix(), "") {
			return errEnough
		}
		keys, ids = append(keys, key), append(ids, string(id))
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	for i, id := range ids {
		if err := w.closeIfWaiting(id); err != nil {
			return err
		}
		if err := w.remove(bucketDeadlines, keys[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) closeIfWaiting(id string) error {
	d, err := w.findDispute(id)
	if err != nil {
		return err
	}
	if !d.open() && d.Status != statusCreated {
		return nil
	}
	result := resultLost
	if w.meta.Guesses.DeadlineVoid {
		result = resultVoid
	}
	return w.end(d, result, guessExpiredMessage, d.Deadline)
}
