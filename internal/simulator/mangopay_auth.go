package simulator

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	bucketTokens   = "tokens"
	bucketFailures = "token_failures"
)

// bearer is an access token that was issued.
type bearer struct {
	Client  string `json:"client"`
	Expires int64  `json:"expires"` // unix seconds
}

// failures counts token requests in a row that were refused.
type failures struct {
	Count int   `json:"count"`
	Last  int64 `json:"last"`
}

type tokenBody struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int64  `json:"expires_in"`
}

// issueToken answers the OAuth endpoint.
func issueToken(c *call) (*answer, error) {
	client, key, _ := c.request.BasicAuth()
	if locked, err := c.locked(client); locked || err != nil {
		return nil, orError(err, &oauthRefusal{
			status: http.StatusBadRequest, kind: "unauthorized_client",
			description: "This account has been temporarily locked for security reasons. Please try again later.",
		})
	}
	if !c.sim.knows(client, key) {
		return nil, orError(c.countFailure(client), &oauthRefusal{status: http.StatusUnauthorized, kind: "invalid_client"})
	}
	switch grantType(c.json) {
	case "client_credentials":
	case "":
		return nil, &oauthRefusal{status: http.StatusBadRequest, kind: "invalid_request"}
	default:
		return nil, &oauthRefusal{status: http.StatusBadRequest, kind: "unsupported_grant_type"}
	}
	return c.newToken(client)
}

func (c *call) newToken(client string) (*answer, error) {
	token, err := c.token("token")
	if err != nil {
		return nil, err
	}
	if err := c.forgetTokens(); err != nil {
		return nil, err
	}
	if err := c.remove(bucketFailures, client); err != nil {
		return nil, err
	}
	if err := save(c.txn, bucketTokens, token, bearer{client, c.unix() + guessTokenLife}); err != nil {
		return nil, err
	}
	return ok(tokenBody{token, "bearer", guessTokenLife})
}

// forgetTokens removes those that have expired, so that a world does not grow with them.
func (c *call) forgetTokens() error {
	var expired []string
	err := c.scan(bucketTokens, "", func(key string, value []byte) error {
		var b bearer
		if err := json.Unmarshal(value, &b); err != nil || b.Expires <= c.unix() {
			expired = append(expired, key)
		}
		return nil
	})
	for _, key := range expired {
		if err == nil {
			err = c.remove(bucketTokens, key)
		}
	}
	return err
}

// grantType reads the form, or the JSON that some of the official libraries send under a form's content type.
func grantType(body []byte) string {
	var object struct {
		GrantType string `json:"grant_type"`
	}
	if json.Unmarshal(body, &object) == nil {
		return object.GrantType
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return ""
	}
	return form.Get("grant_type")
}

func (s *Simulator) knows(client, key string) bool {
	want, known := s.credentials[client]
	return subtle.ConstantTimeCompare([]byte(want), []byte(key)) == 1 && known
}

func (c *call) locked(client string) (bool, error) {
	f, err := load[failures](c.txn, bucketFailures, client)
	if f == nil || err != nil {
		return false, err
	}
	return f.Count >= guessLockAfter && c.unix() < f.Last+int64(guessLockFor/time.Second), nil
}

func (c *call) countFailure(client string) error {
	f, err := load[failures](c.txn, bucketFailures, client)
	if err != nil {
		return err
	}
	if f == nil || c.unix() >= f.Last+int64(guessLockFor/time.Second) {
		f = &failures{}
	}
	f.Count, f.Last = f.Count+1, c.unix()
	return save(c.txn, bucketFailures, client, f)
}

// authorize checks the call's bearer token against the account in its path.
func (c *call) authorize() error {
	scheme, token, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "bearer") || token == "" {
		return unauthorized(http.StatusUnauthorized)
	}
	if c.struck(FaultExpiredToken) != nil {
		if err := c.remove(bucketTokens, token); err != nil {
			return err
		}
	}
	b, err := load[bearer](c.txn, bucketTokens, token)
	if err != nil {
		return err
	}
	switch {
	case b == nil || b.Expires <= c.unix():
		return unauthorized(http.StatusUnauthorized)
	case b.Client != c.params[0]:
		return unauthorized(guessStatusOtherAccount)
	}
	c.client = b.Client
	return nil
}

// orError gives a store's failure precedence over a refusal.
func orError(failure, refused error) error {
	if failure != nil {
		return failure
	}
	return refused
}
