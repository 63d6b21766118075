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

// Setting is a part of a [Config] that people choose.
type Setting string

// The settings, as errors call them.
const (
	SettingBaseURL      Setting = "base URL"
	SettingOrganization Setting = "organization id"
	SettingAPIKey       Setting = "API key"
	SettingToken        Setting = "token"
)

// SettingError says that one setting cannot be used.
type SettingError struct {
	Setting Setting
	Reason  string // completes "the API key ..."; does not repeat the value
	// Environment is "live" or "sandbox" when the key is of that environment and would be sent to the other one.
	Environment string
}

// Error implements error.
func (e *SettingError) Error() string { return "the " + string(e.Setting) + " " + e.Reason }

// Validate checks the form of base URL, organization and credential, and that a key is of the environment it is sent to.
// What concerns one setting is a [*SettingError]; several errors are joined. Errors do not repeat the credential.
func (c Config) Validate() error {
	base, err := c.base()
	errs := []error{ofSetting(SettingBaseURL, err), c.checkCredential()}
	if c.OrganizationID != "" {
		errs = append(errs, checkText(SettingOrganization, c.OrganizationID, `:/\?#`))
	}
	if base != nil {
		errs = append(errs, c.checkEnvironment(base.Hostname()))
	}
	return errors.Join(errs...)
}

func (c Config) base() (*url.URL, error) {
	return rest.BaseURL(c.BaseURL, "https://"+sandboxHost, "the credential", c.Transport)
}

func checkText(s Setting, value, forbidden string) error {
	return ofSetting(s, rest.CheckCredential(string(s), value, forbidden))
}

// ofSetting makes an error that begins with the name of a setting the setting's own.
func ofSetting(s Setting, err error) error {
	if err == nil {
		return nil
	}
	return &SettingError{Setting: s, Reason: strings.TrimPrefix(err.Error(), "the "+string(s)+" ")}
}

func (c Config) checkCredential() error {
	switch {
	case c.APIKey == "" && c.Token == "":
		return errors.New("there is neither an API key nor a token")
	case c.APIKey != "" && c.Token != "":
		return errors.New("there are an API key and a token; give one of them only")
	case strings.HasPrefix(c.APIKey, "pk_"):
		return &SettingError{Setting: SettingAPIKey, Reason: "is a publishable key (pk_), which cannot read or write disputes; use a secret key (sk_)"}
	case strings.HasPrefix(c.Token, "sk_"), strings.HasPrefix(c.Token, "pk_"):
		return &SettingError{Setting: SettingToken, Reason: "is an API key, not a JSON Web Token; give it as API key"}
	case c.APIKey != "":
		return checkText(SettingAPIKey, c.APIKey, "")
	default:
		return checkText(SettingToken, c.Token, "")
	}
}

// checkEnvironment compares the environment in a key's name with the host's (Rebilly documentation, API keys).
func (c Config) checkEnvironment(host string) error {
	for _, wrong := range []struct{ prefix, host, environment string }{
		{"sk_sandbox_", liveHost, "sandbox"},
		{"sk_live_", sandboxHost, "live"},
	} {
		if strings.HasPrefix(c.APIKey, wrong.prefix) && strings.EqualFold(host, wrong.host) {
			return &SettingError{
				Setting: SettingAPIKey, Environment: wrong.environment,
				Reason: fmt.Sprintf("is of the %s environment, but would be sent to %s", wrong.environment, wrong.host),
			}
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
