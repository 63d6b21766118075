package simulator

import (
	"encoding/json"
	"net/http"
	"strconv"
)

func getRebillyDispute(c *call) (*answer, error) {
	d, err := load[recordedDispute](c.txn, bucketRebillyDisputes, c.id(0))
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, &problem{Status: http.StatusNotFound}
	}
	body, err := c.singleDispute(d)
	if err != nil {
		return nil, err
	}
	return c.object(http.StatusOK, body)
}

// singleDispute is a dispute on its own, with what the caller wants to be embedded.
func (c *call) singleDispute(d *recordedDispute) (rebillyDisputeBody, error) {
	embed := c.expansions()
	if c.meta.Guesses.RebillyExpandInListsOnly {
		embed = nil
	}
	if len(embed) > 0 {
		if err := c.joinDispute(d); err != nil {
			return rebillyDisputeBody{}, err
		}
	}
	return c.disputeBody(d, embed), nil
}

// postRebillyDispute records a new dispute under an id of the server's. An id in the body is read-only and ignored.
func postRebillyDispute(c *call) (*answer, error) {
	f, err := c.form()
	if err != nil {
		return nil, err
	}
	d := &recordedDispute{}
	if err := c.fillDispute(f, d); err != nil {
		return nil, err
	}
	return c.recordDispute(d)
}

// putRebillyDispute replaces the dispute of this id, or records a new one under it.
func putRebillyDispute(c *call) (*answer, error) {
	f, err := c.form()
	if err != nil {
		return nil, err
	}
	if !rebillyID.MatchString(c.id(0)) {
		return nil, invalid("id", "id must match %s", rebillyID)
	}
	d, err := load[recordedDispute](c.txn, bucketRebillyDisputes, c.id(0))
	if err != nil {
		return nil, err
	}
	if d == nil {
		d = &recordedDispute{ID: c.id(0)}
		if err := c.fillDispute(f, d); err != nil {
			return nil, err
		}
		return c.recordDispute(d)
	}
	before := d.disputeFields
	if err := c.fillDispute(f, d); err != nil {
		return nil, err
	}
	same, err := before.equal(d.disputeFields)
	if err != nil {
		return nil, err
	}
	if !same || c.meta.Guesses.RebillyIdenticalPutCounts {
		if err := c.reviseDispute(d, before.Status); err != nil {
			return nil, err
		}
	}
	body, err := c.singleDispute(d)
	if err != nil {
		return nil, err
	}
	return c.object(http.StatusOK, body)
}

func (c *call) recordDispute(d *recordedDispute) (*answer, error) {
	d.Source, d.Created = "api", c.rebillyNow()
	if err := c.startDispute(d); err != nil {
		return nil, err
	}
	c.entry.ObjectID = d.ID
	body, err := c.singleDispute(d)
	if err != nil {
		return nil, err
	}
	return c.createdAt("/disputes/"+d.ID, body)
}

// fillDispute puts the writable fields of a request into a dispute, if all of them are valid.
func (c *call) fillDispute(f *form, d *recordedDispute) error {
	guesses := c.meta.Guesses
	f.require("transactionId", "currency", "amount", "reasonCode", "type", "status", "postedTime")
	old := d.disputeFields
	d.disputeFields = disputeFields{
		TransactionID: orEmpty(f.text("transactionId", 50)), Currency: orEmpty(f.text("currency", 3)), Amount: f.number("amount"),
		Reference: f.text("acquirerReferenceNumber", 255), CaseID: f.text("caseId", 100), ReasonCode: orEmpty(f.text("reasonCode", 255)),
		Type: f.choice("type", rebillyTypes()), Status: f.choice("status", rebillyStatuses()),
		Deadline: f.instant("deadlineTime", guesses.RebillyFractionsKept),
	}
	if posted := f.instant("postedTime", guesses.RebillyFractionsKept); posted != nil {
		d.Posted = *posted
	}
	if guesses.RebillyOmittedKept {
		d.keepOmitted(f, old)
	}
	if f.given("currency") && len([]rune(d.Currency)) < 3 {
		f.refuse("currency", "currency must be 3 characters long")
	}
	if f.given("reasonCode") && !isReasonCode(d.ReasonCode) {
		f.refuse("reasonCode", "reasonCode must be one of the known codes")
	}
	if err := c.fillTransaction(f, d); err != nil {
		return err
	}
	return f.problem()
}

func (d *recordedDispute) keepOmitted(f *form, old disputeFields) {
	if _, sent := f.members["acquirerReferenceNumber"]; !sent {
		d.Reference = old.Reference
	}
	if _, sent := f.members["caseId"]; !sent {
		d.CaseID = old.CaseID
	}
	if _, sent := f.members["deadlineTime"]; !sent {
		d.Deadline = old.Deadline
	}
}

// fillTransaction ties a dispute to its transaction, and through it to a customer.
func (c *call) fillTransaction(f *form, d *recordedDispute) error {
	if d.TransactionID == "" {
		return nil
	}
	t, err := load[recordedTransaction](c.txn, bucketRebillyTransactions, d.TransactionID)
	switch {
	case err != nil:
		return err
	case t == nil:
		if d.CustomerID = ""; c.meta.Guesses.RebillyUnknownTransaction != "accepted" {
			f.refuse("transactionId", "transactionId must exist")
		}
		return nil
	}
	d.CustomerID = t.CustomerID
	if c.meta.Guesses.RebillyMoneyChecked && len(f.invalid) == 0 {
		checkMoney(f, d, t)
	}
	return nil
}

func checkMoney(f *form, d *recordedDispute, t *recordedTransaction) {
	if d.Currency != t.Currency {
		f.refuse("currency", "currency must be the transaction's")
	}
	if amount := float(d.Amount); amount <= 0 || amount > float(t.Amount) {
		f.refuse("amount", "amount must be positive and not more than the transaction's")
	}
}

// float is the value of a number that is known to have one.
func float(n json.Number) float64 {
	value, _ := strconv.ParseFloat(n.String(), 64)
	return value
}

func listRebillyDisputes(c *call) (*answer, error) {
	return listRebilly(c, bucketRebillyDisputes, collection[recordedDispute]{
		attributes: disputeAttributes(), age: (*recordedDispute).age, join: c.joinDispute,
		body: func(d *recordedDispute, embed []string) any { return c.disputeBody(d, embed) },
		search: func(d *recordedDispute) []string {
			return []string{
				d.ID, d.TransactionID, d.CustomerID, d.ReasonCode, reasonOf(d.ReasonCode).description, orEmpty(d.Reference),
				orEmpty(d.CaseID),
			}
		},
	})
}
