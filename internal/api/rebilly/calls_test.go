package rebilly_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
)

var (
	posted   = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	deadline = time.Date(2026, 3, 20, 23, 59, 59, 500_000_000, time.UTC)

	record = rebilly.Record{
		TransactionID: "txn_1", Currency: "EUR", Amount: "12.340", AcquirerReferenceNumber: "74", CaseID: "case-1",
		ReasonCode: "004", Type: "first-chargeback", Status: "response-needed", PostedTime: posted, DeadlineTime: deadline,
	}
	tie = rebilly.AttachmentRecord{FileID: "file_1", RelatedType: "dispute", RelatedID: "dp_1", Name: "receipt"}
)

const (
	recordJSON = `{"transactionId":"txn_1","currency":"EUR","amount":12.340,"acquirerReferenceNumber":"74","caseId":"case-1",` +
		`"reasonCode":"004","type":"first-chargeback","status":"response-needed",` +
		`"postedTime":"2026-03-01T09:30:00Z","deadlineTime":"2026-03-20T23:59:59.5Z"}`
	disputeJSON = `{"id":"dp_1","transactionId":"txn_1","customerId":"cus_1","currency":"EUR","amount":12.340,
	 "acquirerReferenceNumber":"74","caseId":"case-1","reasonCode":"004","reasonDescription":"why","category":"fraud",
	 "type":"first-chargeback","status":"response-needed","postedTime":"2026-03-01T10:30:00+01:00",
	 "deadlineTime":"2026-03-20T23:59:59.5+00:00","rawResponse":"CANARY","resolvedTime":null,"source":"api","revision":3,
	 "createdTime":"2026-03-01T10:00:00Z","updatedTime":"2026-03-02T10:00:00Z","_links":[{"rel":"self"}],"_embedded":[],"new":{"a":1}}`
	fileJSON = `{"id":"file_1","name":"receipt.pdf","extension":"pdf","description":null,"tags":["tf-1","mine"],"mime":"application/pdf",
	 "size":4,"sha1":"A94A8FE5CCB19BA61C4C0873D391E987982FBBD3","isPublic":false,"createdTime":"2026-03-01T10:00:00Z","updatedTime":""}`
	attachmentJSON = `{"id":"att_1","fileId":"file_1","relatedId":"dp_1","relatedType":"dispute","name":"receipt","description":"",
	 "createdTime":"2026-03-01T10:00:00+0000"}`
)

var (
	created     = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	wantDispute = &rebilly.Dispute{
		Record: record, ID: "dp_1", CustomerID: "cus_1", ReasonDescription: "why", Category: "fraud", Source: "api",
		CreatedTime: created, UpdatedTime: created.Add(24 * time.Hour), Revision: 3,
	}
	wantFile = &rebilly.File{
		ID: "file_1", Name: "receipt.pdf", Extension: "pdf", Tags: []string{"tf-1", "mine"}, Mime: "application/pdf", Size: 4,
		SHA1: "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", CreatedTime: created,
	}
	wantAttachment = &rebilly.Attachment{
		ID: "att_1", FileID: "file_1", RelatedType: "dispute", RelatedID: "dp_1", Name: "receipt", CreatedTime: created,
	}
)

// made is an object with whether the call made it.
type made[T any] struct {
	Object  *T
	Created bool
}

func TestCallsOnTheWire(t *testing.T) {
	t.Parallel()
	details := rebilly.FileDetails{Name: `a "b".pdf`, Description: "d", Tags: []string{"x"}, IsPublic: true}
	tests := map[string]struct {
		pattern  string // Method and path below the organization.
		status   int
		answer   string
		call     func(context.Context, *rebilly.Client) (any, error)
		want     any
		wantBody string
	}{
		"get dispute": {
			"GET /disputes/dp_1", 200, disputeJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) { return c.Disputes.Get(ctx, "dp_1") },
			wantDispute, "",
		},
		"create dispute": {
			"PUT /disputes/dp_1", 201, disputeJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				d, is, err := c.Disputes.Put(ctx, "dp_1", record)
				return made[rebilly.Dispute]{d, is}, err
			},
			made[rebilly.Dispute]{wantDispute, true},
			recordJSON,
		},
		"update dispute": {
			"PUT /disputes/dp_1", 200, disputeJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				d, is, err := c.Disputes.Put(ctx, "dp_1", rebilly.Record{TransactionID: "t", Currency: "JPY", Amount: "-0", PostedTime: posted})
				return made[rebilly.Dispute]{d, is}, err
			},
			made[rebilly.Dispute]{wantDispute, false},
			`{"transactionId":"t","currency":"JPY","amount":-0,"acquirerReferenceNumber":null,"caseId":null,"reasonCode":"","type":"","status":"",` +
				`"postedTime":"2026-03-01T09:30:00Z","deadlineTime":null}`,
		},
		"get file": {
			"GET /files/file_1", 200, fileJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) { return c.Files.Get(ctx, "file_1") },
			wantFile, "",
		},
		"create file": {
			"POST /files", 201, fileJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				return c.Files.Create(ctx, uploadOf("test"))
			},
			wantFile, `{"name":"receipt.pdf","description":"","tags":["tf-1"],"isPublic":false,"file":"dGVzdA=="}`,
		},
		"update file": {
			"PUT /files/file_1", 200, fileJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				return c.Files.Update(ctx, "file_1", details)
			},
			wantFile, `{"name":"a \"b\".pdf","description":"d","tags":["x"],"isPublic":true}`,
		},
		"update file to nothing": {
			"PUT /files/file_1", 200, fileJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				return c.Files.Update(ctx, "file_1", rebilly.FileDetails{})
			},
			wantFile, `{"name":"","description":"","tags":[],"isPublic":false}`,
		},
		"delete file": {
			"DELETE /files/file_1", 204, "",
			func(ctx context.Context, c *rebilly.Client) (any, error) { return nil, c.Files.Delete(ctx, "file_1") }, nil, "",
		},
		"get attachment": {
			"GET /attachments/att_1", 200, attachmentJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) { return c.Attachments.Get(ctx, "att_1") },
			wantAttachment, "",
		},
		"put attachment": {
			"PUT /attachments/att_1", 201, attachmentJSON,
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				a, is, err := c.Attachments.Put(ctx, "att_1", tie)
				return made[rebilly.Attachment]{a, is}, err
			},
			made[rebilly.Attachment]{wantAttachment, true},
			`{"fileId":"file_1","relatedType":"dispute","relatedId":"dp_1","name":"receipt","description":""}`,
		},
		"delete attachment": {
			"DELETE /attachments/att_1", 204, "",
			func(ctx context.Context, c *rebilly.Client) (any, error) {
				return nil, c.Attachments.Delete(ctx, "att_1")
			}, nil, "",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			method, path, _ := strings.Cut(test.pattern, " ")
			server.answer(method+" "+root+path, test.status, test.answer)
			got, err := test.call(t.Context(), server.client())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			calls := server.calls()
			if len(calls) != 1 {
				t.Fatalf("%d calls, want 1", len(calls))
			}
			checkRequest(t, calls[0], test.wantBody)
		})
	}
}

func checkRequest(t *testing.T, r seen, body string) {
	t.Helper()
	if r.Body != body || r.Length != int64(len(body)) {
		t.Errorf("body %q with Content-Length %d, want %q", r.Body, r.Length, body)
	}
	want := map[string]string{
		"REB-APIKEY": apiKey, "Authorization": "", "User-Agent": "terraform-provider-disputes/test",
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

func TestTokenWithoutOrganization(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer("GET /disputes/1", 200, disputeJSON)
	c := server.client(func(c *rebilly.Config) { c.OrganizationID, c.APIKey, c.Token = "", "", token })
	if _, err := c.Disputes.Get(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if h := server.calls()[0].Header; h.Get("Authorization") != "Bearer "+token || h.Get("Reb-Apikey") != "" {
		t.Errorf("sent %v", h)
	}
}

func TestAmountsKeepTheirDigits(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`12.34`: "12.34", `0.1`: "0.1", `12.340`: "12.340", `1.234e1`: "1.234e1", `9007199254740993.07`: "9007199254740993.07",
		`-1`: "-1", `0`: "0", `null`: "", `"12.30"`: "12.30", `""`: "",
	} {
		d, err := get(t, `{"id":"1","amount":`+sent+`}`)
		if err != nil || d.Amount != want {
			t.Errorf("%s became %v, %v", sent, d, err)
		}
	}
	for _, sent := range []string{`"12,30"`, `"1e"`, `true`, `{}`, `"0x1p4"`, `"NaN"`} {
		if d, err := get(t, `{"id":"1","amount":`+sent+`}`); err == nil {
			t.Errorf("%s became %q", sent, d.Amount)
		}
	}
}

func TestAmountsAreCheckedBeforeSending(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer("PUT "+root+"/disputes/1", 200, disputeJSON)
	c := server.client()
	for _, amount := range []string{"0.10", "123456789012345678901234567890.123456789", "-5", "0"} {
		r := record
		r.Amount = amount
		if _, _, err := c.Disputes.Put(t.Context(), "1", r); err != nil {
			t.Errorf("%s: %v", amount, err)
		}
		calls := server.calls()
		var body map[string]json.RawMessage
		if err := json.Unmarshal([]byte(calls[len(calls)-1].Body), &body); err != nil || string(body["amount"]) != amount {
			t.Errorf("%s was sent as %s", amount, body["amount"])
		}
	}
	before := len(server.calls())
	for _, amount := range []string{"", "1e2", "01", ".5", "5.", "+1", "1,5", " 1", "1\n", "NaN", `1,"status":"won"`} {
		r := record
		r.Amount = amount
		if _, _, err := c.Disputes.Put(t.Context(), "1", r); !apierr.NotSent(err) || !strings.Contains(err.Error(), "plain decimal number") {
			t.Errorf("%q: got %v", amount, err)
		}
	}
	if n := len(server.calls()) - before; n != 0 {
		t.Errorf("%d calls were sent", n)
	}
}

// get reads a dispute from an answer.
func get(t *testing.T, body string) (*rebilly.Dispute, error) {
	t.Helper()
	c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(200, "application/json", body), nil })
	return c.Disputes.Get(t.Context(), "1")
}

func TestTimes(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	for sent, want := range map[string]time.Time{
		`"2026-03-01T09:30:00Z"`: at, `"2026-03-01T09:30:00+00:00"`: at, `"2026-03-01T04:30:00-05:00"`: at,
		`"2026-03-01T09:30:00.250Z"`: at.Add(250 * time.Millisecond), `"2026-03-01T10:30:00+0100"`: at, `null`: {}, `""`: {},
	} {
		d, err := get(t, `{"id":"1","postedTime":`+sent+`,"resolvedTime":`+sent+`}`)
		if err != nil {
			t.Errorf("%s: %v", sent, err)
			continue
		}
		if !d.ResolvedTime.Equal(want) || d.ResolvedTime.Location() != time.UTC || d.PostedTime != d.ResolvedTime {
			t.Errorf("%s became %s and %s", sent, d.PostedTime, d.ResolvedTime)
		}
	}
	// What is only read and cannot be read is as if it were absent.
	for _, sent := range []string{`"yesterday"`, `1713187500`, `"2026-03-01"`, `{}`, `"2026-03-01T09:30:00"`} {
		if d, err := get(t, `{"id":"1","postedTime":`+sent+`}`); err == nil {
			t.Errorf("%s became %s", sent, d.PostedTime)
		}
		if d, err := get(t, `{"id":"1","resolvedTime":`+sent+`,"updatedTime":`+sent+`}`); err != nil || !d.ResolvedTime.IsZero() || !d.UpdatedTime.IsZero() {
			t.Errorf("%s: %v, %v", sent, d, err)
		}
	}
}

// What other software makes of the types in the API's definition is read all the same.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]rebilly.File{
		`{"id":"1","size":12.0,"isPublic":1,"tags":{}}`:                   {ID: "1", Size: 12, IsPublic: true},
		`{"id":"1","size":"1.2e3","isPublic":"true","tags":null}`:         {ID: "1", Size: 1200, IsPublic: true},
		`{"id":"1","size":{},"isPublic":0,"tags":[7]}`:                    {ID: "1", Tags: []string{"7"}},
		`{"id":"1","size":1e300,"isPublic":"","updatedTime":[]}`:          {ID: "1"},
		`{"id":"1","size":"many","createdTime":"0000-00-00T00:00:00Z"}`:   {ID: "1"},
		`{"id":"1","createdTime":"2016-12-31T23:59:60Z","isPublic":null}`: {ID: "1", CreatedTime: time.Date(2016, 12, 31, 23, 59, 59, 0, time.UTC)},
	} {
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(200, "application/json", body), nil })
		got, err := c.Files.Get(t.Context(), "1")
		if err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		if diff := cmp.Diff(want, *got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for _, body := range []string{`{"id":"1","isPublic":"perhaps"}`, `{"id":"1","tags":"x"}`, `{"id":"1","tags":{"a":1}}`, `{"id":"1","createdTime":"now"}`} {
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(200, "application/json", body), nil })
		if got, err := c.Files.Get(t.Context(), "1"); err == nil || strings.Contains(err.Error(), "Go ") {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}

// An amount in an answer cannot make endless work of itself.
func TestEndlessAmounts(t *testing.T) {
	t.Parallel()
	for _, amount := range []string{"1e1000000000", "1E-100", "1e+0000100", strings.Repeat("9", 101)} {
		if _, err := get(t, `{"id":"1","amount":`+amount+`}`); err == nil || !strings.Contains(err.Error(), "than any amount of money") {
			t.Errorf("%.20s: %v", amount, err)
		}
	}
	if d, err := get(t, `{"id":"1","amount":1.5e+002}`); err != nil || d.Amount != "1.5e+002" {
		t.Errorf("%v, %v", d, err)
	}
}

func TestEmptyAndNullAreTheSame(t *testing.T) {
	t.Parallel()
	want := &rebilly.Dispute{ID: "1"}
	for _, body := range []string{
		`{"id":"1"}`,
		`{"id":"1","transactionId":null,"customerId":"","amount":null,"reasonCode":null,"caseId":"","postedTime":null,"source":null,"revision":null}`,
		"\xef\xbb\xbf" + ` {"id":1,"revision":"0","status":null,"createdTime":"","_embedded":null} `,
	} {
		got, err := get(t, body)
		if err != nil {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}

func TestAnswersThatAreNoObject(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		`{}`: "has no id", `{"id":null}`: "has no id", `{"id":""}`: "has no id", `[]`: "not the API's JSON", `null`: "not the API's JSON",
		``: "but empty", `<html>canary</html>`: "an HTML page", `{"id":"1`: "damaged", `{"id":"1","amount":"canary"}`: "cannot be used",
		`{"id":["1"]}`: "cannot be used",
	} {
		c := offlineClient(func(*http.Request) (*http.Response, error) {
			return canned(200, "application/json; charset=canary", body), nil
		})
		reads, writes := operations(c)
		for name, call := range map[string]func(context.Context) error{"get": reads["get dispute"], "put": writes["put dispute"]} {
			err := call(t.Context())
			if err == nil || !strings.Contains(err.Error(), says) || !apierr.Ambiguous(err) {
				t.Errorf("%s of %q: got %v", name, body, err)
				continue
			}
			checkNoSecret(t, err.Error())
		}
	}
}

func TestDeletionsAreNotBelievedToProxies(t *testing.T) {
	t.Parallel()
	for body, ok := range map[string]bool{"": true, "{}": true, `"gone"`: true, "<html>canary</html>": false} {
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(200, "text/html", body), nil })
		if err := c.Files.Delete(t.Context(), "1"); (err == nil) != ok {
			t.Errorf("%q: got %v", body, err)
		}
	}
}

func TestIdsAreEscapedOrRefused(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.handle("/", func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "application/json", disputeJSON) })
	c := server.client()
	for id, path := range map[string]string{"dp_0YVCE8": "dp_0YVCE8", "@~-.a": "@~-.a", "a?b=c#d": "a%3Fb=c%23d", "%2F": "%252F"} {
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
	for _, id := range []string{"", ".", "..", "a/b", `a\b`, "a\nb"} {
		if _, _, err := c.Disputes.Put(t.Context(), id, record); !apierr.NotSent(err) {
			t.Errorf("%q: got %v, want a refusal before sending", id, err)
		}
		if err := c.Files.Delete(t.Context(), id); !apierr.NotSent(err) {
			t.Errorf("%q as file id: got %v, want a refusal before sending", id, err)
		}
	}
	if n := len(server.calls()) - before; n != 0 {
		t.Errorf("%d refused calls were sent", n)
	}
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	const sandbox, live = "https://api-sandbox.rebilly.com", "https://api.rebilly.com"
	tests := map[string]struct {
		config rebilly.Config
		says   string // "" is a valid configuration.
	}{
		"key":                        {rebilly.Config{BaseURL: sandbox, OrganizationID: "o", APIKey: "sk_sandbox_canary"}, ""},
		"token, no organization":     {rebilly.Config{BaseURL: live + "/", Token: "a.canary.c"}, ""},
		"key without environment":    {rebilly.Config{BaseURL: live, APIKey: "canary"}, ""},
		"sandbox key to loopback":    {rebilly.Config{BaseURL: "http://127.0.0.1:8080", APIKey: "sk_sandbox_canary"}, ""},
		"no network":                 {rebilly.Config{BaseURL: "http://simulator.invalid", APIKey: "canary", Transport: offline(nil)}, ""},
		"neither":                    {rebilly.Config{BaseURL: live}, "neither an API key nor a token"},
		"both":                       {rebilly.Config{BaseURL: live, APIKey: "canary", Token: "canary"}, "one of them only"},
		"publishable key":            {rebilly.Config{BaseURL: live, APIKey: "pk_live_canary"}, "use a secret key"},
		"key as token":               {rebilly.Config{BaseURL: live, Token: "sk_live_canary"}, "give it as API key"},
		"token with its scheme":      {rebilly.Config{BaseURL: live, Token: "Bearer canary"}, "contains a space"},
		"key with line break":        {rebilly.Config{BaseURL: live, APIKey: "canary\n"}, "line break"},
		"sandbox key, live host":     {rebilly.Config{BaseURL: live, APIKey: "sk_sandbox_canary"}, "is of the sandbox environment, but would be sent to api.rebilly.com"},
		"live key, sandbox host":     {rebilly.Config{BaseURL: "https://API-sandbox.rebilly.com", APIKey: "sk_live_canary"}, "is of the live environment, but would be sent to api-sandbox.rebilly.com"},
		"organization with slash":    {rebilly.Config{BaseURL: live, OrganizationID: "canary/x", APIKey: "canary"}, "no organization id has"},
		"organization with question": {rebilly.Config{BaseURL: live, OrganizationID: "canary?x", APIKey: "canary"}, "no organization id has"},
		"path":                       {rebilly.Config{BaseURL: live + "/organizations/canary", APIKey: "canary"}, "nothing but scheme and host"},
		"http to elsewhere":          {rebilly.Config{BaseURL: "http://api.rebilly.com", APIKey: "canary"}, "must use https"},
		"no scheme":                  {rebilly.Config{BaseURL: "api.rebilly.com", APIKey: "canary"}, sandbox},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := test.config.Validate()
			if test.says == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %v, want something with %q", err, test.says)
			}
			_, called := rebilly.New(test.config).Disputes.Get(t.Context(), "1")
			if !apierr.NotSent(called) {
				t.Errorf("a call gives %v", called)
			}
			checkNoSecret(t, err.Error()+called.Error())
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
	c := server.client(func(c *rebilly.Config) { c.BaseURL += "/" })
	if _, err := c.Disputes.Get(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if d := c.ServerTime().Sub(ahead).Abs(); d > time.Minute {
		t.Errorf("the server's time is %s off its Date header", d)
	}
	if c.BaseURL() != server.URL || c.OrganizationID() != organization {
		t.Errorf("got %q, %q", c.BaseURL(), c.OrganizationID())
	}
}
