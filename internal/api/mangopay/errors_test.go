package mangopay_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	const proxyHint = "; check the base URL, and any proxy between here and the API"
	tests := map[string]struct {
		status      int
		contentType string // "" is JSON.
		body        string
		want        apierr.Error
	}{
		"field errors": {
			400, "", `{"Message":"One or several required parameters are missing or incorrect.","Type":"param_error",
			 "Id":"bf6cce22-1111#1452723935","Date":1672669957.0,"errors":{"ContestedFunds":"This field is required"}}`,
			apierr.Error{
				Message: "One or several required parameters are missing or incorrect.", Type: "param_error", ID: "bf6cce22-1111#1452723935",
				Date: time.Unix(1672669957, 0).UTC(), Fields: map[string]string{"ContestedFunds": "This field is required"},
			},
		},
		"capital Errors with lists": {
			400, "", `{"Id":"a","Message":"m","Type":"other","Date":1,"Errors":{"File":["too small","unreadable"],"Odd":{"a":1},"None":null}}`,
			apierr.Error{
				ID: "a", Message: "m", Type: "other", Date: time.Unix(1, 0).UTC(),
				Fields: map[string]string{"File": "too small unreadable", "Odd": `{"a":1}`, "None": ""},
			},
		},
		"errors null": {
			400, "", `{"Message":"The ContestDeadlineDate has now passed","Type":"dispute_contest_deadline_passed","Id":"x","Date":null,"errors":null}`,
			apierr.Error{Message: "The ContestDeadlineDate has now passed", Type: "dispute_contest_deadline_passed", ID: "x"},
		},
		"errors a string, date a date": {
			400, "", `{"Message":"m","Type":"t","Date":"2022-01-01","errors":"bad file"}`,
			apierr.Error{Message: "m", Type: "t", Fields: map[string]string{"errors": "bad file"}},
		},
		"token refused": {
			403, "", `{"Message":"This endpoint is not available for your account","Type":"forbidden_ressource","Date":1733404277}`,
			apierr.Error{Message: "This endpoint is not available for your account", Type: "forbidden_ressource", Date: time.Unix(1733404277, 0).UTC()},
		},
		"missing object": {
			404, "", `{"Message":"The ressource does not exist","Type":"ressource_not_found","Id":"x","Date":1,
			 "errors":{"RessourceNotFound":"Cannot found the ressource Dispute with the id=1"}}`,
			apierr.Error{
				Message: "The ressource does not exist", Type: "ressource_not_found", ID: "x", Date: time.Unix(1, 0).UTC(),
				Fields: map[string]string{"RessourceNotFound": "Cannot found the ressource Dispute with the id=1"},
			},
		},
		"web server's own message": {
			405, "", `{"Message":"The requested resource does not support http method 'POST'."}`,
			apierr.Error{Message: "The requested resource does not support http method 'POST'."},
		},
		"conflict": {
			409, "", "\xef\xbb\xbf" + `{"Message":"A resource has already been created with this Idempotency Key","Type":"idempotent_creation_conflict"}`,
			apierr.Error{Message: "A resource has already been created with this Idempotency Key", Type: "idempotent_creation_conflict"},
		},
		"server error": {
			500, "", `{"Message":"Internal Server Error","Type":"other"}`,
			apierr.Error{Message: "Internal Server Error", Type: "other"},
		},
		"lower-case gateway": {
			503, "", `{"message":"no upstream","error":"x"}`,
			apierr.Error{Message: "no upstream"},
		},
		"terminal escape": {
			400, "", `{"Message":"a\u001b[2Jb","Type":"t"}`,
			apierr.Error{Message: "a [2Jb", Type: "t"},
		},
		"HTML": {
			502, "text/html", "<html><body>Bad Gateway canary</body></html>",
			apierr.Error{Message: "the answer is not the API's JSON but an HTML page" + proxyHint},
		},
		"HTML 404": {
			404, "text/html", "<!DOCTYPE html><title>canary</title>",
			apierr.Error{Message: "the answer is not the API's JSON but an HTML page" + proxyHint},
		},
		"plain text": {
			413, "text/plain", "Request entity too large canary",
			apierr.Error{Message: "the answer is not the API's JSON but text/plain (31 bytes)" + proxyHint},
		},
		"empty": {415, "application/json", "", apierr.Error{Message: "the answer is not the API's JSON but empty" + proxyHint}},
		"cut off": {
			400, "", `{"Message":"canary`,
			apierr.Error{Message: "the answer is not the API's JSON but damaged or unexpected JSON (18 bytes)" + proxyHint},
		},
		"a list": {
			400, "", `["canary"]`,
			apierr.Error{Message: "the answer is not the API's JSON but damaged or unexpected JSON (10 bytes)" + proxyHint},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/disputes/1", func(w http.ResponseWriter, _ *http.Request) {
				contentType := test.contentType
				if contentType == "" {
					contentType = "application/json; charset=utf-8"
				}
				respond(w, test.status, contentType, test.body)
			})
			_, err := server.client().Disputes.Get(t.Context(), "1")
			want := test.want
			want.API, want.Operation, want.Route, want.Status = apierr.Mangopay, "read dispute", "GET /disputes/{DisputeId}", test.status
			if want.Fields == nil {
				want.Fields = map[string]string{}
			}
			if diff := cmp.Diff(want, *asError(t, err)); diff != "" {
				t.Error(diff)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("%v repeats a page", err)
			}
		})
	}
}

func TestNotFoundOnlyFromTheAPIItself(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		contentType, body string
		want              bool
	}{
		"typed":            {"application/json", `{"Message":"The ressource does not exist","Type":"ressource_not_found","errors":{}}`, true},
		"newer service":    {"application/json", `{"Message":"m","errors":{"ResourceNotFound":"Cannot found the resource"}}`, true},
		"unknown path":     {"application/json", `{"Message":"No HTTP resource was found that matches the request URI"}`, false},
		"framework's page": {"application/json", `{"timestamp":1,"status":404,"error":"Not Found","path":"/x"}`, false},
		"gateway":          {"application/json", `{"message":"Not Found"}`, false},
		"HTML":             {"text/html", `<html>404</html>`, false},
		"empty":            {"", ``, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/disputes/1", func(w http.ResponseWriter, _ *http.Request) {
				respond(w, 404, test.contentType, test.body)
			})
			_, err := server.client().Disputes.Get(t.Context(), "1")
			if apierr.NotFound(err) != test.want {
				t.Errorf("%v: not found = %t, want %t", err, !test.want, test.want)
			}
		})
	}
}

func TestUnusableSuccessIsAnErrorOfUnknownOutcome(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"HTML":          "<html>login</html>",
		"empty":         "",
		"cut off":       `{"Id":"1","Status":`,
		"list":          `[{"Id":"1"}]`,
		"null":          "null",
		"without id":    `{"Status":"CREATED"}`,
		"date of words": `{"Id":"1","CreationDate":"yesterday"}`,
		"id of object":  `{"Id":{"a":1}}`,
		"too large":     `{"Id":"1","Tag":"` + strings.Repeat("x", 1<<20) + `"}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.answer("POST "+root+"/disputes/1/documents", 200, body)
			doc, err := server.client().Documents.Create(t.Context(), "1", "OTHER", "", key)
			if doc != nil || asError(t, err).Status != 200 || !apierr.Ambiguous(err) || apierr.NotSent(err) {
				t.Errorf("got %v, %v", doc, err)
			}
			if n := len(server.calls()); n != 1 {
				t.Errorf("%d calls", n)
			}
		})
	}
	t.Run("a page answered with HTML", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		server.answer("POST "+root+"/disputes/1/documents/2/pages", 200, "<html>login</html>")
		err := server.client().Documents.AddPage(t.Context(), "1", "2", pageOf("x"), "")
		if asError(t, err).Status != 200 || !apierr.Ambiguous(err) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a list that is null", func(t *testing.T) {
		t.Parallel()
		server := newAPI(t)
		server.answer("GET "+root+"/dispute-documents", 200, "null")
		if docs, err := collect(t, server.client().Documents.All(t.Context(), mangopay.DocumentFilter{})); err == nil || len(docs) > 0 {
			t.Errorf("got %v, %v", docs, err)
		}
	})
}

func TestRefusedSignIn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status            int
		contentType, body string
		unauthorized      bool
		says              []string
	}{
		"wrong key": {401, "application/json", `{"error":"invalid_client"}`, true, []string{"client id or the API key was refused", "invalid_client"}},
		"locked account": {
			400, "application/json",
			`{"error":"unauthorized_client","error_description":"This account has been temporarily locked for security reasons."}`,
			true,
			[]string{"unauthorized_client", "temporarily locked"},
		},
		"server error": {500, "application/json", `{"Message":"Internal Server Error","Type":"other","Id":"e1"}`, false, []string{"Internal Server Error", "error id e1"}},
		"rate limit":   {429, "application/json", `{"Message":"Rate limit exceeded.","Type":"rate_limit"}`, false, []string{"rate_limit"}},
		"missing object": {
			404, "application/json", `{"Message":"The ressource does not exist","Type":"ressource_not_found"}`,
			false,
			[]string{"ressource_not_found"},
		},
		"HTML refusal":      {503, "text/html", `<html>canary</html>`, false, []string{"an HTML page", "base URL"}},
		"HTML success":      {200, "text/html", `<html>canary</html>`, false, []string{"an HTML page", "base URL"}},
		"success, no token": {200, "application/json", `{"token_type":"bearer"}`, false, []string{"unexpected JSON"}},
		"success, error":    {200, "application/json", `{"error":"invalid_client"}`, true, []string{"was refused"}},
		"empty":             {200, "application/json", ``, false, []string{"empty"}},
		"redirect":          {302, "text/html", ``, false, []string{"redirect to login.example"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.mux = http.NewServeMux()
			server.handle("POST /v2.01/oauth/token", func(w http.ResponseWriter, _ *http.Request) {
				if test.status == 302 {
					w.Header().Set("Location", "https://login.example/?canary=1")
				}
				respond(w, test.status, test.contentType, test.body)
			})
			_, err := server.client().Documents.Create(t.Context(), "1", "OTHER", "", key)
			e := asError(t, err)
			if e.Status != test.status || apierr.Unauthorized(err) != test.unauthorized {
				t.Errorf("status %d, unauthorized %t", e.Status, apierr.Unauthorized(err))
			}
			if !apierr.NotSent(err) || apierr.Ambiguous(err) || apierr.NotFound(err) {
				t.Errorf("%v: nothing was sent, and nothing is known to be missing", err)
			}
			for _, part := range append(test.says, "create dispute document: sign in", "POST /oauth/token") {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			checkNoSecret(t, err.Error())
			if n := len(server.calls()); n != 0 {
				t.Errorf("%d calls without a token", n)
			}
		})
	}
}

func checkNoSecret(t *testing.T, s string) {
	t.Helper()
	for _, secret := range []string{apiKey, token, "CANARY", "canary", "Q0FOQVJZ", "QU5BUl", "BTkFSW"} { // The last three: CANARY in base64, at any offset.
		if strings.Contains(s, secret) {
			t.Errorf("%q holds %q", s, secret)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		other := newAPI(t)
		server := newAPI(t)
		server.handle(root+"/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", other.URL+root+"/disputes/1?canary=1")
			w.WriteHeader(status)
		})
		for name, call := range operations(server.client()) {
			err := call(t.Context())
			if asError(t, err).Status != status || apierr.NotFound(err) || !strings.Contains(err.Error(), "redirect") {
				t.Errorf("%s, %d: %v", name, status, err)
			}
			checkNoSecret(t, err.Error())
		}
		if n := len(other.seen); n != 0 {
			t.Errorf("%d: %d requests followed", status, n)
		}
	}
}

func TestExpiredTokenIsRenewedAndTheCallRepeated(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.mux = http.NewServeMux()
	tokens := 0
	server.handle("POST /v2.01/oauth/token", func(w http.ResponseWriter, _ *http.Request) {
		tokens++
		respond(w, 200, "application/json", `{"access_token":"t`+strings.Repeat("x", tokens)+`","token_type":"Bearer","expires_in":1199}`)
	})
	server.handle("POST "+root+"/disputes/1/documents/2/pages", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer txx" {
			respond(w, 401, "application/json", `{"Message":"The authorization credentials are not valid","Type":"invalid_credentials","Date":1733404277}`)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	c := server.client()
	for range 2 {
		if err := c.Documents.AddPage(t.Context(), "1", "2", pageOf("page"), key); err != nil {
			t.Fatal(err)
		}
	}
	calls := server.calls()
	if len(calls) != 3 || tokens != 2 {
		t.Fatalf("%d calls and %d tokens, want 3 and 2", len(calls), tokens)
	}
	for _, call := range calls {
		if call.Body != `{"File":"cGFnZQ=="}` {
			t.Errorf("a repeat sent %q", call.Body)
		}
	}
}

func TestPersistent401IsReported(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle(root+"/", func(w http.ResponseWriter, _ *http.Request) {
		respond(w, 401, "application/json", `{"Message":"The authorization credentials are not valid","Type":"invalid_credentials","Date":1733404277}`)
	})
	for name, call := range operations(server.client()) {
		err := call(t.Context())
		if !apierr.Unauthorized(err) || apierr.Ambiguous(err) || !apierr.HasType(err, "invalid_credentials") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(server.calls()); n != 2*len(operations(server.client())) {
		t.Errorf("%d calls: not each was repeated exactly once", n)
	}
}

func FuzzErrorAnswers(f *testing.F) {
	for _, body := range []string{
		`{"Message":"m","Type":"t","Id":"a#1","Date":1.0,"errors":{"a":["b"],"c":null}}`,
		`{"error":"invalid_client","error_description":"d"}`, `{"Errors":null}`, `{"Message":{"a":1}}`, `{"errors":[1,"a",null]}`,
		`[]`, `null`, `"`, "<html>", "\xef\xbb\xbf{}", `{"Date":1e999}`, `{"Type":7,"Id":true}`, "",
	} {
		f.Add(400, "application/json", body)
		f.Add(404, "text/html", body)
	}
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		if status < 300 || status > 599 || status == 401 {
			t.Skip()
		}
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(status, contentType, body), nil })
		_, err := c.Disputes.Close(t.Context(), "1")
		e := asError(t, err)
		if e.Status != status || e.Fields == nil || e.Unsent {
			t.Errorf("got %#v", e)
		}
		if e.Message == "" && e.Type == "" && len(e.Fields) == 0 {
			t.Errorf("%q explains nothing", err)
		}
		if len(e.Message) > 2000 || strings.ContainsAny(e.Message+e.Type+e.ID, "\x1b\n\r\x00") {
			t.Errorf("unfit for a terminal: %q", err)
		}
		if apierr.Ambiguous(err) != (status >= 500) {
			t.Errorf("%d is ambiguous: %t", status, apierr.Ambiguous(err))
		}
	})
}

func FuzzObjects(f *testing.F) {
	f.Add(disputeJSON)
	f.Add(`{"Id":156981783,"ContestDeadlineDate":"1670025599","ClosedDate":1670025599.9,"CreationDate":0}`)
	f.Add(`{"Id":"1","DisputedFunds":{},"ContestedFunds":{"Currency":"EUR","Amount":12.0},"CreationDate":-1}`)
	f.Add(`{"Id":"1","CreationDate":1e300}`)
	f.Add(`{"Id":"1","DisputedFunds":{"Currency":"XXX","Amount":"0"},"DisputeReason":null}`)
	f.Add(`{"Id":true,"Tag":["a"]}`)
	f.Fuzz(func(t *testing.T, body string) {
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(200, "application/json", body), nil })
		d, err := c.Disputes.Get(t.Context(), "1")
		if (d == nil) == (err == nil) {
			t.Fatalf("got %v and %v", d, err)
		}
		if err != nil {
			if e := new(apierr.Error); !errors.As(err, &e) || e.Status != 200 {
				t.Errorf("got %#v", err)
			}
			return
		}
		for _, at := range []time.Time{d.ContestDeadline, d.CreatedAt, d.ClosedAt} {
			if y := at.Year(); y > 9999 || y < -8000 || at.Location() != time.UTC {
				t.Errorf("date %s", at)
			}
		}
		if d.ID == "" {
			t.Error("an object without id was accepted")
		}
	})
}
