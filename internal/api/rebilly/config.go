package rebilly

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// The hosts of the two environments (Rebilly API reference, Introduction).
const (
	liveHost    = "api.rebilly.com"
	sandboxHost = "api-sandbox.rebilly.com"
)

// Config says which organization to use, and how to reach it.
type Config struct {
	// BaseURL is scheme and host, for example "https://api-sandbox.rebilly.com".
	BaseURL string
	// OrganizationID is the organization in the path; "" leaves it out, and the API takes the default one of the credential.
	OrganizationID string
	// APIKey is a secret key, sent as REB-APIKEY. Either it or Token is set.
	APIKey string
	// Token is a JSON Web Token, sent as bearer token.
	Token string
	// Transport carries the requests; nil means [transport.New].
	Transport http.RoundTripper
	// UserAgent is "terraform-provider-disputes/<version>".
	UserAgent string
	// Logger receives one message for each request and each refusal, without anything secret; nil logs nothing.
	Logger transport.Logger
	// StallTimeout ends a request that moves no byte for so long; 0 means 80 seconds.
	StallTimeout time.Duration
	// MaxRateLimitWait fails a call at once that would wait longer for the rate limit; 0 means 5 minutes. There is no reserve
	// to be kept: the API tells how many calls are left but not until when, before it refuses one.
	MaxRateLimitWait time.Duration
	// Backoff are the pauses of retries; the zero value is half a second that doubles to 30 s at most, any part of it by
	// chance, for 6 tries or 2 minutes.
	Backoff transport.Backoff
	// Random is the chance in pauses, in [0,1); nil means math/rand/v2.
	Random func() float64
	// Announce is told when a wait of more than 10 seconds begins; nil tells nobody.
	Announce transport.Announcer
	// WriteAllowed is asked before every request that changes something, with all waits behind it; an error stops
	// the request. Nil always allows.
	WriteAllowed func() error
}

// Validate checks the form of base URL, organization and credential, and that a key is of the environment it is sent to.
// Its errors do not repeat the credential.
func (c Config) Validate() error {
	base, err := c.base()
	errs := []error{err, c.checkCredential()}
	if c.OrganizationID != "" {
		errs = append(errs, rest.CheckCredential("organization id", c.OrganizationID, `:/\?#`))
	}
	if base != nil {
		errs = append(errs, c.checkEnvironment(base.Hostname()))
	}
	return errors.Join(errs...)
}

func (c Config) base() (*url.URL, error) {
	return rest.BaseURL(c.BaseURL, "https://"+sandboxHost, "the credential", c.Transport)
}

func (c Config) checkCredential() error {
	switch {
	case c.APIKey == "" && c.Token == "":
		return errors.New("there is neither an API key nor a token")
	case c.APIKey != "" && c.Token != "":
		return errors.New("there are an API key and a token; give one of them only")
	case strings.HasPrefix(c.APIKey, "pk_"):
		return errors.New("the API key is a publishable one (pk_), which cannot read or write disputes; use a secret key (sk_)")
	case strings.HasPrefix(c.Token, "sk_"), strings.HasPrefix(c.Token, "pk_"):
		return errors.New("what is given as token is an API key; give it as API key")
	case c.APIKey != "":
		return rest.CheckCredential("API key", c.APIKey, "")
	default:
		return rest.CheckCredential("token", c.Token, "")
	}
}

// checkEnvironment compares the environment in a key's name with the host's (Rebilly documentation, API keys).
func (c Config) checkEnvironment(host string) error {
	for _, wrong := range []struct{ prefix, host, key, use string }{
		{"sk_sandbox_", liveHost, "the sandbox", "https://" + sandboxHost},
		{"sk_live_", sandboxHost, "the live environment", "https://" + liveHost},
	} {
		if strings.HasPrefix(c.APIKey, wrong.prefix) && strings.EqualFold(host, wrong.host) {
			return fmt.Errorf("the API key is of %s, but would be sent to %s; use a key of that environment, or the base URL %s",
				wrong.key, wrong.host, wrong.use)
		}
	}
	return nil
}

// credential is the header that authorizes requests (Rebilly API reference, Authentication).
func (c Config) credential() (header, value string) {
	if c.Token != "" {
		return "Authorization", "Bearer " + c.Token
	}
	return "REB-APIKEY", c.APIKey
}
