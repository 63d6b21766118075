package rebilly_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	const proxyHint = "; check the base URL, and any proxy between here and the API"
	const jsonType, problemType = "application/json", "application/problem+json; charset=utf-8"
	tests := map[string]struct {
		status      int
		contentType string
		body        string
		want        apierr.Error
		notFound    bool
	}{
		"validation": {
			422, jsonType,
			`{"type":"about:blank","title":"Validation failed.","status":422,"detail":"Some fields are invalid.","instance":"/i/1","invalidFields":[
			 {"field":"transactionId","message":"must exist"},{"field":"sub.a","message":"one"},{"field":"sub.a","message":"two"},{"message":"whole"}]}`,
			apierr.Error{
				Type: "Validation failed", Message: "Some fields are invalid.", ID: "/i/1", Fields: map[string]string{
					"transactionId": "must exist", "sub.a": "one, two", "invalidFields": `{"message":"whole"}`,
				},
			},
			false,
		},
		"older map": {
			422, jsonType,
			`{"error":"Invalid data was sent","details":["The coupon is wrong"],
			 "invalidFields":{"couponIds.0":[{"message":"Coupon must exist"},{"message":"and be valid"}],"a":"text","b":["x","y"],"c":null,"d":[1,{"z":2}]}}`,
			apierr.Error{Message: "The coupon is wrong", Fields: map[string]string{
				"couponIds.0": "Coupon must exist, and be valid", "a": "text", "b": "x, y", "c": "", "d": `1, {"z":2}`,
			}},
			false,
		},
		"older error": {403, jsonType, `{"error":"Access forbidden"}`, apierr.Error{Message: "Access forbidden"}, false},
		"type that tells": {
			409, jsonType, `{"type":"https://api.rebilly.com/problems/conflict","title":"Conflict","detail":"It is attached already"}`,
			apierr.Error{Type: "https://api.rebilly.com/problems/conflict", Message: "Conflict: It is attached already"},
			false,
		},
		"type and title only": {
			403, problemType, `{"type":"https://api.rebilly.com/problems/forbidden","title":"Access forbidden.","extension":{"a":1}}`,
			apierr.Error{Type: "https://api.rebilly.com/problems/forbidden", Message: "Access forbidden."},
			false,
		},
		"unauthorized": {
			401, jsonType, `{"status":401,"title":"Unauthorized","detail":"Unauthorized access. Invalid credentials used."}`,
			apierr.Error{Type: "Unauthorized", Message: "Unauthorized access. Invalid credentials used."},
			false,
		},
		"missing, title alone":     {404, jsonType, `{"status":404,"title":"Resource not found."}`, apierr.Error{Type: "Resource not found"}, true},
		"missing, detail repeated": {404, jsonType, `{"title":"Not Found","detail":"Not Found"}`, apierr.Error{Type: "Not Found"}, true},
		"missing, blank type": {
			404, jsonType, `{"type":"about:blank","status":404,"detail":"Resource not found."}`,
			apierr.Error{Type: "Not Found", Message: "Resource not found."},
			true,
		},
		"missing, declared": {
			404, problemType, `{"detail":"No dispute 1"}`, apierr.Error{Type: "Not Found", Message: "No dispute 1"}, true,
		},
		"missing, type that tells": {404, jsonType, `{"type":"https://x.example/gone"}`, apierr.Error{Type: "https://x.example/gone"}, true},
		"missing, no title": {
			404, jsonType, `{"status":404,"detail":"Resource not found."}`, apierr.Error{Type: "Not Found", Message: "Resource not found."}, true,
		},
		"missing, older form": {404, jsonType, `{"error":"Not found","details":[]}`, apierr.Error{Type: "Not Found"}, true},
		"gateway's message":   {404, jsonType, `{"message":"no Route matched with those values"}`, apierr.Error{Message: "no Route matched with those values"}, false},
		"gateway's error": {
			404, jsonType, `{"timestamp":"2026-03-01","status":404,"error":"Not Found","path":"/disputes/1"}`,
			apierr.Error{Message: "Not Found"},
			false,
		},
		"gateway's type":   {404, jsonType, `{"type":"error","message":"no such path"}`, apierr.Error{Message: "no such path"}, false},
		"gateway's detail": {404, jsonType, `{"detail":"Not Found"}`, apierr.Error{Message: "Not Found"}, false},
		"HTML": {
			404, "text/html", "<!DOCTYPE html><title>canary</title>",
			apierr.Error{Message: "the answer is not the API's JSON but an HTML page" + proxyHint},
			false,
		},
		"cut off": {
			400, problemType, `{"title":"canary`,
			apierr.Error{Message: "the answer is not the API's JSON but damaged or unexpected JSON (16 bytes)" + proxyHint},
			false,
		},
		"empty object":    {400, jsonType, `{}`, apierr.Error{Message: "the answer is not the API's JSON but damaged or unexpected JSON (2 bytes)" + proxyHint}, false},
		"terminal escape": {400, jsonType, `{"title":"a\u001b[2Jb"}`, apierr.Error{Type: "a [2Jb"}, false},
		"odd members": {
			422, jsonType, `{"type":7,"title":["a","b"],"detail":null,"instance":{"x":1},"invalidFields":"broken"}`,
			apierr.Error{Type: "a b", ID: `{"x":1}`, Fields: map[string]string{"invalidFields": "broken"}},
			false,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/disputes/1", func(w http.ResponseWriter, _ *http.Request) {
				respond(w, test.status, test.contentType, test.body)
			})
			_, err := server.client().Disputes.Get(t.Context(), "1")
			want := test.want
			want.API, want.Operation, want.Route, want.Status = apierr.Rebilly, "read dispute", "GET /disputes/{id}", test.status
			if want.Fields == nil {
				want.Fields = map[string]string{}
			}
			if diff := cmp.Diff(want, *asError(t, err)); diff != "" {
				t.Error(diff)
			}
			if apierr.NotFound(err) != test.notFound || apierr.Unauthorized(err) != (test.status == 401) || apierr.Ambiguous(err) {
				t.Errorf("not found %t, unauthorized %t, ambiguous %t", apierr.NotFound(err), apierr.Unauthorized(err), apierr.Ambiguous(err))
			}
			checkNoSecret(t, err.Error())
		})
	}
}

func TestErrorTextSaysEverythingOnce(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"title":"Not Found","detail":"Not Found"}`: "read dispute: 404 Not Found (GET /disputes/{id})",
		`{"title":"Resource not found."}`:            "read dispute: 404 Not Found: Resource not found (GET /disputes/{id})",
		`{"title":"Gone","detail":"No dispute 1"}`:   "read dispute: 404 Not Found: Gone: No dispute 1 (GET /disputes/{id})",
	} {
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(404, "application/json", body), nil })
		if _, err := c.Disputes.Get(t.Context(), "1"); err == nil || err.Error() != want {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 307, 308} {
		other, server := newAPI(t), newAPI(t)
		server.handle("/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", other.URL+root+"/disputes/1?canary=1")
			w.WriteHeader(status)
		})
		_, err := server.client().Disputes.Get(t.Context(), "1")
		if asError(t, err).Status != status || apierr.NotFound(err) || !strings.Contains(err.Error(), "redirect") {
			t.Errorf("%d: %v", status, err)
		}
		checkNoSecret(t, err.Error())
		if n := len(other.calls()); n != 0 {
			t.Errorf("%d: %d requests followed", status, n)
		}
	}
}

func FuzzErrorAnswers(f *testing.F) {
	for _, body := range []string{
		`{"type":"about:blank","title":"t","status":422,"detail":"d","instance":"i","invalidFields":[{"field":"a","message":"b"},{"field":"a"},1,null]}`,
		`{"invalidFields":{"a":[{"message":"b"}],"":null,"c":["d"],"e":{"message":{"f":1}}},"details":["x",2,null]}`,
		`{"invalidFields":[{"field":["a"],"message":{"b":1}}]}`, `{"invalidFields":[[]]}`, `{"invalidFields":7,"error":true}`,
		`{"message":"m"}`, `{"error":{"a":1}}`, `{"title":null}`, `[]`, `null`, `"`, "<html>", "\xef\xbb\xbf{}", `{"type":"about:blank"}`, "",
	} {
		f.Add(422, "application/json", body)
		f.Add(404, "application/problem+json", body)
		f.Add(404, "text/html", body)
	}
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		if status < 300 || status > 599 || status == http.StatusTooManyRequests {
			t.Skip("another answer, or a repeat")
		}
		c := offlineClient(func(*http.Request) (*http.Response, error) { return canned(status, contentType, body), nil })
		_, _, err := c.Disputes.Put(t.Context(), "1", record)
		e := asError(t, err)
		if e.Status != status || e.Fields == nil || e.Unsent {
			t.Errorf("got %#v", e)
		}
		if e.Message == "" && e.Type == "" && len(e.Fields) == 0 {
			t.Errorf("%q explains nothing", err)
		}
		if len(e.Message) > 4000 || strings.ContainsAny(e.Message+e.Type+e.ID, "\x1b\n\r\x00") {
			t.Errorf("unfit for a terminal: %q", err)
		}
		for name := range e.Fields {
			if name == "" {
				t.Errorf("a field has no name: %q", e.Fields)
			}
		}
		if apierr.Ambiguous(err) != (status >= 500) {
			t.Errorf("%d is ambiguous: %t", status, apierr.Ambiguous(err))
		}
	})
}

func FuzzObjects(f *testing.F) {
	f.Add(disputeJSON)
	f.Add(`{"id":156981783,"amount":"1.0","revision":"3","postedTime":"2026-03-01T10:30:00+0100"}`)
	f.Add(`{"id":"1","amount":1e400,"resolvedTime":""}`)
	f.Add(`{"id":"1","revision":1.5}`)
	f.Add(`{"id":true,"caseId":["a"]}`)
	f.Fuzz(func(t *testing.T, body string) {
		d, err := get(t, body)
		if (d == nil) == (err == nil) {
			t.Fatalf("got %v and %v", d, err)
		}
		if err != nil {
			if e := new(apierr.Error); !errors.As(err, &e) || e.Status != 200 {
				t.Errorf("got %#v", err)
			}
			return
		}
		for _, at := range []time.Time{d.PostedTime, d.DeadlineTime, d.ResolvedTime, d.CreatedTime, d.UpdatedTime} {
			if at.Location() != time.UTC {
				t.Errorf("time %s", at)
			}
		}
		if d.ID == "" {
			t.Error("an object without id was accepted")
		}
	})
}
