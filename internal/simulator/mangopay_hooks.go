package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const bucketHooks = "hooks" // by event type: there is one hook for each

// hook asks for the delivery of one type of event.
type hook struct {
	Order     uint64  `json:"order"`
	ID        string  `json:"id"`
	Tag       *string `json:"tag"`
	URL       string  `json:"url"`
	Status    string  `json:"status"`   // ENABLED or DISABLED
	Validity  string  `json:"validity"` // VALID, or INVALID after too many failures
	EventType string  `json:"event_type"`
	Created   int64   `json:"created"`
	Failures  int     `json:"failures,omitempty"` // in a row
}

type hookBody struct {
	URL          string  `json:"Url"`
	Status       string  `json:"Status"`
	Validity     string  `json:"Validity"`
	EventType    string  `json:"EventType"`
	ID           string  `json:"Id"`
	Tag          *string `json:"Tag"`
	CreationDate int64   `json:"CreationDate"`
}

func (h *hook) wire() hookBody {
	return hookBody{h.URL, h.Status, h.Validity, h.EventType, h.ID, h.Tag, h.Created}
}

type hookRequest struct {
	EventType string  `json:"EventType"`
	URL       *string `json:"Url"`
	Status    *string `json:"Status"`
	Validity  *string `json:"Validity"`
	Tag       *string `json:"Tag"`
}

func createHook(c *call) (*answer, error) {
	if len(c.json) == 0 {
		return nil, badRequest("empty_body", "the body cannot be empty")
	}
	var body hookRequest
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	switch {
	case body.EventType == "":
		return nil, missingField("EventType")
	case !isEventType(body.EventType):
		return nil, badParam("EventType", guessMessageBadValue)
	case body.URL == nil || *body.URL == "":
		return nil, badParam("Url", "The Url field is required.")
	case c.get(bucketHooks, body.EventType) != nil:
		return nil, badParam("EventType", "A hook has already been registered for this EventType")
	}
	id, order, err := c.create("hook_m_")
	if err != nil {
		return nil, err
	}
	h := &hook{Order: order, ID: id, Status: "ENABLED", Validity: "VALID", EventType: body.EventType, Created: c.unix()}
	return c.changeHook(h, body)
}

func updateHook(c *call) (*answer, error) {
	var body hookRequest
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	h, err := c.findHook(c.id(0))
	if err != nil {
		return nil, err
	}
	return c.changeHook(h, body)
}

func (c *call) changeHook(h *hook, body hookRequest) (*answer, error) {
	tag, err := c.checkTag(body.Tag)
	if err != nil {
		return nil, err
	}
	if body.Tag != nil {
		h.Tag = tag
	}
	if body.URL != nil {
		if !isWebAddress(*body.URL) {
			return nil, badParam("Url", "The format of the URL is not correct")
		}
		h.URL = *body.URL
	}
	if body.Status != nil {
		if !slices.Contains([]string{"ENABLED", "DISABLED"}, *body.Status) {
			return nil, badParam("Status", guessMessageBadValue)
		}
		h.Status = *body.Status
	}
	if body.Validity != nil {
		if *body.Validity != "VALID" {
			return nil, badParam("Validity", guessMessageBadValue)
		}
		h.Validity, h.Failures = "VALID", 0
	}
	if err := save(c.txn, bucketHooks, h.EventType, h); err != nil {
		return nil, err
	}
	return ok(h.wire())
}

// otherEvent is what the event types of other areas look like, which the API has too but which never happen here.
var otherEvent = regexp.MustCompile(`^[A-Z]+(_[A-Z0-9]+)+$`)

func isEventType(text string) bool {
	for _, area := range []string{"DISPUTE_", "PAYIN_REPUDIATION_", "TRANSFER_SETTLEMENT_"} {
		if strings.HasPrefix(text, area) {
			return slices.Contains(eventTypes(), text)
		}
	}
	return otherEvent.MatchString(text)
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func (c *call) findHook(id string) (*hook, error) {
	all, err := loadAll[hook](c.txn, bucketHooks, "")
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(h *hook) bool { return h.ID == id })
	if i >= 0 {
		return all[i], nil
	}
	missing := &refusal{status: http.StatusNotFound, kind: "ressource_not_found", message: "Sequence contains no elements"}
	if c.meta.Guesses.MissingHookFails {
		missing.status, missing.kind = http.StatusInternalServerError, "other"
	}
	return nil, missing
}

func getHook(c *call) (*answer, error) {
	h, err := c.findHook(c.id(0))
	if err != nil {
		return nil, err
	}
	return ok(h.wire())
}

func listHooks(c *call) (*answer, error) {
	all, err := loadAll[hook](c.txn, bucketHooks, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *hook) int { return int(a.Order) - int(b.Order) }) //nolint:gosec // G115: small
	bodies := []hookBody{}
	for _, h := range all {
		bodies = append(bodies, h.wire())
	}
	return listOf(c, bodies)
}

// queue readies an event for delivery, if an enabled hook asks for it.
func (w *world) queue(e event) error {
	data := w.get(bucketHooks, e.Type)
	if data == nil {
		return nil
	}
	var h hook
	if err := json.Unmarshal(data, &h); err != nil {
		return err
	}
	if h.Status != "ENABLED" || h.Validity != "VALID" {
		return nil
	}
	return save(w.txn, bucketDeliveries, sequenceKey(e.Order), delivery{Event: e, First: w.unix(), Due: w.unix()})
}
