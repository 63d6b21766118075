package simulator

import (
	"cmp"
	"slices"
	"time"
)

// eventLife is how far back events are listed (Mangopay API reference, List all Events).
const eventLife = 45 * 24 * time.Hour

// event is something that happened to an object.
type event struct {
	Order      uint64 `json:"order"`
	ResourceID string `json:"resource_id"`
	Type       string `json:"type"`
	Date       int64  `json:"date"`
}

type eventBody struct {
	ResourceID string `json:"ResourceId"`
	EventType  string `json:"EventType"`
	Date       int64  `json:"Date"`
}

// eventTypes are the events of the disputes area (Mangopay documentation, Event types).
func eventTypes() []string {
	return []string{
		"DISPUTE_CREATED", "DISPUTE_ACTION_REQUIRED", "DISPUTE_SUBMITTED", "DISPUTE_SENT_TO_BANK",
		"DISPUTE_FURTHER_ACTION_REQUIRED", "DISPUTE_CLOSED",
		"DISPUTE_DOCUMENT_CREATED", "DISPUTE_DOCUMENT_VALIDATION_ASKED", "DISPUTE_DOCUMENT_SUCCEEDED", "DISPUTE_DOCUMENT_FAILED",
		"PAYIN_REPUDIATION_CREATED", "PAYIN_REPUDIATION_SUCCEEDED", "PAYIN_REPUDIATION_FAILED",
		"TRANSFER_SETTLEMENT_CREATED", "TRANSFER_SETTLEMENT_SUCCEEDED", "TRANSFER_SETTLEMENT_FAILED",
	}
}

// happened notes an event of this instant.
func (w *world) happened(eventType, id string) error { return w.happenedAt(eventType, id, w.unix()) }

// happenedAt notes an event, and queues its delivery to the hook that asked for it.
func (w *world) happenedAt(eventType, id string, at int64) error {
	n, err := w.sequence(bucketEvents)
	if err != nil {
		return err
	}
	e := event{n, id, eventType, at}
	if err := save(w.txn, bucketEvents, sequenceKey(n), e); err != nil {
		return err
	}
	return w.queue(e)
}

// listEvents lists the events of the last 45 days, with the filters EventType, BeforeDate and AfterDate.
func listEvents(c *call) (*answer, error) {
	q := c.query()
	between, err := q.between()
	if err != nil {
		return nil, err
	}
	oldest := c.now.Add(-eventLife).Unix()
	for name, field := range map[string]string{"beforedate": "BeforeDate", "afterdate": "AfterDate"} {
		if at, given, _ := q.number(name, field); given && at < oldest { // a bad number was refused above
			return nil, badParam(field, guessMessageBadDate)
		}
	}
	all, err := loadAll[event](c.txn, bucketEvents, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *event) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Order, b.Order))
	})
	bodies := []eventBody{}
	for _, e := range all {
		if e.Date >= oldest && between(e.Date) && q.oneOf("eventtype", e.Type) {
			bodies = append(bodies, eventBody{e.ResourceID, e.Type, e.Date})
		}
	}
	return listOf(c, bodies)
}
