package simulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// mangopay is the face of the Mangopay REST API v2.01, as far as disputes go.
type mangopay struct{ sim *Simulator }

// mangopayRoutes lists the endpoints. A "*" stands for one parameter; where two patterns match, the first one
// counts. Patterns of operations within an account begin after the client id.
func mangopayRoutes() []route {
	return []route{
		{operation: "oauth_token", method: "POST", pattern: "/v2.01/oauth/token", open: true, receive: receiveText, work: issueToken},
		{operation: "download_page", method: "GET", pattern: "/public/documents/*/consult/*", open: true, work: downloadPage},
		{operation: "list_disputes", method: "GET", pattern: "disputes", work: listDisputes},
		{operation: "list_pending_settlement_disputes", method: "GET", pattern: "disputes/pendingsettlement", work: listPendingSettlement},
		{operation: "get_dispute", method: "GET", pattern: "disputes/*", work: getDispute},
		{operation: "update_dispute", method: "PUT", pattern: "disputes/*", receive: receiveJSON, work: updateDispute},
		{operation: "submit_dispute", method: "PUT", pattern: "disputes/*/submit", receive: receiveJSON, work: submitDispute},
		{operation: "close_dispute", method: "PUT", pattern: "disputes/*/close", receive: receiveJSON, work: closeDispute},
		{operation: "list_dispute_transactions", method: "GET", pattern: "disputes/*/transactions", work: listTransactions},
		{operation: "list_user_disputes", method: "GET", pattern: "users/*/disputes", work: listUserDisputes},
		{operation: "list_wallet_disputes", method: "GET", pattern: "wallets/*/disputes", work: listWalletDisputes},
		{operation: "list_payin_disputes", method: "GET", pattern: "payins/*/disputes", work: listPayInDisputes},
		{operation: "create_document", method: "POST", pattern: "disputes/*/documents", receive: receiveJSON, work: createDocument},
		{operation: "list_dispute_documents", method: "GET", pattern: "disputes/*/documents", work: listDisputeDocuments},
		{operation: "submit_document", method: "PUT", pattern: "disputes/*/documents/*", receive: receiveJSON, work: submitDocument},
		{operation: "create_page", method: "POST", pattern: "disputes/*/documents/*/pages", receive: receivePage, work: createPage},
		{operation: "list_documents", method: "GET", pattern: "dispute-documents", work: listDocuments},
		{operation: "get_document", method: "GET", pattern: "dispute-documents/*", work: getDocument},
		{operation: "consult_document", method: "POST", pattern: "dispute-documents/*/consult", receive: receiveJSON, work: consultDocument},
		{operation: "consult_document", method: "GET", pattern: "dispute-documents/*/consult", work: consultDocument},
		{operation: "get_repudiation", method: "GET", pattern: "repudiations/*", work: getRepudiation},
		{operation: "list_repudiation_refunds", method: "GET", pattern: "repudiations/*/refunds", work: listRefunds},
		{operation: "create_settlement", method: "POST", pattern: "repudiations/*/settlementtransfer", receive: receiveJSON, work: createSettlement},
		{operation: "get_settlement", method: "GET", pattern: "settlements/*", work: getSettlement},
		{operation: "create_bankwire_payin", method: "POST", pattern: "clients/payins/bankwire/direct", receive: receiveJSON, work: createBankWire},
		{operation: "get_payin", method: "GET", pattern: "payins/*", work: getPayIn},
		{operation: "create_hook", method: "POST", pattern: "hooks", receive: receiveJSON, work: createHook},
		{operation: "list_hooks", method: "GET", pattern: "hooks", work: listHooks},
		{operation: "get_hook", method: "GET", pattern: "hooks/*", work: getHook},
		{operation: "update_hook", method: "PUT", pattern: "hooks/*", receive: receiveJSON, work: updateHook},
		{operation: "list_events", method: "GET", pattern: "events", work: listEvents},
		{operation: "get_response", method: "GET", pattern: "responses/*", work: getResponse},
	}
}

const accountPrefix = "v2.01"

var routesOnce = sync.OnceValue(mangopayRoutes)

// match finds the route. Letter case does not matter except in ids, nor do slashes at the end or in a row.
func (m mangopay) match(r *http.Request) (route, []string) {
	segments := slices.DeleteFunc(strings.Split(r.URL.Path, "/"), func(s string) bool { return s == "" })
	methodMissing := false
	for _, candidate := range routesOnce() {
		params, matches := candidate.params(segments)
		switch {
		case matches && candidate.method == r.Method:
			return candidate, params
		case matches:
			methodMissing = true
		}
	}
	return noRoute(r, methodMissing), nil
}

// params matches a route's pattern. The client id is the first parameter of an operation within an account.
func (r route) params(segments []string) ([]string, bool) {
	pattern := strings.Split(strings.TrimPrefix(r.pattern, "/"), "/")
	if !strings.HasPrefix(r.pattern, "/") {
		pattern = append([]string{accountPrefix, "*"}, pattern...)
	}
	if len(pattern) != len(segments) {
		return nil, false
	}
	var params []string
	for i, want := range pattern {
		switch {
		case want == "*":
			params = append(params, segments[i])
		case !strings.EqualFold(want, segments[i]):
			return nil, false
		}
	}
	return params, true
}

func noRoute(r *http.Request, methodMissing bool) route {
	problem := &refusal{
		status: http.StatusNotFound, bare: true,
		message: "No HTTP resource was found that matches the request URI '" + requestURL(r) + "'.",
	}
	if methodMissing {
		problem.status = http.StatusMethodNotAllowed
		problem.message = "The requested resource does not support http method '" + r.Method + "'."
	}
	return route{operation: operationUnknown, open: true, work: func(*call) (*answer, error) { return nil, problem }}
}

// origin is the scheme and host by which the client reached the simulator.
func origin(r *http.Request) string {
	scheme := "http"
	switch {
	case r.TLS != nil:
		scheme = "https"
	case r.URL.Scheme != "":
		scheme = r.URL.Scheme
	}
	return scheme + "://" + r.Host
}

func requestURL(r *http.Request) string { return origin(r) + r.URL.RequestURI() }

// maxJSON bounds every body but that of an upload.
const maxJSON = 1 << 20

func receiveText(c *call) error {
	data, err := io.ReadAll(io.LimitReader(c.body, maxJSON))
	c.json = data
	return err
}

// receiveJSON reads a body that must be a JSON object, if there is one.
func receiveJSON(c *call) error {
	if err := receiveText(c); err != nil {
		return err
	}
	if len(c.json) == 0 {
		return nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(c.json, &object); err != nil {
		return badRequest("param_error", guessMessageBadJSON)
	}
	return nil
}

// fill decodes the body into a struct; fields that it does not have are ignored, as the API does.
func (c *call) fill(target any) error {
	if len(c.json) == 0 {
		return nil
	}
	err := json.Unmarshal(c.json, target)
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) {
		return badParam(mismatch.Field, guessMessageBadValue)
	}
	if err != nil {
		return badRequest("param_error", guessMessageBadJSON)
	}
	return nil
}

// id is the n-th id in the call's path, without the client's.
func (c *call) id(n int) string { return c.params[n+1] }
