// Package rebilly is a client for the disputes area of the Rebilly REST API: disputes, files, and the attachments that tie
// files to disputes.
//
// It knows the API's wire form and nothing of Terraform or of what is wise to send. What it takes care of:
//
//   - Amounts keep their digits in both directions: they are JSON numbers on the wire and never a binary fraction here.
//   - A write sends every field, because it replaces the whole object; what is empty is sent as null.
//   - Answers are decoded tolerantly: no field is promised, null and "" mean the same, times come with any offset and any
//     precision, unknown fields are ignored, enumerations stay open strings. A usable answer is still demanded: an object
//     without an id, or a login page with status 200, is an error.
//   - Lists are complete or an error, also beyond the two thousand objects that the API's own paging reaches.
//   - What reads is repeated when it fails for the moment. A write is repeated only if it was certainly not carried out: it
//     was not sent, or was answered 429. The API knows no idempotency key, so that after an unknown outcome the caller must
//     look first; [apierr.Ambiguous] and [apierr.NotSent] tell what is known.
//   - Files are streamed with their exact length, so memory does not grow with them.
//   - Credentials and file contents reach neither errors nor logs.
//
// A [Client] is safe for concurrent use.
package rebilly

import (
	"net/http"
	"net/url"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// defaultStall is how long a request may go without moving a byte.
const defaultStall = 80 * time.Second

// Client calls the API for one organization. Create it with [New].
type Client struct {
	Disputes    DisputesService
	Files       FilesService
	Attachments AttachmentsService

	config   Config
	clock    transport.Clock
	endpoint rest.Endpoint
}

// New returns a client. It opens no connection; an invalid [Config] makes every call fail, so check it before.
func New(c Config) *Client {
	if c.StallTimeout == 0 {
		c.StallTimeout = defaultStall
	}
	client := &Client{config: c}
	client.endpoint = rest.Endpoint{Refusal: refusal, Logger: c.Logger, Invalid: c.Validate(), Wire: client.connect()}
	if base, err := c.base(); err == nil {
		client.endpoint.Base = base
	}
	if c.OrganizationID != "" {
		client.endpoint.Prefix = "/organizations/" + url.PathEscape(c.OrganizationID)
	}
	client.Disputes.c, client.Files.c, client.Attachments.c = client, client, client
	return client
}

// connect builds the layers that package transport describes.
func (c *Client) connect() http.RoundTripper {
	wire := c.config.Transport
	if wire == nil {
		wire = transport.New(transport.Options{})
	}
	return transport.Chain(wire,
		transport.Retry(transport.RetryOptions{
			Backoff: c.config.Backoff, Clock: &c.clock, Random: c.config.Random, Announce: c.config.Announce,
		}),
		transport.Limit(transport.LimitOptions{
			MaxWait: c.config.MaxRateLimitWait, Clock: &c.clock, Random: c.config.Random, Announce: c.config.Announce,
		}),
		c.clock.Layer(),
		transport.Credential(c.config.credential()),
		transport.Writes(c.config.WriteAllowed),
		transport.UserAgent(c.config.UserAgent),
		transport.Log(c.config.Logger),
		transport.Stall(c.config.StallTimeout),
		transport.Delivery(),
	)
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

// OrganizationID is the configured organization; "" if the key's own is used.
func (c *Client) OrganizationID() string { return c.config.OrganizationID }
