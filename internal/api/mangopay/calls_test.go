package mangopay_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
)

const disputeJSON = `{"InitialTransactionId":"156981683","InitialTransactionType":"PAYIN","InitialTransactionNature":"REGULAR",
 "DisputeType":"CONTESTABLE","ContestDeadlineDate":1670025599,
 "DisputedFunds":{"Currency":"EUR","Amount":10000},"ContestedFunds":{"Currency":"EUR","Amount":"9000"},
 "Status":"PENDING_CLIENT_ACTION","StatusMessage":null,
 "DisputeReason":{"DisputeReasonMessage":"This is a test dispute","DisputeReasonType":"UNKNOWN"},
 "ResultCode":"","ResultMessage":null,"Id":"156981783","Tag":null,"CreationDate":1669384460,"ClosedDate":null,
 "RepudiationId":"156981784","SomethingNew":{"a":[1]}}`

const documentJSON = `{"DisputeId":"159102965","Type":"DELIVERY_PROOF","Id":"159188418","Tag":"mine","CreationDate":1672655973,
 "ProcessedDate":1672669957.0,"Status":"REFUSED","RefusedReasonType":"OTHER","RefusedReasonMessage":"The document was not readable :-("}`

var (
	wantDispute = &mangopay.Dispute{
		ID: "156981783", Type: "CONTESTABLE", Status: "PENDING_CLIENT_ACTION",
		InitialTransactionID: "156981683", InitialTransactionType: "PAYIN", InitialTransactionNature: "REGULAR",
		RepudiationID: "156981784", ReasonType: "UNKNOWN", ReasonMessage: "This is a test dispute",
		DisputedFunds: &mangopay.Money{Currency: "EUR", Amount: 10000}, ContestedFunds: &mangopay.Money{Currency: "EUR", Amount: 9000},
		ContestDeadline: time.Date(2022, 12, 2, 23, 59, 59, 0, time.UTC), CreatedAt: time.Unix(1669384460, 0).UTC(),
	}
	wantDocument = &mangopay.Document{
		ID: "159188418", DisputeID: "159102965", Type: "DELIVERY_PROOF", Tag: "mine", Status: "REFUSED",
		RefusedReasonType: "OTHER", RefusedReasonMessage: "The document was not readable :-(",
		CreatedAt: time.Unix(1672655973, 0).UTC(), ProcessedAt: time.Unix(1672669957, 0).UTC(),
	}
)

func TestCallsOnTheWire(t *testing.T) {
	t.Parallel()
	type result struct {
		value any
		err   error
	}
	pair := func(v any, err error) result { return result{v, err} }
	tests := map[string]struct {
		pattern, answer string
		status          int
		call            func(*mangopay.Client) result
		want            any
		wantBody        string
		wantKey         string
	}{
		"get dispute": {
			pattern: "GET " + root + "/disputes/156981783", answer: disputeJSON, status: 200, want: wantDispute,
			call: func(c *mangopay.Client) result { return pair(c.Disputes.Get(t.Context(), "156981783")) },
		},
		"update tag": {
			pattern: "PUT " + root + "/disputes/1", answer: disputeJSON, status: 200, want: wantDispute, wantBody: `{"Tag":"a \"b\""}`,
			call: func(c *mangopay.Client) result { return pair(c.Disputes.UpdateTag(t.Context(), "1", `a "b"`)) },
		},
		"remove tag": {
			pattern: "PUT " + root + "/disputes/1", answer: disputeJSON, status: 200, want: wantDispute, wantBody: `{"Tag":""}`,
			call: func(c *mangopay.Client) result { return pair(c.Disputes.UpdateTag(t.Context(), "1", "")) },
		},
		"first submission": {
			pattern: "PUT " + root + "/disputes/1/submit", answer: disputeJSON, status: 200, want: wantDispute,
			wantBody: `{"ContestedFunds":{"Currency":"EUR","Amount":1200}}`,
			call: func(c *mangopay.Client) result {
				return pair(c.Disputes.Submit(t.Context(), "1", &mangopay.Money{Currency: "EUR", Amount: 1200}))
			},
		},
		"re-submission": {
			pattern: "PUT " + root + "/disputes/1/submit", answer: disputeJSON, status: 200, want: wantDispute, wantBody: `{}`,
			call: func(c *mangopay.Client) result { return pair(c.Disputes.Submit(t.Context(), "1", nil)) },
		},
		"close": {
			pattern: "PUT " + root + "/disputes/1/close", answer: disputeJSON, status: 200, want: wantDispute, wantBody: `{}`,
			call: func(c *mangopay.Client) result { return pair(c.Disputes.Close(t.Context(), "1")) },
		},
		"create document with key": {
			pattern: "POST " + root + "/disputes/1/documents", answer: documentJSON, status: 200, want: wantDocument,
			wantBody: `{"Type":"DELIVERY_PROOF","Tag":"mine"}`, wantKey: key,
			call: func(c *mangopay.Client) result {
				return pair(c.Documents.Create(t.Context(), "1", "DELIVERY_PROOF", "mine", key))
			},
		},
		"create document without key and tag": {
			pattern: "POST " + root + "/disputes/1/documents", answer: documentJSON, status: 200, want: wantDocument,
			wantBody: `{"Type":"OTHER"}`,
			call:     func(c *mangopay.Client) result { return pair(c.Documents.Create(t.Context(), "1", "OTHER", "", "")) },
		},
		"add page": {
			pattern: "POST " + root + "/disputes/1/documents/2/pages", status: 204, wantBody: `{"File":"cGFnZQ=="}`, wantKey: key,
			call: func(c *mangopay.Client) result {
				return result{nil, c.Documents.AddPage(t.Context(), "1", "2", pageOf("page"), key)}
			},
		},
		"submit document": {
			pattern: "PUT " + root + "/disputes/1/documents/2", answer: documentJSON, status: 200, want: wantDocument,
			wantBody: `{"Status":"VALIDATION_ASKED"}`,
			call:     func(c *mangopay.Client) result { return pair(c.Documents.Submit(t.Context(), "1", "2")) },
		},
		"get document": {
			pattern: "GET " + root + "/dispute-documents/2", answer: documentJSON, status: 200, want: wantDocument,
			call: func(c *mangopay.Client) result { return pair(c.Documents.Get(t.Context(), "2")) },
		},
		"consult": {
			pattern: "POST " + root + "/dispute-documents/2/consult", status: 200, wantBody: `{}`,
			answer: `[{"Url":"https://api.example/public/documents/a/consult/b","ExpirationDate":1673362529}]`,
			want:   []mangopay.PageLink{{URL: "https://api.example/public/documents/a/consult/b", ExpiresAt: time.Unix(1673362529, 0).UTC()}},
			call:   func(c *mangopay.Client) result { return pair(c.Documents.Consult(t.Context(), "2")) },
		},
		"consult without pages": {
			pattern: "POST " + root + "/dispute-documents/2/consult", status: 200, wantBody: `{}`, answer: `[]`, want: []mangopay.PageLink{},
			call: func(c *mangopay.Client) result { return pair(c.Documents.Consult(t.Context(), "2")) },
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.answer(test.pattern, test.status, test.answer)
			got := test.call(server.client())
			if got.err != nil {
				t.Fatal(got.err)
			}
			if diff := cmp.Diff(test.want, got.value); diff != "" {
				t.Error(diff)
			}
			calls := server.calls()
			if len(calls) != 1 {
				t.Fatalf("%d calls, want 1", len(calls))
			}
			checkRequest(t, calls[0], test.wantBody, test.wantKey)
		})
	}
}

func checkRequest(t *testing.T, r seen, body, idempotencyKey string) {
	t.Helper()
	if r.Body != body || r.Length != int64(len(body)) {
		t.Errorf("body %q with Content-Length %d, want %q", r.Body, r.Length, body)
	}
	want := map[string]string{
		"Authorization": "Bearer " + token, "User-Agent": "terraform-provider-disputes/test", "Idempotency-Key": idempotencyKey,
		"Accept": "application/json", "Content-Type": "",
	}
	if body != "" {
		want["Content-Type"] = "application/json"
	}
	for name, value := range want {
		if got := r.Header.Get(name); got != value {
			t.Errorf("header %s is %q, want %q", name, got, value)
		}
	}
}

func TestIdsAreEscapedOrRefused(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle("/", func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "application/json", disputeJSON) })
	c := server.client()
	for id, path := range map[string]string{
		"dispute_m_01J": "dispute_m_01J", "a b": "a%20b", "a?b=c#d": "a%3Fb=c%23d", "ü%2F": "%C3%BC%252F", "{UserId}": "%7BUserId%7D",
	} {
		if _, err := c.Disputes.Get(t.Context(), id); err != nil {
			t.Errorf("%q: %v", id, err)
			continue
		}
		calls := server.calls()
		if got := calls[len(calls)-1].Path; got != root+"/disputes/"+path {
			t.Errorf("%q went to %s", id, got)
		}
	}
	before := len(server.calls())
	for _, id := range []string{"", ".", "..", "a/b", "/", `a\b`, "a\nb"} {
		if _, err := c.Disputes.Get(t.Context(), id); !apierr.NotSent(err) {
			t.Errorf("%q: got %v, want a refusal before sending", id, err)
		}
		if err := c.Documents.AddPage(t.Context(), "1", id, pageOf("x"), ""); !apierr.NotSent(err) {
			t.Errorf("%q as document id: got %v, want a refusal before sending", id, err)
		}
	}
	if after := len(server.calls()); after != before {
		t.Errorf("%d refused calls were sent", after-before)
	}
}

func TestIdempotencyKeysAreChecked(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	c := server.client()
	for _, bad := range []string{"short", strings.Repeat("a", 37), "0123456789abcde_", "0123456789abcdef\n"} {
		if _, err := c.Documents.Create(t.Context(), "1", "OTHER", "", bad); !apierr.NotSent(err) {
			t.Errorf("%q: got %v", bad, err)
		}
	}
	if n := len(server.calls()); n != 0 {
		t.Errorf("%d calls were sent", n)
	}
}

func TestStoredResponses(t *testing.T) {
	t.Parallel()
	const shell = `{"StatusCode":"%","ContentLength":"591","ContentType":"application/json; charset=utf-8",
	 "Date":"Tue, 19 Jul 2022 08:47:59 GMT","RequestURL":"https://api.mangopay.com/V2.01/acme/disputes/1/documents","Resource":@}`
	stored := func(status, resource string) string {
		return strings.NewReplacer("%", status, "@", resource).Replace(shell)
	}
	tests := map[string]struct {
		answer string
		check  func(*testing.T, *mangopay.StoredResponse)
	}{
		"success": {stored("200", documentJSON), func(t *testing.T, r *mangopay.StoredResponse) {
			t.Helper()
			doc, err := r.Document()
			if diff := cmp.Diff(wantDocument, doc); err != nil || r.Err() != nil || diff != "" {
				t.Errorf("error %v, %v\n%s", err, r.Err(), diff)
			}
			if r.Status != 200 || r.RequestURL != "https://api.mangopay.com/V2.01/acme/disputes/1/documents" {
				t.Errorf("got %+v", r)
			}
			if at := time.Date(2022, 7, 19, 8, 47, 59, 0, time.UTC); !r.At.Equal(at) {
				t.Errorf("answered at %s, want %s", r.At, at)
			}
		}},
		"success without content": {stored("204", "null"), func(t *testing.T, r *mangopay.StoredResponse) {
			t.Helper()
			if doc, err := r.Document(); r.Err() != nil || err == nil || doc != nil {
				t.Errorf("got %v, %v, %v", r.Err(), doc, err)
			}
		}},
		"refusal": {
			stored("400", `{"Message":"no","Type":"dispute_can_not_currently_accept_documents","Id":"i#1","Date":1,"errors":null}`),
			func(t *testing.T, r *mangopay.StoredResponse) {
				t.Helper()
				doc, err := r.Document()
				if doc != nil || !apierr.HasType(err, "dispute_can_not_currently_accept_documents") || !apierr.HasType(r.Err(), asError(t, err).Type) {
					t.Errorf("got %v, %v", doc, err)
				}
				if asError(t, err).Status != 400 || apierr.Ambiguous(err) || apierr.NotSent(err) {
					t.Errorf("a stored refusal is %#v", err)
				}
			},
		},
		"server error": {stored("500", `{"Message":"Internal Server Error","Type":"other"}`), func(t *testing.T, r *mangopay.StoredResponse) {
			t.Helper()
			if !apierr.Ambiguous(r.Err()) {
				t.Errorf("a stored 500 is not ambiguous: %v", r.Err())
			}
		}},
		"number as status, odd resource": {
			strings.Replace(stored("x", `"text"`), `"x"`, "401", 1),
			func(t *testing.T, r *mangopay.StoredResponse) {
				t.Helper()
				if r.Status != 401 || !apierr.Unauthorized(r.Err()) {
					t.Errorf("got %+v, %v", r, r.Err())
				}
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.answer("GET "+root+"/responses/"+key, 200, test.answer)
			r, err := server.client().Responses.Get(t.Context(), key)
			if err != nil {
				t.Fatal(err)
			}
			test.check(t, r)
		})
	}
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	good := mangopay.Config{BaseURL: "https://api.sandbox.mangopay.com", ClientID: "acme", APIKey: "key"}
	tests := map[string]struct {
		change func(*mangopay.Config)
		ok     bool
	}{
		"good":                       {func(*mangopay.Config) {}, true},
		"trailing slash":             {func(c *mangopay.Config) { c.BaseURL += "/" }, true},
		"loopback":                   {func(c *mangopay.Config) { c.BaseURL = "http://127.0.0.1:8080" }, true},
		"loopback, IPv6":             {func(c *mangopay.Config) { c.BaseURL = "http://[::1]:8080" }, true},
		"http to elsewhere":          {func(c *mangopay.Config) { c.BaseURL = "http://api.mangopay.com" }, false},
		"http, own real transport":   {func(c *mangopay.Config) { c.BaseURL, c.Transport = "http://a.example", &http.Transport{} }, false},
		"http without a network":     {func(c *mangopay.Config) { c.BaseURL, c.Transport = "http://simulator.invalid", offline(nil) }, true},
		"no scheme":                  {func(c *mangopay.Config) { c.BaseURL = "api.mangopay.com" }, false},
		"other scheme":               {func(c *mangopay.Config) { c.BaseURL = "ftp://api.mangopay.com" }, false},
		"path":                       {func(c *mangopay.Config) { c.BaseURL += "/v2.01" }, false},
		"query":                      {func(c *mangopay.Config) { c.BaseURL += "?canary=1" }, false},
		"user":                       {func(c *mangopay.Config) { c.BaseURL = "https://u:canary@api.mangopay.com" }, false},
		"unparsable":                 {func(c *mangopay.Config) { c.BaseURL = "https://u:canary@[" }, false},
		"no client id":               {func(c *mangopay.Config) { c.ClientID = "" }, false},
		"client id with slash":       {func(c *mangopay.Config) { c.ClientID = "canary/x" }, false},
		"client id with colon":       {func(c *mangopay.Config) { c.ClientID = "canary:x" }, false},
		"client id of dots":          {func(c *mangopay.Config) { c.ClientID = ".." }, false},
		"no key":                     {func(c *mangopay.Config) { c.APIKey = "" }, false},
		"key with line break":        {func(c *mangopay.Config) { c.APIKey = "canary\n" }, false},
		"key with space":             {func(c *mangopay.Config) { c.APIKey = " canary" }, false},
		"key with control character": {func(c *mangopay.Config) { c.APIKey = "canary\x00" }, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := good
			test.change(&c)
			err := c.Validate()
			if (err == nil) != test.ok {
				t.Fatalf("got %v", err)
			}
			if err == nil {
				return
			}
			if _, called := mangopay.New(c).Disputes.Get(t.Context(), "1"); !apierr.NotSent(called) || strings.Contains(called.Error(), "canary") {
				t.Errorf("a call gives %v", called)
			}
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("%v repeats what it refuses", err)
			}
		})
	}
}

func TestServerTimeAndIdentity(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	ahead := time.Now().Add(48 * time.Hour)
	server.handle("GET "+root+"/disputes/1", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", ahead.UTC().Format(http.TimeFormat))
		respond(w, 200, "application/json", disputeJSON)
	})
	c := server.client(func(c *mangopay.Config) { c.BaseURL += "/" })
	if d := time.Since(c.ServerTime()).Abs(); d > time.Minute {
		t.Errorf("before the first answer the server's time is %s off the local clock", d)
	}
	if _, err := c.Disputes.Get(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if d := c.ServerTime().Sub(ahead).Abs(); d > time.Minute {
		t.Errorf("the server's time is %s off its Date header", d)
	}
	if c.BaseURL() != server.URL || c.ClientID() != clientID {
		t.Errorf("got %q, %q", c.BaseURL(), c.ClientID())
	}
}
