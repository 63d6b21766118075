package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"strconv"
	"time"
)

const contentTypeJSON = "application/json; charset=utf-8"

// jsonAnswer answers with a value in JSON.
func jsonAnswer(status int, value any) (*answer, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return &answer{status: status, header: http.Header{"Content-Type": {contentTypeJSON}}, body: body}, nil
}

// ok answers 200 with a value in JSON.
func ok(value any) (*answer, error) { return jsonAnswer(http.StatusOK, value) }

// writeAnswer sends an answer. Its Date is the instant at which the work was done.
func writeAnswer(w http.ResponseWriter, c *call, a *answer) {
	header := w.Header()
	maps.Copy(header, c.header)
	maps.Copy(header, a.header)
	header.Set("Date", c.now.UTC().Format(http.TimeFormat))
	body := a.body
	if a.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(body)))
	}
	truncated := c.struck(FaultTruncatedAnswer) != nil
	if truncated {
		if len(body) == 0 { // there is no middle in which it could break off
			panic(http.ErrAbortHandler)
		}
		body = body[:len(body)/2]
	}
	w.WriteHeader(a.status)
	_, err := w.Write(body)
	if truncated || err != nil {
		_ = http.NewResponseController(w).Flush() // what is lost is the rest
		panic(http.ErrAbortHandler)
	}
}

// struck is the call's first fault of a kind.
func (c *call) struck(kind FaultKind) *FaultRule {
	for i := range c.faults {
		if c.faults[i].Kind == kind {
			return &c.faults[i]
		}
	}
	return nil
}

// early answers a call that a fault keeps from being worked on.
func (c *call) early() *answer {
	for _, rule := range c.faults {
		switch rule.Kind {
		case FaultProxyPage:
			return proxyPage()
		case FaultErrorBefore:
			return c.face.refuse(c, internalError())
		case FaultForbidden:
			return c.face.refuse(c, forbidden())
		case FaultRateLimit:
			delay := rule.Delay
			if delay == 0 {
				delay = time.Minute
			}
			return c.face.refuse(c, &rateLimited{reset: c.now.Add(delay)})
		}
	}
	return nil
}

// late puts an error in place of the answer to work that was done.
func (c *call) late(a *answer, err error) (*answer, error) {
	if err == nil && c.struck(FaultErrorAfter) != nil {
		return c.face.refuse(c, internalError()), nil
	}
	return a, err
}

func proxyPage() *answer {
	const page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n" +
		"<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>\n"
	return &answer{
		status: http.StatusBadGateway, header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body: []byte(page), refusal: "proxy",
	}
}
