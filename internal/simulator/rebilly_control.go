package simulator

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// What the embedded simulator's Rebilly answers to. The credentials are valid in every world.
const (
	RebillyAPIKey       = "sk_sandbox_simulator" //nolint:gosec // G101: it opens nothing but the simulator
	RebillyToken        = "simulator.rebilly.token"
	RebillyOrganization = "simulator"
)

// RebillyDisputeSpec describes a dispute that a gateway reports. Everything is optional.
type RebillyDisputeSpec struct {
	ID                      string // default: made by the world
	TransactionID           string // default: a transaction that is made with the dispute, as is an unknown one
	CustomerID              string // default: the transaction's
	Currency                string // default: EUR
	Amount                  string // decimal text in units of the currency; default: 100.00
	AcquirerReferenceNumber string
	CaseID                  string
	ReasonCode              string        // any text, as gateways have it; default: 10.4
	Type                    string        // default: first-chargeback
	Status                  string        // default: response-needed
	Source                  string        // default: webhook
	Posted                  time.Duration // how long ago it was posted; default: Age
	Age                     time.Duration // how long ago it was reported
	Deadline                time.Duration // how far away the deadline is; 0 for none
	// Bare leaves the transaction and the reason code null, as for a dispute that the gateway cannot tie to a payment.
	Bare bool
}

// OpenRebillyDispute adds a dispute as a gateway reports one, and returns its id.
func (s *Simulator) OpenRebillyDispute(spec RebillyDisputeSpec) (id string, err error) {
	ids, err := s.OpenRebillyDisputes([]RebillyDisputeSpec{spec})
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// OpenRebillyDisputes adds many disputes at once, and returns their ids in the same order.
func (s *Simulator) OpenRebillyDisputes(specs []RebillyDisputeSpec) (ids []string, err error) {
	err = s.update(func(w *world) error {
		ids = make([]string, 0, len(specs))
		for _, spec := range specs {
			d, err := openRebillyDispute(w, spec)
			if err != nil {
				return err
			}
			ids = append(ids, d.ID)
		}
		return nil
	})
	return ids, err
}

func (spec RebillyDisputeSpec) withDefaults() RebillyDisputeSpec {
	spec.Currency = cmp.Or(spec.Currency, "EUR")
	spec.Amount = cmp.Or(spec.Amount, "100.00")
	spec.Type = cmp.Or(spec.Type, rebillyFirstChargeback)
	spec.Status = cmp.Or(spec.Status, rebillyResponseNeeded)
	spec.Source = cmp.Or(spec.Source, "webhook")
	spec.Posted = cmp.Or(spec.Posted, spec.Age)
	if !spec.Bare {
		spec.ReasonCode = cmp.Or(spec.ReasonCode, "10.4")
	}
	return spec
}

func (spec RebillyDisputeSpec) check() error {
	switch {
	case spec.ID != "" && !rebillyID.MatchString(spec.ID):
		return fmt.Errorf("%q can not be the id of a dispute", spec.ID)
	case !slices.Contains(rebillySources(), spec.Source):
		return fmt.Errorf("unknown dispute source %q; known are %s", spec.Source, strings.Join(rebillySources(), ", "))
	case spec.Age < 0 || spec.Posted < 0:
		return fmt.Errorf("a dispute can not have been posted or reported in the future")
	case spec.Bare && spec.TransactionID+spec.ReasonCode != "":
		return fmt.Errorf("a bare dispute has no transaction and no reason code")
	}
	return checkRebillyChange(spec.Status, spec.Type, spec.Amount)
}

func checkRebillyChange(status, kind, amount string) error {
	switch {
	case !slices.Contains(rebillyStatuses(), status):
		return fmt.Errorf("unknown dispute status %q; known are %s", status, strings.Join(rebillyStatuses(), ", "))
	case !slices.Contains(rebillyTypes(), kind):
		return fmt.Errorf("unknown dispute type %q; known are %s", kind, strings.Join(rebillyTypes(), ", "))
	case !jsonNumber.MatchString(amount):
		return fmt.Errorf("the amount %q is not a number such as 12.34", amount)
	}
	return nil
}

func openRebillyDispute(w *world, spec RebillyDisputeSpec) (*recordedDispute, error) {
	spec = spec.withDefaults()
	if err := spec.check(); err != nil {
		return nil, err
	}
	if spec.ID != "" && w.get(bucketRebillyDisputes, spec.ID) != nil {
		return nil, fmt.Errorf("there is a Rebilly dispute %q already", spec.ID)
	}
	d := &recordedDispute{
		ID: spec.ID, CustomerID: spec.CustomerID, Source: spec.Source, Created: w.rebillyNow().Add(-spec.Age),
		disputeFields: disputeFields{
			TransactionID: spec.TransactionID, Currency: spec.Currency, Amount: json.Number(spec.Amount),
			Reference: orNull(spec.AcquirerReferenceNumber), CaseID: orNull(spec.CaseID), ReasonCode: spec.ReasonCode,
			Type: spec.Type, Status: spec.Status, Posted: w.rebillyNow().Add(-spec.Posted),
		},
	}
	if spec.Deadline != 0 {
		deadline := w.rebillyNow().Add(spec.Deadline)
		d.Deadline = &deadline
	}
	if !spec.Bare {
		if err := w.payFor(d); err != nil {
			return nil, err
		}
	}
	return d, w.startDispute(d)
}

// payFor ties a dispute to its transaction, which is made if the world does not have it.
func (w *world) payFor(d *recordedDispute) error {
	t, err := load[recordedTransaction](w.txn, bucketRebillyTransactions, d.TransactionID)
	if err != nil {
		return err
	}
	if t == nil {
		t = &recordedTransaction{
			ID: d.TransactionID, CustomerID: d.CustomerID, Currency: d.Currency, Amount: d.Amount, Created: d.Posted.Add(-30 * day),
		}
		if err := w.addRebillyTransaction(t); err != nil {
			return err
		}
	}
	d.TransactionID, d.CustomerID = t.ID, cmp.Or(d.CustomerID, t.CustomerID)
	return nil
}

// addRebillyTransaction keeps a new transaction, and makes what it lacks: an id and a customer.
func (w *world) addRebillyTransaction(t *recordedTransaction) error {
	n, err := w.sequence("rebilly_payments")
	if err != nil {
		return err
	}
	t.ID, t.CustomerID = cmp.Or(t.ID, w.ulid("txn_", n)), cmp.Or(t.CustomerID, w.ulid("cus_", n))
	if w.get(bucketRebillyCustomers, t.CustomerID) == nil {
		if err := save(w.txn, bucketRebillyCustomers, t.CustomerID, recordedCustomer{t.CustomerID, t.Created}); err != nil {
			return err
		}
	}
	return save(w.txn, bucketRebillyTransactions, t.ID, t)
}

// RebillyChange is what a gateway changes of a dispute. What is "" or nil stays as it is.
type RebillyChange struct {
	Status     string
	Type       string
	ReasonCode string // any text, as gateways have it
	Amount     string // decimal text in units of the currency
	CaseID     string
	Deadline   *time.Duration // how far away the new deadline is; 0 takes it away
}

// ChangeRebillyDispute changes a dispute as a gateway does, behind the back of whoever wrote it. It counts as one
// revision.
func (s *Simulator) ChangeRebillyDispute(id string, change RebillyChange) error {
	return s.update(func(w *world) error {
		d, err := w.knownRebillyDispute(id)
		if err != nil {
			return err
		}
		before := d.Status
		d.Status, d.Type = cmp.Or(change.Status, d.Status), cmp.Or(change.Type, d.Type)
		d.ReasonCode = cmp.Or(change.ReasonCode, d.ReasonCode)
		d.Amount = cmp.Or(json.Number(change.Amount), d.Amount)
		if err := checkRebillyChange(d.Status, d.Type, d.Amount.String()); err != nil {
			return err
		}
		if change.CaseID != "" {
			d.CaseID = &change.CaseID
		}
		if change.Deadline != nil {
			deadline := w.rebillyNow().Add(*change.Deadline)
			if d.Deadline = &deadline; *change.Deadline == 0 {
				d.Deadline = nil
			}
		}
		return w.reviseDispute(d, before)
	})
}

// RemoveRebillyDispute makes a dispute vanish, which the API cannot do.
func (s *Simulator) RemoveRebillyDispute(id string) error {
	return s.update(func(w *world) error {
		if _, err := w.knownRebillyDispute(id); err != nil {
			return err
		}
		return w.remove(bucketRebillyDisputes, id)
	})
}

func (w *world) knownRebillyDispute(id string) (*recordedDispute, error) {
	d, err := load[recordedDispute](w.txn, bucketRebillyDisputes, id)
	if err == nil && d == nil {
		return nil, fmt.Errorf("there is no Rebilly dispute %q", id)
	}
	return d, err
}

// RestrictRebillyKey makes key one of this world's API keys, which may do only the operations with these ids, such
// as "GetDispute" and "PutDispute". The world keeps the key's digest, not the key.
func (s *Simulator) RestrictRebillyKey(key string, operationIDs ...string) error {
	for _, id := range operationIDs {
		if !slices.Contains(RebillyOperationIDs(), id) {
			return fmt.Errorf("unknown operation id %q; known are %s", id, strings.Join(RebillyOperationIDs(), ", "))
		}
	}
	if key == "" {
		return fmt.Errorf("an API key can not be empty")
	}
	return s.update(func(w *world) error {
		return save(w.txn, bucketRebillyKeys, keyDigest(key), append([]string{}, operationIDs...))
	})
}

func keyDigest(key string) string {
	digest := sha256.Sum256([]byte(key))
	return hex.EncodeToString(digest[:])
}
