package mangopay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

// maxDownload bounds a page that is read back, in bytes; the API takes at most about 7 MB.
const maxDownload = 16 << 20

// pagesQuota keeps downloads apart from the API's rate limit: their links need no account, and may lead to other hosts.
const pagesQuota = "pages"

// ErrTooLarge ends the reading of a page beyond 16 MiB.
var ErrTooLarge = errors.New("the page is larger than 16 MiB")

// Download opens a page. The link is its own authorization, so no token is sent; it must be https unless the base URL is
// http. The caller closes the reader, which fails with [ErrTooLarge] rather than return more than 16 MiB. Once it is open,
// nothing is repeated: a page that breaks off is an error of the reader.
func (s DocumentsService) Download(ctx context.Context, link PageLink) (io.ReadCloser, error) {
	k := rest.Call{Operation: "download page", Method: http.MethodGet, Route: "/public/documents/{Link}"}
	req, err := s.c.downloadRequest(ctx, k, link)
	if err != nil {
		return nil, k.NotSent(err)
	}
	resp, err := s.c.public.RoundTrip(req) //nolint:bodyclose // The caller of Download reads and closes it.
	if err != nil {
		return nil, k.Failure(transport.NoAnswer(err, req.URL.Host))
	}
	if resp.StatusCode != http.StatusOK {
		return nil, s.c.refusedDownload(ctx, k, resp)
	}
	return &capped{ReadCloser: resp.Body, left: maxDownload}, nil
}

func (c *Client) downloadRequest(ctx context.Context, k rest.Call, link PageLink) (*http.Request, error) {
	if c.endpoint.Invalid != nil {
		return nil, c.endpoint.Invalid
	}
	u, err := url.Parse(link.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return nil, errors.New("the page link is not a URL")
	case u.Scheme != "https" && (u.Scheme != "http" || c.endpoint.Base.Scheme != "http"):
		return nil, fmt.Errorf("the page link uses %q instead of https", apierr.Text(u.Scheme))
	}
	info := transport.Call{Route: k.Route, Safe: true, Quota: pagesQuota}
	req, err := http.NewRequestWithContext(transport.WithCall(ctx, info), k.Method, u.String(), http.NoBody)
	if err != nil {
		return nil, errors.New("the page link is not a URL")
	}
	return req, nil
}

// refusedDownload describes anything but 200; another 2xx has no page either.
func (c *Client) refusedDownload(ctx context.Context, k rest.Call, resp *http.Response) error {
	defer func() { _ = resp.Body.Close() }() // All that matters was read; nothing to report.
	a, err := c.endpoint.Receive(ctx, k, resp)
	if err != nil {
		return err
	}
	return k.Failure(&apierr.Error{Status: a.Status, Message: "the answer holds no page"})
}

// capped fails when its source holds more than it may.
type capped struct {
	io.ReadCloser
	left int64
}

func (c *capped) Read(p []byte) (int, error) {
	// One byte more than is left tells an exact fit from an excess.
	n, err := c.ReadCloser.Read(p[:min(int64(len(p)), c.left+1)])
	if int64(n) > c.left {
		n, err = int(c.left), ErrTooLarge
	}
	c.left -= int64(n)
	return n, err
}
