package apierr_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

func TestQuestions(t *testing.T) {
	t.Parallel()
	fields := map[string]string{"RessourceNotFound": "Cannot found the ressource Dispute with the id=1"}
	tests := map[string]struct {
		err  error
		want string // Which of the four questions are answered with yes.
	}{
		"nil":                                {nil, ""},
		"another error":                      {errors.New("x"), ""},
		"missing object":                     {&apierr.Error{Status: 404, Type: "ressource_not_found"}, "notfound"},
		"missing object without type":        {&apierr.Error{Status: 404, Fields: fields}, "notfound"},
		"unknown path of the web server":     {&apierr.Error{Status: 404, Message: "No HTTP resource was found"}, ""},
		"proxy's page":                       {&apierr.Error{Status: 404, Message: "an HTML page"}, ""},
		"missing token endpoint":             {&apierr.Error{Status: 404, Type: "ressource_not_found", Unsent: true}, "notsent"},
		"refused":                            {&apierr.Error{Status: 400, Type: "param_error"}, ""},
		"token not accepted":                 {&apierr.Error{Status: 401, Type: "invalid_credentials"}, "unauthorized"},
		"locked account":                     {&apierr.Error{Status: 400, Type: "unauthorized_client", Unsent: true}, "unauthorized notsent"},
		"wrong key":                          {&apierr.Error{Status: 401, Type: "invalid_client", Unsent: true}, "unauthorized notsent"},
		"no permission":                      {&apierr.Error{Status: 403, Type: "forbidden_ressource"}, ""},
		"conflict":                           {&apierr.Error{Status: 409, Type: "idempotent_creation_conflict"}, ""},
		"too many":                           {&apierr.Error{Status: 429, Type: "rate_limit"}, ""},
		"redirect":                           {&apierr.Error{Status: 302}, ""},
		"server error":                       {&apierr.Error{Status: 500}, "ambiguous"},
		"gateway timeout":                    {&apierr.Error{Status: 504}, "ambiguous"},
		"server error of the token endpoint": {&apierr.Error{Status: 500, Unsent: true}, "notsent"},
		"unreadable success":                 {&apierr.Error{Status: 200}, "ambiguous"},
		"no answer":                          {&apierr.Error{Err: context.DeadlineExceeded}, "ambiguous"},
		"never sent":                         {&apierr.Error{Err: context.Canceled, Unsent: true}, "notsent"},
		"wrapped":                            {fmt.Errorf("create: %w", &apierr.Error{Status: 500}), "ambiguous"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, q := range []struct {
				name string
				ask  func(error) bool
			}{
				{"notfound", apierr.NotFound},
				{"unauthorized", apierr.Unauthorized},
				{"ambiguous", apierr.Ambiguous},
				{"notsent", apierr.NotSent},
			} {
				if q.ask(test.err) {
					got = append(got, q.name)
				}
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}

func TestRateLimited(t *testing.T) {
	t.Parallel()
	reset := time.Date(2026, 3, 2, 10, 15, 0, 0, time.UTC)
	tests := map[string]struct {
		err     error
		limited bool
		reset   time.Time
	}{
		"nil":                      {nil, false, time.Time{}},
		"refused for other things": {&apierr.Error{Status: 403}, false, time.Time{}},
		"no answer":                {&apierr.Error{Err: context.Canceled}, false, time.Time{}},
		"429":                      {&apierr.Error{Status: 429}, true, time.Time{}},
		"429 with its end":         {fmt.Errorf("create: %w", &apierr.Error{Status: 429, RetryAt: reset}), true, reset},
		"held back, never sent":    {&apierr.Error{Unsent: true, RetryAt: reset}, true, reset},
	}
	for name, test := range tests {
		if got, limited := apierr.RateLimited(test.err); limited != test.limited || !got.Equal(test.reset) {
			t.Errorf("%s: %t until %s", name, limited, got)
		}
	}
}

func TestHasType(t *testing.T) {
	t.Parallel()
	err := fmt.Errorf("outer: %w", &apierr.Error{Status: 400, Type: "dispute_cant_be_closed"})
	if !apierr.HasType(err, "dispute_cant_be_closed") {
		t.Error("the type was not found in a wrapped error")
	}
	if apierr.HasType(err, "param_error") || apierr.HasType(&apierr.Error{}, "") || apierr.HasType(nil, "") {
		t.Error("a type was found that the error does not have")
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  *apierr.Error
		want string
	}{
		{
			&apierr.Error{
				Operation: "create dispute document", Route: "POST /disputes/{DisputeId}/documents", Status: 400,
				Type: "param_error", Message: "Parameters are missing.", ID: "b1f4",
				Fields: map[string]string{"Type": "The Type field is required.", "Tag": "too long"},
			},
			"create dispute document: 400 Bad Request: param_error: Parameters are missing.; Tag: too long; " +
				"Type: The Type field is required. (POST /disputes/{DisputeId}/documents, error id b1f4)",
		},
		{
			&apierr.Error{Operation: "close dispute", Message: "no answer from api.example", Err: context.DeadlineExceeded},
			"close dispute: no answer from api.example: context deadline exceeded: the outcome is unknown",
		},
		{
			&apierr.Error{Operation: "close dispute", Message: "no answer from api.example", Err: context.Canceled, Unsent: true},
			"close dispute: no answer from api.example: context canceled",
		},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
		if test.err.Err != nil && !errors.Is(test.err, test.err.Err) {
			t.Errorf("%v does not unwrap to its cause", test.err)
		}
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ contentType, body, want string }{
		"html by content":    {"", "\n<!DOCTYPE html><title>secret page</title>", "an HTML page"},
		"html by header":     {"text/html; charset=utf-8", "hello", "an HTML page"},
		"empty":              {"application/json", "  ", "empty"},
		"cut off":            {"application/json", `{"Id": "secret`, "damaged or unexpected JSON (14 bytes)"},
		"plain text":         {"text/plain", "secret upstream", "text/plain (15 bytes)"},
		"without type":       {"", "secret upstream", "something else (15 bytes)"},
		"nonsense in header": {"\x1b[31m;;", "secret upstream", "something else (15 bytes)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := apierr.Unreadable(test.contentType, []byte(test.body))
			if !strings.Contains(got, "but "+test.want+";") {
				t.Errorf("%q does not say %q", got, test.want)
			}
			if strings.Contains(got, "secret") {
				t.Errorf("%q repeats the body", got)
			}
		})
	}
}

func TestTextIsFitForATerminal(t *testing.T) {
	t.Parallel()
	if got := apierr.Text("a\x1b[31mb\r\nc\x00\xff "); got != "a [31mb  c" {
		t.Errorf("got %q", got)
	}
	if got := apierr.Text(strings.Repeat("é", 5000)); len(got) > 1010 || !strings.HasSuffix(got, "…") {
		t.Errorf("a long text has %d bytes left and ends in %q", len(got), got[len(got)-6:])
	}
}
