// Package mangopay is a client for the disputes area of the Mangopay REST API v2.01: disputes, their documents and pages,
// stored answers of idempotent calls, and events.
//
// It knows the API's wire form and nothing of Terraform or of what is wise to send. What it takes care of:
//
//   - Answers are decoded tolerantly, because the API is not uniform: dates are integers, floats or null; an empty string
//     and null mean the same; field errors are a map, a map of lists, or null, under "errors" or "Errors".
//     Enumerations stay open strings, unknown fields are ignored.
//   - A usable answer is still demanded: an object without an id, a list that is not a list or a login page with status 200
//     is an error, never an empty result.
//   - What reads, or sets one value, is repeated when it fails for the moment. Any other write is repeated only if it was
//     certainly not carried out: it was not sent, or was answered 401 or 429. [apierr.Ambiguous] and [apierr.NotSent] tell
//     the caller what is known about a failed one.
//   - The rate limit is kept, and a part of it left to the account's other programs.
//   - Pages are streamed with their exact length, so memory does not grow with the file.
//   - Credentials and file contents reach neither errors nor logs.
//
// A [Client] is safe for concurrent use.
package mangopay

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// apiVersion is the path prefix of every call (Mangopay API reference, Introduction).
const apiVersion = "/v2.01"

// defaultStall is how long a request may go without moving a byte. The API is slow at times;
// Mangopay's own SDKs wait 30 to 80 seconds for an answer.
const defaultStall = 80 * time.Second

// Config says which account to use, and how to reach it.
type Config struct {
	// BaseURL is scheme and host, for example "https://api.sandbox.mangopay.com".
	BaseURL string
	// ClientID is the platform's API account identifier.
	ClientID string
	// APIKey belongs to the client id. It is sent to the token endpoint only.
	APIKey string
	// Transport carries the requests; nil means [transport.New] with ClientCertificates.
	Transport http.RoundTripper
	// ClientCertificates are offered to the server for mutual TLS when Transport is nil.
	ClientCertificates []tls.Certificate
	// UserAgent is "terraform-provider-disputes/<version>".
	UserAgent string
	// Logger receives one message for each request and each refusal, without anything secret; nil logs nothing.
	Logger transport.Logger
	// StallTimeout ends a request that moves no byte for so long; 0 means 80 seconds.
	StallTimeout time.Duration
	// Reserve is the share of every window of the rate limit that is left to others, 0 to 1: the account's live payments
	// count against the same limit (Mangopay documentation, Rate limiting).
	Reserve float64
	// MaxRateLimitWait fails a call at once that would wait longer for the rate limit; 0 means 5 minutes.
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

// Validate checks the form of base URL, client id and API key. Its errors do not repeat the id or the key.
func (c Config) Validate() error {
	_, err := c.base()
	return errors.Join(err, rest.CheckCredential("client id", c.ClientID, ":/\\"), rest.CheckCredential("API key", c.APIKey, ""))
}

func (c Config) base() (*url.URL, error) {
	return rest.BaseURL(c.BaseURL, "https://api.sandbox.mangopay.com", "the API key", c.Transport)
}

// Client calls the API for one account. Create it with [New].
type Client struct {
	Disputes  DisputesService
	Documents DocumentsService
	Responses ResponsesService
	Events    EventsService

	config   Config
	clock    transport.Clock
	endpoint rest.Endpoint
	public   http.RoundTripper // Without authorization, for page links.
	bulk     bulk
}

// New returns a client. It opens no connection; an invalid [Config] makes every call fail, so check it before.
func New(c Config) *Client {
	if c.StallTimeout == 0 {
		c.StallTimeout = defaultStall
	}
	client := &Client{config: c, endpoint: c.endpoint()}
	client.Disputes.c, client.Documents.c, client.Responses.c, client.Events.c = client, client, client, client
	client.bulk.connect(client)
	client.connect()
	return client
}

// connect builds the layers that package transport describes.
func (c *Client) connect() {
	wire := c.config.Transport
	if wire == nil {
		wire = transport.New(transport.Options{ClientCertificates: c.config.ClientCertificates})
	}
	session, signature := transport.OAuth(transport.OAuthConfig{
		TokenURL:     c.BaseURL() + apiVersion + "/oauth/token",
		ClientID:     c.config.ClientID,
		ClientSecret: c.config.APIKey,
		Decode:       decodeError,
	})
	announce := announcer(c.config.Announce)
	retry := transport.Retry(transport.RetryOptions{
		Backoff: c.config.Backoff, Clock: &c.clock, Random: c.config.Random, Announce: announce,
	})
	limit := transport.Limit(transport.LimitOptions{
		Reserve: c.config.Reserve, MaxWait: c.config.MaxRateLimitWait,
		Clock: &c.clock, Random: c.config.Random, Announce: announce,
	})
	wire = transport.Chain(wire,
		transport.Writes(c.config.WriteAllowed),
		transport.UserAgent(c.config.UserAgent),
		transport.Log(c.config.Logger),
		transport.Stall(c.config.StallTimeout),
		transport.Delivery(),
	)
	c.public = transport.Chain(wire, retry, limit)
	c.endpoint.Wire = transport.Chain(wire, session, retry, limit, c.clock.Layer(), signature)
}

// ServerTime is the local clock corrected by the API's newest Date header; the local clock before the first answer.
func (c *Client) ServerTime() time.Time { return c.clock.Now() }

// BaseURL is the configured scheme and host, without a trailing slash.
func (c *Client) BaseURL() string {
	if c.endpoint.Base == nil {
		return c.config.BaseURL
	}
	return c.endpoint.Base.String()
}

// ClientID is the configured account.
func (c *Client) ClientID() string { return c.config.ClientID }
