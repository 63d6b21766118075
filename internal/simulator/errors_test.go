package simulator_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestNotFound(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := serve(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	for _, call := range []struct{ method, path, body, resource string }{
		{"GET", "/disputes/none", "", "Dispute"},
		{"PUT", "/disputes/none", `{"Tag":"x"}`, "Dispute"},
		{"PUT", "/disputes/none/submit", contested, "Dispute"},
		{"PUT", "/disputes/none/close", "{}", "Dispute"},
		{"GET", "/disputes/none/transactions", "", "Dispute"},
		{"GET", "/disputes/none/documents", "", "Dispute"},
		{"POST", "/disputes/none/documents", `{"Type":"OTHER"}`, "Dispute"},
		{"POST", "/disputes/" + id + "/documents/none/pages", upload(png(2000)), "Document"},
		{"PUT", "/disputes/" + id + "/documents/none", `{"Status":"VALIDATION_ASKED"}`, "Document"},
		{"GET", "/dispute-documents/none", "", "Document"},
		{"POST", "/dispute-documents/none/consult", "", "Document"},
		{"GET", "/users/none/disputes", "", "User"},
		{"GET", "/wallets/none/disputes", "", "Wallet"},
		{"GET", "/payins/none/disputes", "", "PayIn"},
		{"GET", "/payins/none", "", "PayIn"},
		{"GET", "/repudiations/none", "", "Repudiation"},
		{"GET", "/repudiations/none/refunds", "", "Repudiation"},
		{"GET", "/settlements/none", "", "SettlementTransfer"},
		{"GET", "/responses/0123456789abcdef", "", "Response"},
	} {
		p := c.do(call.method, call.path, call.body).refused(http.StatusNotFound, "ressource_not_found")
		want := "Cannot found the ressource " + call.resource + " with the id="
		if p.Message != "The ressource does not exist" || !strings.HasPrefix(p.Errors["RessourceNotFound"], want) {
			t.Errorf("%s %s: %+v", call.method, call.path, p)
		}
	}
	if p := c.do("GET", "/hooks/none", "").refused(http.StatusNotFound, "ressource_not_found"); p.Message != "Sequence contains no elements" {
		t.Errorf("hook: %+v", p)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := serve(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	for _, path := range []string{"/disputes/" + id + "/", "/Disputes/" + id, "//disputes//" + id} {
		var d object
		c.do("GET", path, "").want(http.StatusOK, &d)
		if d.text("Id") != id {
			t.Errorf("%s: %v", path, d)
		}
	}
	r := c.api("GET", "/disputes/"+id, "")
	r.URL.Path = strings.Replace(r.URL.Path, "v2.01", "V2.01", 1)
	c.send(r).want(http.StatusOK, nil)

	var bare map[string]string
	c.do("POST", "/disputes/"+id+"/documents//pages", "{}").want(http.StatusMethodNotAllowed, &bare)
	if len(bare) != 1 || bare["Message"] != "The requested resource does not support http method 'POST'." {
		t.Errorf("405: %v", bare)
	}
	c.do("DELETE", "/disputes/"+id, "").want(http.StatusMethodNotAllowed, nil)
	c.do("GET", "/chargebacks", "").want(http.StatusNotFound, &bare)
	want := "No HTTP resource was found that matches the request URI '" + c.base + "/v2.01/simulator/chargebacks'."
	if len(bare) != 1 || bare["Message"] != want {
		t.Errorf("404: %v", bare)
	}
}

// TestErrorVariants collects the forms of Id and Date.
func TestErrorVariants(t *testing.T) {
	t.Parallel()
	c := connect(t, open(t))
	forms := map[string]*regexp.Regexp{
		"id":           regexp.MustCompile(`"Id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"`),
		"id with time": regexp.MustCompile(`"Id":"[0-9a-f-]{36}#1772445600"`),
		"date":         regexp.MustCompile(`"Date":1772445600,`),
		"float date":   regexp.MustCompile(`"Date":1772445600\.0,`),
	}
	seen := map[string]bool{}
	for range 12 {
		body := c.do("GET", "/disputes/none", "").body
		for name, form := range forms {
			seen[name] = seen[name] || form.Match(body)
		}
	}
	for name := range forms {
		if !seen[name] {
			t.Errorf("no error with the form %q", name)
		}
	}
}

func TestAuthorization(t *testing.T) {
	t.Parallel()
	s := open(t, func(o *simulator.Options) { o.ClientID, o.APIKey = "platform", "secret" })
	c := serve(t, s)
	var first, second struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
	}
	c.askToken("platform", "secret", "grant_type=client_credentials").want(http.StatusOK, &first)
	c.askToken("platform", "secret", `{"grant_type": "client_credentials"}`).want(http.StatusOK, &second)
	if first.AccessToken == second.AccessToken || !strings.EqualFold(first.TokenType, "bearer") || first.ExpiresIn <= 0 {
		t.Errorf("tokens %+v and %+v", first, second)
	}
	get := func(account, authorization string) reply {
		r := c.request("GET", c.base+"/v2.01/"+account+"/disputes", "")
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		return c.send(r)
	}
	get("platform", "bearer "+first.AccessToken).want(http.StatusOK, nil)
	get("platform", "BEARER "+second.AccessToken).want(http.StatusOK, nil)
	for _, bad := range []string{"", "Bearer none", "Bearer", "Basic cGxhdGZvcm06c2VjcmV0", "Bearer " + c.token} {
		answer := get("platform", bad)
		p := answer.refused(http.StatusUnauthorized, "invalid_credentials")
		if p.Message != "The authorization credentials are not valid" || strings.Contains(string(answer.body), `"Id"`) {
			t.Errorf("authorization %q: %s", bad, answer.body)
		}
	}
	advance(t, s, time.Duration(first.ExpiresIn)*time.Second)
	get("platform", "Bearer "+first.AccessToken).refused(http.StatusUnauthorized, "invalid_credentials")
}

func TestBadCredentials(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := serve(t, s)
	const grant = "grant_type=client_credentials"
	if got := string(c.askToken("simulator", "wrong", grant).body); got != `{"error":"invalid_client"}` {
		t.Errorf("wrong key: %s", got)
	}
	c.askToken("nobody", "", grant).want(http.StatusUnauthorized, nil)
	c.askToken("simulator", "simulator", "").want(http.StatusBadRequest, nil)
	c.askToken("simulator", "simulator", "grant_type=password").want(http.StatusBadRequest, nil)
	for range 30 {
		c.askToken("simulator", "wrong", grant)
	}
	var p struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	c.askToken("simulator", "simulator", grant).want(http.StatusBadRequest, &p)
	if p.Error != "unauthorized_client" || !strings.Contains(p.Description, "temporarily locked") {
		t.Errorf("locked account: %+v", p)
	}
	advance(t, s, time.Hour)
	c.askToken("simulator", "simulator", grant).want(http.StatusOK, nil)
}

func TestLengthRequired(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, c := range []*client{serve(t, s), connect(t, s)} {
		r := c.api("PUT", "/disputes/x/close", "{}")
		r.ContentLength = -1
		c.send(r).want(http.StatusLengthRequired, nil)
	}
}
