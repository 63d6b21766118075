package simulator_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const key = "0123456789-abcdef"

type storedResponse struct {
	Code                                         string `json:"StatusCode"`
	ContentLength, ContentType, Date, RequestURL string
	Resource                                     json.RawMessage
}

func (c *client) stored(key string) storedResponse {
	c.t.Helper()
	var r storedResponse
	c.do("GET", "/responses/"+key, "").want(http.StatusOK, &r)
	return r
}

func (c *client) keyed(path, body, key string) reply {
	c.t.Helper()
	return c.do("POST", path, body, "Idempotency-Key", key)
}

func TestKeyIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := serve(t, s)
	path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
	first := c.keyed(path, `{"Type":"INVOICE"}`, key).want(http.StatusOK, nil)
	p := c.keyed(path, `{"Type":"OTHER"}`, key).refused(http.StatusConflict, "idempotent_creation_conflict")
	if p.Message != "A resource has already been created with this Idempotency Key" || p.Errors != nil {
		t.Errorf("conflict: %+v", p)
	}
	want := storedResponse{
		Code: "200", ContentLength: strconv.Itoa(len(first.body)), ContentType: "application/json; charset=utf-8",
		Date: "Mon, 02 Mar 2026 10:00:00 GMT", RequestURL: c.base + "/v2.01/simulator" + path, Resource: first.body,
	}
	if diff := cmp.Diff(want, c.stored(key)); diff != "" {
		t.Errorf("stored response (-want +got):\n%s", diff)
	}
	if all := c.list("/dispute-documents"); len(all) != 1 {
		t.Errorf("%d documents, want 1", len(all))
	}
	advance(t, s, 25*time.Hour)
	c.authorize()
	c.keyed(path, `{"Type":"OTHER"}`, key).want(http.StatusOK, nil)
}

func TestFailedCallsBurnTheirKey(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	path := "/disputes/" + id + "/documents"
	failed := c.keyed(path, `{"Type":"LETTER"}`, key)
	failed.refused(http.StatusBadRequest, "param_error")
	c.keyed(path, `{"Type":"INVOICE"}`, key).refused(http.StatusConflict, "idempotent_creation_conflict")
	if r := c.stored(key); r.Code != "400" || string(r.Resource) != string(failed.body) {
		t.Errorf("stored: %+v", r)
	}
	pages := path + "/" + c.document(id, "") + "/pages"
	c.keyed(pages, upload(png(2000)), "page-key-0123456789").want(http.StatusNoContent, nil)
	if r := c.stored("page-key-0123456789"); r.Code != "204" || r.ContentLength != "0" || string(r.Resource) != "null" {
		t.Errorf("stored: %+v", r)
	}
	for _, bad := range []string{"short", "0123456789012345678901234567890123456", "0123456789_abcdef"} {
		c.keyed(path, `{"Type":"INVOICE"}`, bad).refused(http.StatusBadRequest, "param_error")
	}
	// A key means nothing on other methods.
	for range 2 {
		c.do("PUT", "/disputes/"+id, `{"Tag":"x"}`, "Idempotency-Key", "put-key-0123456789").want(http.StatusOK, nil)
	}
	c.do("GET", "/responses/put-key-0123456789", "").refused(http.StatusNotFound, "ressource_not_found")
}

// TestRefusedCallsKeepTheirKey is about calls that were not let in, with either guess.
func TestRefusedCallsKeepTheirKey(t *testing.T) {
	t.Parallel()
	for burns, status := range map[bool]int{false: http.StatusOK, true: http.StatusConflict} {
		s := guessing(t, simulator.Guesses{
			UnauthorizedBurnsKey: burns, RateLimitBurnsKey: burns,
			RateLimits: []simulator.RateLimit{{Window: time.Minute, Calls: 1}},
		})
		c := connect(t, s)
		path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
		token := c.token
		c.token = "expired"
		c.keyed(path, `{"Type":"INVOICE"}`, key+"-1").refused(http.StatusUnauthorized, "invalid_credentials")
		c.token = token
		c.list("/disputes")
		c.keyed(path, `{"Type":"INVOICE"}`, key+"-2").refused(http.StatusTooManyRequests, "rate_limit")
		for _, k := range []string{key + "-1", key + "-2"} {
			advance(t, s, 2*time.Minute)
			c.keyed(path, `{"Type":"INVOICE"}`, k).want(status, nil)
		}
	}
}

// TestRefusedCallsLeaveUsedKeys is about calls that were not let in, and repeat a call that was.
func TestRefusedCallsLeaveUsedKeys(t *testing.T) {
	t.Parallel()
	s := guessing(t, simulator.Guesses{
		UnauthorizedBurnsKey: true, RateLimitBurnsKey: true,
		RateLimits: []simulator.RateLimit{{Window: time.Minute, Calls: 1}},
	})
	c := connect(t, s)
	path := "/disputes/" + openDispute(t, s, simulator.DisputeSpec{}) + "/documents"
	c.keyed(path, `{"Type":"INVOICE"}`, key).want(http.StatusOK, nil)
	c.keyed(path, `{"Type":"INVOICE"}`, key).refused(http.StatusTooManyRequests, "rate_limit")
	token := c.token
	c.token = "expired"
	c.keyed(path, `{"Type":"INVOICE"}`, key).refused(http.StatusUnauthorized, "invalid_credentials")
	c.token = token
	advance(t, s, 2*time.Minute)
	if r := c.stored(key); r.Code != "200" {
		t.Errorf("stored: %+v", r)
	}
}
