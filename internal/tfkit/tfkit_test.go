package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

var fields = tfkit.Fields{
	"DisputeDocumentType": path.Root("type"),
	"Tag":                 path.Root("tag"),
}

// render is one paragraph for each diagnostic.
func render(diags diag.Diagnostics) []string {
	var out []string
	for _, d := range diags {
		at := ""
		if withPath, ok := d.(diag.DiagnosticWithPath); ok {
			at = withPath.Path().String()
		}
		out = append(out, fmt.Sprintf("%s [%s] %s: %s", d.Severity(), at, d.Summary(), d.Detail()))
	}
	return out
}

func refusal(status int, kind, message string, fields map[string]string) *apierr.Error {
	return &apierr.Error{
		Operation: "create dispute document", Route: "POST /disputes/{DisputeId}/documents",
		Status: status, Type: kind, Message: message, ID: "0f3a", Fields: fields,
	}
}

// crowded is the advice to who meets the rate limit.
const crowded = "The rate limit is shared with all that runs on the account: run the command again when there is room in it. " +
	"In the provider's policy, max_rate_limit_wait is how long to wait for that, and api_reserve is the share of the limit that is left to others."

// tooLarge is the advice to who sends too much.
const tooLarge = "\n\nThe other side, or a proxy before it, takes no request of this size. Make the file smaller: fewer pixels in a picture, fewer pages in a PDF, or several files."

func TestAddError(t *testing.T) {
	t.Parallel()
	const route = "POST /disputes/{DisputeId}/documents"
	for name, test := range map[string]struct {
		err  error
		want []string
	}{
		"none": {nil, nil},
		"field": {
			refusal(400, "param_error", "One or several required parameters are missing", map[string]string{"DisputeDocumentType": "The value INVOICES is not valid"}),
			[]string{"Error [type] Cannot create dispute document: The value INVOICES is not valid\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)"},
		},
		"two fields in order": {
			refusal(400, "param_error", "m", map[string]string{"Tag": "too long", "DisputeDocumentType": "unknown"}),
			[]string{
				"Error [type] Cannot create dispute document: unknown\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)",
				"Error [tag] Cannot create dispute document: too long\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)",
			},
		},
		"unknown fields": {
			refusal(400, "param_error", "Bad request", map[string]string{"Zeta": "z", "Alpha": "a"}),
			[]string{"Error [] Cannot create dispute document: Bad request\n  - Alpha: a\n  - Zeta: z\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)"},
		},
		"known and unknown field": {
			refusal(400, "param_error", "Bad request", map[string]string{"Tag": "too long", "Alpha": "a"}),
			[]string{
				"Error [tag] Cannot create dispute document: too long\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)",
				"Error [] Cannot create dispute document: Bad request\n  - Alpha: a\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)",
			},
		},
		"refusal without fields": {
			refusal(403, "forbidden_ressource", "You can not access this resource", nil),
			[]string{"Error [] Cannot create dispute document: You can not access this resource\n\n(" + route + ", HTTP 403, type forbidden_ressource, error id 0f3a)\n\n" +
				"The API key is valid but not allowed to do this. Give it the scope Disputes, read and write, in Mangopay's dashboard."},
		},
		"refusal of a Rebilly key": {
			&apierr.Error{API: apierr.Rebilly, Operation: "write dispute", Route: "PUT /disputes/{id}", Status: 403, Type: "Access forbidden"},
			[]string{"Error [] Cannot write dispute: Access forbidden\n\n(PUT /disputes/{id}, HTTP 403, type Access forbidden)\n\n" +
				"The API key or token is valid but not allowed to do this. A restricted key needs the permission of the operation in Rebilly, which is PutDispute here, and has to be of this organization."},
		},
		"refusal of a Rebilly key for a list": {
			&apierr.Error{API: apierr.Rebilly, Operation: "list files", Route: "GET /files", Status: 403, Message: "no"},
			[]string{"Error [] Cannot list files: no\n\n(GET /files, HTTP 403)\n\n" +
				"The API key or token is valid but not allowed to do this. A restricted key needs the permission of the operation in Rebilly, which is GetFileCollection here, and has to be of this organization."},
		},
		"wrong Rebilly key": {
			&apierr.Error{API: apierr.Rebilly, Operation: "read dispute", Route: "GET /disputes/{id}", Status: 401, Message: "Invalid credentials used."},
			[]string{"Error [] Cannot read dispute: Invalid credentials used.\n\n(GET /disputes/{id}, HTTP 401)\n\n" +
				"Check api_key or token (REBILLY_API_KEY, REBILLY_TOKEN), and organization_id (REBILLY_ORGANIZATION_ID): each environment has its own."},
		},
		"rate limit of Rebilly": {
			&apierr.Error{API: apierr.Rebilly, Operation: "create file", Route: "POST /files", Status: 429, Type: "Rate Limit Exceeded", Message: "later"},
			[]string{"Error [] Cannot create file: later\n\n(POST /files, HTTP 429, type Rate Limit Exceeded)\n\nNothing was done. " +
				"The rate limit is shared with all that runs on the organization: run the command again when there is room in it. In the provider's policy, max_rate_limit_wait is how long to wait for that."},
		},
		"server error": {
			&apierr.Error{Operation: "create dispute document", Route: route, Status: 500, Message: "Internal Server Error"},
			[]string{"Error [] Cannot create dispute document: Internal Server Error\n\n(" + route + ", HTTP 500)" +
				"\n\nIt is not known whether the call was carried out. Run the command again: it looks at what exists before it sends anything."},
		},
		"server error of a read": {
			&apierr.Error{Operation: "view dispute", Route: "GET /disputes/{DisputeId}", Status: 500, Message: "Internal Server Error"},
			[]string{"Error [] Cannot view dispute: Internal Server Error\n\n(GET /disputes/{DisputeId}, HTTP 500)"},
		},
		"lost answer": {
			&apierr.Error{Operation: "create dispute document", Route: route, Message: "no answer from example.com", Err: errors.New("unexpected EOF")},
			[]string{"Error [] Cannot create dispute document: no answer from example.com: unexpected EOF\n\n(" + route + ", no answer)" +
				"\n\nIt is not known whether the call was carried out. Run the command again: it looks at what exists before it sends anything."},
		},
		"not sent": {
			&apierr.Error{Operation: "create dispute document", Route: route, Unsent: true, Message: "no answer from example.com", Err: errors.New("dial tcp: connection refused")},
			[]string{"Error [] Cannot create dispute document: no answer from example.com: dial tcp: connection refused\n\n(" + route + ", not sent)" +
				"\n\nNothing was sent. Check environment or base_url, and the network between here and the API; then run the command again."},
		},
		"sign-in": {
			&apierr.Error{
				Operation: "view dispute: sign in", Route: "POST /oauth/token", Status: 401, Type: "invalid_client",
				Message: "the client id or the API key was refused", Unsent: true,
			},
			[]string{"Error [] Cannot view dispute: sign in: the client id or the API key was refused\n\n(POST /oauth/token, HTTP 401, type invalid_client)" +
				"\n\nCheck client_id and api_key (MANGOPAY_CLIENT_ID, MANGOPAY_API_KEY): each environment has its own pair."},
		},
		"sign-in that fails at the server": {
			&apierr.Error{Operation: "view dispute: sign in", Route: "POST /oauth/token", Status: 503, Message: "Service Unavailable", Unsent: true},
			[]string{"Error [] Cannot view dispute: sign in: Service Unavailable\n\n(POST /oauth/token, HTTP 503)" +
				"\n\nThe API, or a proxy before it, answered with a fault of its own; run the command again later."},
		},
		"sign-in that meets the rate limit": {
			&apierr.Error{Operation: "view dispute: sign in", Route: "POST /oauth/token", Status: 429, Type: "rate_limit", Message: "Rate limit exceeded", Unsent: true},
			[]string{"Error [] Cannot view dispute: sign in: Rate limit exceeded\n\n(POST /oauth/token, HTTP 429, type rate_limit)\n\n" + crowded},
		},
		"rate limit": {
			refusal(429, "rate_limit", "Rate limit exceeded", nil),
			[]string{"Error [] Cannot create dispute document: Rate limit exceeded\n\n(" + route + ", HTTP 429, type rate_limit, error id 0f3a)\n\nNothing was done. " + crowded},
		},
		"a wait for the rate limit that is too long": {
			&apierr.Error{Operation: "create dispute document", Route: route, Unsent: true, RetryAt: time.Unix(1e9, 0), Message: "not sent", Err: errors.New("wait until noon")},
			[]string{"Error [] Cannot create dispute document: not sent: wait until noon\n\n(" + route + ", not sent)\n\nNothing was sent."},
		},
		"a read for which the wait is too long": {
			&apierr.Error{Operation: "read dispute", Route: "GET /disputes/{DisputeId}", Unsent: true, RetryAt: time.Unix(1e9, 0), Message: "not sent", Err: errors.New("wait until noon")},
			[]string{"Error [] Cannot read dispute: not sent: wait until noon\n\n(GET /disputes/{DisputeId}, not sent)"},
		},
		"a read that meets the rate limit": {
			&apierr.Error{Operation: "read dispute", Route: "GET /disputes/{DisputeId}", Status: 429, Message: "Rate limit exceeded"},
			[]string{"Error [] Cannot read dispute: Rate limit exceeded\n\n(GET /disputes/{DisputeId}, HTTP 429)\n\n" + crowded},
		},
		"links that were not asked for": {
			&apierr.Error{Operation: "consult dispute document", Route: "POST /dispute-documents/{DisputeDocumentId}/consult", Unsent: true, Message: "no answer from example.com"},
			[]string{"Error [] Cannot consult dispute document: no answer from example.com\n\n(POST /dispute-documents/{DisputeDocumentId}/consult, not sent)" +
				"\n\nCheck environment or base_url, and the network between here and the API; then run the command again."},
		},
		"links whose answer was lost": {
			&apierr.Error{Operation: "consult dispute document", Route: "POST /dispute-documents/{DisputeDocumentId}/consult", Message: "no answer from example.com"},
			[]string{"Error [] Cannot consult dispute document: no answer from example.com\n\n(POST /dispute-documents/{DisputeDocumentId}/consult, no answer)"},
		},
		"a read that was cancelled before it was sent": {
			&apierr.Error{Operation: "read dispute", Route: "GET /disputes/{DisputeId}", Unsent: true, Message: "not sent", Err: context.Canceled},
			[]string{"Error [] Cannot read dispute: not sent: context canceled\n\n(GET /disputes/{DisputeId}, not sent)\n\nThe run was interrupted; run the command again."},
		},
		"a read that was cancelled": {
			&apierr.Error{Operation: "read dispute", Route: "GET /disputes/{DisputeId}", Message: "no answer from example.com", Err: context.Canceled},
			[]string{"Error [] Cannot read dispute: no answer from example.com: context canceled\n\n(GET /disputes/{DisputeId}, no answer)\n\nThe run was interrupted; run the command again."},
		},
		"a write that was cancelled": {
			&apierr.Error{Operation: "create dispute document", Route: route, Message: "no answer from example.com", Err: context.Canceled},
			[]string{"Error [] Cannot create dispute document: no answer from example.com: context canceled\n\n(" + route + ", no answer)" +
				"\n\nIt is not known whether the call was carried out. Run the command again: it looks at what exists before it sends anything."},
		},
		"stopped on this side": {
			&apierr.Error{Operation: "read dispute", Route: "GET /disputes/{DisputeId}", Unsent: true, Local: true, Message: "the request was not sent", Err: errors.New("an id is empty")},
			[]string{"Error [] Cannot read dispute: the request was not sent: an id is empty\n\n(GET /disputes/{DisputeId}, not sent)"},
		},
		"cancelled before it was sent": {
			&apierr.Error{Operation: "create dispute document", Route: route, Unsent: true, Message: "not sent", Err: context.Canceled},
			[]string{"Error [] Cannot create dispute document: not sent: context canceled\n\n(" + route + ", not sent)\n\nNothing was sent. The run was interrupted; run the command again."},
		},
		"wrapped": {
			fmt.Errorf("page 2 of 3 (b.png): %w", refusal(413, "", "too large", nil)),
			[]string{"Error [] Cannot create dispute document: page 2 of 3 (b.png): too large\n\n(" + route + ", HTTP 413, error id 0f3a)" + tooLarge},
		},
		"joined": {
			fmt.Errorf("page 2 of 3 (b.png): %w", errors.Join(refusal(413, "", "too large", nil), refusal(409, "", "in use", nil))),
			[]string{
				"Error [] Cannot create dispute document: page 2 of 3 (b.png): too large\n\n(" + route + ", HTTP 413, error id 0f3a)" + tooLarge,
				"Error [] Cannot create dispute document: page 2 of 3 (b.png): in use\n\n(" + route + ", HTTP 409, error id 0f3a)",
			},
		},
		"wrapped field": {
			fmt.Errorf("page 2 of 3 (b.png): %w", refusal(400, "param_error", "m", map[string]string{"Tag": "too long"})),
			[]string{"Error [tag] Cannot create dispute document: page 2 of 3 (b.png): too long\n\n(" + route + ", HTTP 400, type param_error, error id 0f3a)"},
		},
		"hostile text": {
			refusal(400, "x\x1b[2J", "a\x1b[31mb\u202e", map[string]string{"Al\x07pha": "c\x1bd"}),
			[]string{`Error [] Cannot create dispute document: a\x1b[31mb\u202e` + "\n  - Al\\apha: c\\x1bd\n\n(" + route + `, HTTP 400, type x\x1b[2J, error id 0f3a)`},
		},
		"other":         {errors.New("disk full"), []string{"Error [document_id] Operation failed: disk full"}},
		"other, placed": {fmt.Errorf("first: %w", tfkit.At(path.Root("pages"), errors.New("disk full"))), []string{"Error [pages] Operation failed: first: disk full"}},
		"placed refusal": {
			tfkit.At(path.Root("pages"), refusal(413, "", "too large", nil)),
			[]string{"Error [] Cannot create dispute document: too large\n\n(" + route + ", HTTP 413, error id 0f3a)" + tooLarge},
		},
		"placed finding": {
			tfkit.At(path.Root("pages"), &tfkit.FindingError{Findings: []evidence.Finding{{Code: "c", Summary: "S", Detail: "D", Remedy: "R"}}}),
			[]string{"Error [pages] S: D\n\nR\n\nRule: c"},
		},
		"nothing placed": {tfkit.At(path.Root("pages"), nil), nil},
		"finding": {
			fmt.Errorf("wrapped: %w", &tfkit.FindingError{Findings: []evidence.Finding{
				{Code: "a-code", Severity: evidence.Error, Summary: "It is wrong.", Detail: "Found this.", Remedy: "Do that."},
				{Code: "b-code", Severity: evidence.Warning, Summary: "It is odd.", Detail: "Found that.", Remedy: "Look."},
			}}),
			[]string{
				"Error [document_id] It is wrong.: Found this.\n\nDo that.\n\nRule: a-code",
				"Warning [document_id] It is odd.: Found that.\n\nLook.\n\nRule: b-code",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			tfkit.AddError(&diags, test.err, path.Root("document_id"), fields)
			if diff := cmp.Diff(test.want, render(diags)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefuse(t *testing.T) {
	t.Parallel()
	warning := evidence.Finding{Severity: evidence.Warning, Summary: "W", Detail: "w"}
	failure := evidence.Finding{Severity: evidence.Error, Summary: "E", Detail: "e"}
	for _, none := range [][]evidence.Finding{nil, {warning}} {
		if err := tfkit.Refuse(none); err != nil {
			t.Errorf("%v: %v", none, err)
		}
	}
	err := tfkit.Refuse([]evidence.Finding{warning, failure})
	if err == nil || err.Error() != "W: w; E: e" {
		t.Errorf("got %v", err)
	}
}

func TestParseImportID(t *testing.T) {
	t.Parallel()
	type parsed struct {
		Parts   []string
		Options map[string][]string
	}
	for text, want := range map[string]parsed{
		"d-1/doc-2": {[]string{"d-1", "doc-2"}, map[string][]string{}},
		"d-1/doc-2?source=evidence/a.pdf&source=b%20c.jpg": {[]string{"d-1", "doc-2"}, map[string][]string{"source": {"evidence/a.pdf", "b c.jpg"}}},
		"d-1/doc-2?source=a+b.pdf":                         {[]string{"d-1", "doc-2"}, map[string][]string{"source": {"a+b.pdf"}}},
		"d-1/doc-2?generation=2&source=x?.pdf":             {[]string{"d-1", "doc-2"}, map[string][]string{"generation": {"2"}, "source": {"x?.pdf"}}},
	} {
		got, err := tfkit.ParseImportID(text, []string{"dispute_id", "document_id"}, []string{"source", "generation"})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, parsed{got.Parts, got.Options}); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
	const form = "<dispute_id>/<document_id>, which can be followed by ?source=...&generation=..."
	for text, wanted := range map[string]string{
		"":                  `the import id "" is not of the form ` + form,
		"d-1":               `the import id "d-1" is not of the form ` + form,
		"d-1/":              `the import id "d-1/" is not of the form ` + form,
		"a/b/c":             `the import id "a/b/c" is not of the form ` + form,
		"a/b?tag=x":         `the import id "a/b?tag=x" has an option "tag" that is not known; the form is ` + form,
		"a/b?source=50%.pd": `the import id "a/b?source=50%.pd" has a query that cannot be read (invalid URL escape "%.p"); the form is ` + form,
	} {
		_, err := tfkit.ParseImportID(text, []string{"dispute_id", "document_id"}, []string{"source", "generation"})
		if err == nil || !strings.HasPrefix(err.Error(), wanted) {
			t.Errorf("%q: got %v, want %s", text, err, wanted)
		}
	}
	_, err := tfkit.ParseImportID("a/b", []string{"document_id"}, nil)
	if err == nil || err.Error() != `the import id "a/b" is not of the form <document_id>; write it in that form` {
		t.Errorf("got %v", err)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	if got := tfkit.Text(""); !got.IsNull() {
		t.Errorf("empty: %v", got)
	}
	if got := tfkit.Text("x"); got.ValueString() != "x" {
		t.Errorf("got %v", got)
	}
}

func TestTime(t *testing.T) {
	t.Parallel()
	if got := tfkit.Time(time.Time{}); !got.IsNull() {
		t.Errorf("zero: %v", got)
	}
	instant := time.Date(2026, 3, 1, 12, 30, 15, 999, time.FixedZone("", 2*3600))
	got := tfkit.Time(instant)
	if got.ValueString() != "2026-03-01T10:30:15Z" {
		t.Errorf("got %v", got)
	}
	if back := tfkit.Instant(got); !back.Equal(instant.Truncate(time.Second)) {
		t.Errorf("back: %v", back)
	}
	if back := tfkit.Instant(tfkit.Time(time.Time{})); !back.IsZero() {
		t.Errorf("null: %v", back)
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for want, values := range map[bool][]types.String{
		true:  {types.StringValue(""), types.StringValue("x")},
		false: {types.StringValue("x"), types.StringNull()},
	} {
		if got := tfkit.Known(values[0], values[1]); got != want {
			t.Errorf("%v: got %t", values, got)
		}
	}
	if tfkit.Known(types.StringUnknown()) {
		t.Error("unknown counts as known")
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	list, _ := types.ListValueFrom(context.Background(), types.StringType, []string{"a", "b"})
	if diff := cmp.Diff([]string{"a", "b"}, tfkit.Strings(t.Context(), list, &diags)); diff != "" || diags.HasError() {
		t.Error(diff, diags)
	}
	for _, none := range []types.List{types.ListNull(types.StringType), types.ListUnknown(types.StringType)} {
		if got := tfkit.Strings(t.Context(), none, &diags); got != nil || diags.HasError() {
			t.Error(got, diags)
		}
	}
}

// TestRules: a rule runs on what is known, and its error points at the attribute. Its
// warnings are the plan's to give.
func TestRules(t *testing.T) {
	t.Parallel()
	finding := evidence.Finding{Code: "c", Severity: evidence.Error, Summary: "S", Detail: "D", Remedy: "R"}
	findings := func() []evidence.Finding { return []evidence.Finding{{Code: "w", Severity: evidence.Warning}, finding} }
	text := tfkit.StringRule("a text", func(string) []evidence.Finding { return findings() })
	number := tfkit.NumberRule("a number", func(*big.Float) []evidence.Finding { return findings() })
	at := path.Root("amount")
	want := []string{"Error [amount] S: D\n\nR\n\nRule: c"}
	for _, test := range []struct {
		text   types.String
		number types.Number
		want   []string
	}{
		{types.StringValue("x"), types.NumberValue(big.NewFloat(1)), want},
		{types.StringNull(), types.NumberNull(), nil},
		{types.StringUnknown(), types.NumberUnknown(), nil},
	} {
		var texts validator.StringResponse
		text.ValidateString(t.Context(), validator.StringRequest{Path: at, ConfigValue: test.text}, &texts)
		var numbers validator.NumberResponse
		number.ValidateNumber(t.Context(), validator.NumberRequest{Path: at, ConfigValue: test.number}, &numbers)
		for _, got := range []diag.Diagnostics{texts.Diagnostics, numbers.Diagnostics} {
			if diff := cmp.Diff(test.want, render(got)); diff != "" {
				t.Error(diff)
			}
		}
	}
}
