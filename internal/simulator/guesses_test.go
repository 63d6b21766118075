package simulator_test

import (
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestGuesses turns each guess the other way.
func TestGuesses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		guesses simulator.Guesses
		check   func(t *testing.T, s *simulator.Simulator, c *client, id string)
	}{
		{"key per route", simulator.Guesses{KeyPerRoute: true}, func(_ *testing.T, s *simulator.Simulator, c *client, id string) {
			c.keyed("/disputes/"+id+"/documents", `{"Type":"INVOICE"}`, key).want(200, nil)
			other := openDispute(t, s, simulator.DisputeSpec{})
			c.keyed("/disputes/"+other+"/documents", `{"Type":"INVOICE"}`, key).want(200, nil)
			c.keyed("/disputes/"+id+"/documents", `{"Type":"INVOICE"}`, key).want(409, nil)
			c.stored(key)
		}},
		{"page with key fails", simulator.Guesses{PageWithKeyFails: true}, func(_ *testing.T, _ *simulator.Simulator, c *client, id string) {
			document := c.document(id, "")
			c.page(id, document, png(2000), "Idempotency-Key", key).want(500, nil)
			c.page(id, document, png(2000)).want(204, nil)
			c.consult("POST", document, 2)
		}},
		{"list lag", simulator.Guesses{ListLag: 30 * time.Second}, func(t *testing.T, s *simulator.Simulator, c *client, id string) {
			c.document(id, "")
			if got := len(c.list("/dispute-documents")) + len(c.list("/disputes/"+id+"/documents")); got != 0 {
				t.Errorf("%d new documents in lists", got)
			}
			advance(t, s, 30*time.Second)
			if got := len(c.list("/dispute-documents")) + len(c.list("/disputes/"+id+"/documents")); got != 2 {
				t.Errorf("%d old documents in lists, want 2", got)
			}
		}},
		{"tags trimmed", simulator.Guesses{Tags: "trimmed"}, func(t *testing.T, _ *simulator.Simulator, c *client, id string) {
			if got := c.get("/dispute-documents/" + c.document(id, " a ")).text("Tag"); got != "a" {
				t.Errorf("Tag %q", got)
			}
		}},
		{"tags dropped", simulator.Guesses{Tags: "dropped"}, func(t *testing.T, _ *simulator.Simulator, c *client, id string) {
			if got := c.get("/dispute-documents/" + c.document(id, "a"))["Tag"]; got != nil {
				t.Errorf("Tag %v", got)
			}
		}},
		{"consult hides", simulator.Guesses{ConsultHidesUnsubmitted: true}, func(_ *testing.T, _ *simulator.Simulator, c *client, id string) {
			document := c.document(id, "")
			c.page(id, document, png(2000))
			c.consult("POST", document, 0)
			c.askValidation(id, document).want(200, nil)
			c.consult("POST", document, 1)
		}},
		{"second submit", simulator.Guesses{SecondSubmitSucceeds: true}, func(_ *testing.T, _ *simulator.Simulator, c *client, id string) {
			document := c.submitted(id, "")
			c.askValidation(id, document).want(200, nil)
			c.contest(id)
			c.contest(id)
		}},
		{"resubmission funds", simulator.Guesses{ResubmissionRefusesFunds: true}, func(_ *testing.T, s *simulator.Simulator, c *client, _ string) {
			id := openDispute(t, s, simulator.DisputeSpec{Status: "REOPENED_PENDING_CLIENT_ACTION"})
			c.do("PUT", "/disputes/"+id+"/submit", contested).refused(400, "param_error")
			c.do("PUT", "/disputes/"+id+"/submit", `{}`).want(200, nil)
		}},
		{"max pages", simulator.Guesses{MaxPages: 1}, func(t *testing.T, _ *simulator.Simulator, c *client, id string) {
			document := c.document(id, "")
			c.page(id, document, png(2000)).want(204, nil)
			p := c.page(id, document, png(2000)).refused(400, "max_page_number")
			if p.Message != "Maximum number of pages exceeded. You can only add up to 1 pages to this document" {
				t.Errorf("message %q", p.Message)
			}
		}},
		{"numeric ids", simulator.Guesses{NumericIDs: true}, func(t *testing.T, _ *simulator.Simulator, c *client, id string) {
			digits := regexp.MustCompile(`^\d{9}$`)
			if document := c.document(id, ""); !digits.MatchString(id) || !digits.MatchString(document) || id == document {
				t.Errorf("ids %s and %s", id, document)
			}
		}},
		{"deadline void", simulator.Guesses{DeadlineVoid: true}, func(t *testing.T, s *simulator.Simulator, c *client, _ string) {
			id := openDispute(t, s, simulator.DisputeSpec{Deadline: -time.Hour})
			if got := c.get("/disputes/" + id).text("ResultCode"); got != "VOID" {
				t.Errorf("result %s", got)
			}
		}},
		{"overdue stays open", simulator.Guesses{OverdueStaysOpen: true}, func(t *testing.T, s *simulator.Simulator, c *client, _ string) {
			id := openDispute(t, s, simulator.DisputeSpec{Deadline: -time.Hour})
			if got := c.get("/disputes/" + id).text("Status"); got != "PENDING_CLIENT_ACTION" {
				t.Errorf("status %s", got)
			}
			c.do("PUT", "/disputes/"+id+"/submit", contested).refused(400, "dispute_contest_deadline_passed")
		}},
		{"newest first", simulator.Guesses{NewestFirst: true}, func(t *testing.T, s *simulator.Simulator, c *client, _ string) {
			id := openDispute(t, s, simulator.DisputeSpec{})
			if got := c.list("/disputes")[0].text("Id"); got != id {
				t.Errorf("first %s, want %s", got, id)
			}
		}},
		{"no GIF", simulator.Guesses{RefusesGIF: true}, func(_ *testing.T, _ *simulator.Simulator, c *client, id string) {
			c.page(id, c.document(id, ""), append([]byte("GIF89a"), make([]byte, 2000)...)).want(http.StatusUnsupportedMediaType, nil)
		}},
		{"missing hook", simulator.Guesses{MissingHookFails: true}, func(_ *testing.T, _ *simulator.Simulator, c *client, _ string) {
			c.do("GET", "/hooks/none", "").refused(500, "other")
		}},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			if err := s.SetGuesses(test.guesses); err != nil {
				t.Fatal(err)
			}
			test.check(t, s, connect(t, s), openDispute(t, s, simulator.DisputeSpec{}))
		})
	}
}
