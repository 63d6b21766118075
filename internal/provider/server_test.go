package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	own "github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// What the protocol does not demand yet is found by what a server implements.
func TestServerKeepsEveryPartOfTheProtocol(t *testing.T) {
	t.Parallel()
	served := any(own.NewServer("test")())
	if _, ok := served.(tfprotov6.ListResourceServer); !ok {
		t.Error("no list resources")
	}
	if _, ok := served.(tfprotov6.ActionServer); !ok {
		t.Error("no actions")
	}
	if _, ok := served.(tfprotov6.StateStoreServer); !ok {
		t.Error("no state stores")
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// chatty announces something with every call.
func chatty() own.Option {
	return own.WithConnection(func(c *mangopay.Config) {
		wire := transport.New(transport.Options{})
		c.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			tfkit.Announce(req.Context(), "a rate limit is used up")
			tfkit.Announce(req.Context(), "another one, too")
			return wire.RoundTrip(req)
		})
	})
}

// What a call announces comes back with its answer, each message once, and without
// hiding anything else.
func TestAnnouncementsComeBackAsWarnings(t *testing.T) {
	t.Parallel()
	const tag = "disputes_mangopay_dispute_tag"
	s := start(t, chatty())
	silent(t, s.configure(at(world(t))))
	schema := s.schema.ResourceSchemas[tag]
	mine := object{"dispute_id": "dispute-1001", "tag": "mine"}
	calls := map[string]func() string{
		"read data source": func() string { _, said := s.readDispute("dispute-1001"); return said },
		"plan":             func() string { _, said := s.plan(tag, mine, nil); return said },
		"apply": func() string {
			resp, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: tag, PriorState: s.wire(schema, nil), PlannedState: s.wire(schema, mine), Config: s.wire(schema, mine),
			})
			return said(t, err, resp.Diagnostics)
		},
		"read": func() string { return s.keeps(tag, mine) },
		"import": func() string {
			resp, err := s.ImportResourceState(t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: tag, ID: "dispute-1001"})
			return said(t, err, resp.Diagnostics)
		},
	}
	for _, name := range []string{"read data source", "plan", "apply", "read", "import"} {
		const warning = "WARNING [] Waited for Mangopay: a rate limit is used up\n\nanother one, too\n"
		if got := calls[name](); got != warning {
			t.Errorf("%s says %q", name, got)
		}
	}
	_, got := s.readDispute("no-such-dispute")
	want(t, got, "ERROR [id] There is no such dispute.", "WARNING [] Waited for Mangopay")
}

func said(t *testing.T, err error, diagnostics []*tfprotov6.Diagnostic) string {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return text(diagnostics)
}

// A provider whose engine has gone starts no write, and still reads.
func TestProviderWithoutItsEngine(t *testing.T) {
	t.Parallel()
	const document = "disputes_mangopay_document"
	var gone atomic.Bool
	var writes []string
	wire := transport.New(transport.Options{})
	s := start(t, own.WithParent(func() bool { return !gone.Load() }), own.WithConnection(func(c *mangopay.Config) {
		c.Transport = roundTripper(func(req *http.Request) (*http.Response, error) {
			if req.Method != http.MethodGet && !strings.HasSuffix(req.URL.Path, "/oauth/token") {
				writes = append(writes, req.Method+" "+req.URL.Path)
			}
			return wire.RoundTrip(req)
		})
	}))
	silent(t, s.configure(at(world(t))))
	schema := s.schema.ResourceSchemas[document]
	config := object{"dispute_id": "dispute-1001", "type": "INVOICE"}
	planned, said := s.plan(document, config, nil)
	silent(t, said)
	create := func() string {
		resp, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: document, PriorState: s.wire(schema, nil), PlannedState: planned, Config: s.wire(schema, config),
		})
		if err != nil {
			t.Fatal(err)
		}
		return text(resp.Diagnostics)
	}
	gone.Store(true)
	want(t, create(), "ERROR [] Cannot create dispute document", "run that this belongs to has ended, so nothing more is sent", "Nothing was sent.")
	if len(writes) > 0 {
		t.Errorf("sent %q", writes)
	}
	status, said := s.readDispute("dispute-1001")
	silent(t, said)
	if status == "" {
		t.Error("nothing was read")
	}
	gone.Store(false)
	silent(t, create())
	if !slices.ContainsFunc(writes, func(w string) bool { return strings.HasSuffix(w, "/documents") }) {
		t.Errorf("sent %q", writes)
	}
}
