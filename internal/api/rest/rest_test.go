package rest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

func content(s string) rest.Content {
	return rest.Content{What: "page", Size: int64(len(s)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(s)), nil
	}}
}

func TestUploadsAreJSONOfKnownLength(t *testing.T) {
	t.Parallel()
	for want, b := range map[string]*rest.Body{
		`{"File":"dGVzdA=="}`:                rest.Upload(struct{}{}, "File", content("test")),
		`{"name":"a}\"{","file":"dGVzdDE="}`: rest.Upload(map[string]string{"name": `a}"{`}, "file", content("test1")),
	} {
		for range 2 { // It can be opened again.
			r, err := b.Open()
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || string(got) != want || int64(len(got)) != b.Size || r.Close() != nil {
				t.Errorf("got %s of %d announced bytes, %v; want %s", got, b.Size, err, want)
			}
		}
	}
	if _, err := rest.Upload(func() {}, "file", content("x")).Open(); err == nil {
		t.Error("what cannot be encoded was opened")
	}
	if _, err := rest.JSON(func() {}).Open(); err == nil {
		t.Error("what cannot be encoded was opened")
	}
}

func TestTextsAreTakenVerbatim(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]rest.Text{
		`null`: "", `""`: "", `"a\u0062"`: "ab", `12.340`: "12.340", `1e2`: "1e2", `true`: "true",
	} {
		var got rest.Text
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s became %q, %v", raw, got, err)
		}
	}
	var got rest.Text
	if json.Unmarshal([]byte(`["a"]`), &got) == nil {
		t.Errorf("a list became %q", got)
	}
}

func TestAnswersAreOfTheirKind(t *testing.T) {
	t.Parallel()
	var v any
	for body, ok := range map[string]bool{
		"\xef\xbb\xbf {\"a\":1} ": true, `{}`: true, `[]`: false, `null`: false, ``: false, `{`: false, `{} x`: false, `<a>`: false,
	} {
		if err := rest.DecodeObject([]byte(body), &v); (err == nil) != ok || err != nil && !errors.Is(err, rest.ErrNotJSON) {
			t.Errorf("%q: %v", body, err)
		}
	}
	if err := rest.DecodeList([]byte(`null`), &v); !errors.Is(err, rest.ErrNotJSON) {
		t.Errorf("null as a list: %v", err)
	}
}

func TestACallThatCannotBeMadeIsNotSent(t *testing.T) {
	t.Parallel()
	base, err := rest.BaseURL("http://127.0.0.1:1", "https://api.example", "the key", nil)
	if err != nil {
		t.Fatal(err)
	}
	reason := errors.New("no")
	for name, test := range map[string]struct {
		endpoint rest.Endpoint
		call     rest.Call
	}{
		"endpoint": {rest.Endpoint{Invalid: reason}, rest.Call{}},
		"call":     {rest.Endpoint{Base: base}, rest.Call{Invalid: reason}},
		"body":     {rest.Endpoint{Base: base}, rest.Call{Body: &rest.Body{Open: func() (io.ReadCloser, error) { return nil, reason }}}},
	} {
		test.call.Operation, test.call.Method, test.call.Route = "read thing", http.MethodGet, "/things"
		_, err := test.endpoint.Do(t.Context(), test.call)
		if !errors.Is(err, reason) || !apierr.NotSent(err) || err.Error() != "read thing: the request was not sent: no (GET /things)" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

type answers string

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(string(a)))}, nil
}

func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	e := rest.Endpoint{Base: &url.URL{Scheme: "https", Host: "api.example"}}
	for body, ok := range map[string]bool{"12345678": true, "123456789": false} {
		e.Wire = answers(body)
		a, err := e.Do(t.Context(), rest.Call{Operation: "read thing", Method: http.MethodGet, Route: "/things", Largest: 8})
		if ok && (err != nil || string(a.Body) != body) {
			t.Errorf("%s: got %v", body, err)
		}
		if !ok && (err == nil || !strings.Contains(err.Error(), "larger than 8 bytes")) {
			t.Errorf("%s: got %v", body, err)
		}
	}
}
