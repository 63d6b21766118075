package provider_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	own "github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestMain hides the settings of the shell that the tests are started from, and
// serves the one host whose certificate they trust.
func TestMain(m *testing.M) {
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "MANGOPAY_") || strings.HasPrefix(name, "REBILLY_") || strings.HasPrefix(name, "DISPUTES_") {
			if err := os.Unsetenv(name); err != nil {
				panic(err)
			}
		}
	}
	remove, err := trust()
	if err != nil {
		panic(err)
	}
	code := m.Run()
	remove()
	os.Exit(code)
}

// object is a block or a resource's configuration; what is left out is null.
type object map[string]any

// unknown is a value that is known after the apply.
type unknown struct{}

// value gives v the type that the schema wants.
func value(t *testing.T, typ tftypes.Type, v any) tftypes.Value {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return tftypes.NewValue(typ, nil)
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue)
	case object:
		attributes := typ.(tftypes.Object).AttributeTypes
		values := make(map[string]tftypes.Value, len(attributes))
		for name, attribute := range attributes {
			values[name] = value(t, attribute, v[name])
		}
		for name := range v {
			if _, found := attributes[name]; !found {
				t.Fatalf("the schema has no attribute %q", name)
			}
		}
		return tftypes.NewValue(typ, values)
	case []any:
		element := typ.(tftypes.List).ElementType
		values := make([]tftypes.Value, 0, len(v))
		for _, e := range v {
			values = append(values, value(t, element, e))
		}
		return tftypes.NewValue(typ, values)
	default:
		return tftypes.NewValue(typ, v)
	}
}

// server is the provider as an engine sees it.
type server struct {
	tfprotov6.ProviderServer
	schema *tfprotov6.GetProviderSchemaResponse
	t      *testing.T
}

func start(t *testing.T, options ...own.Option) *server {
	t.Helper()
	backoff := transport.Backoff{First: time.Millisecond, Longest: 5 * time.Millisecond}
	hurried := []own.Option{
		own.WithConnection(func(c *mangopay.Config) { c.Backoff = backoff }),
		own.WithRebillyConnection(func(c *rebilly.Config) { c.Backoff = backoff }),
	}
	s := &server{ProviderServer: own.NewServer("test", append(hurried, options...)...)(), t: t}
	schema, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || len(schema.Diagnostics) > 0 {
		t.Fatalf("schema: %v %s", err, text(schema.Diagnostics))
	}
	s.schema = schema
	return s
}

func (s *server) wire(schema *tfprotov6.Schema, v any) *tfprotov6.DynamicValue {
	s.t.Helper()
	typ := schema.ValueType()
	wire, err := tfprotov6.NewDynamicValue(typ, value(s.t, typ, v))
	if err != nil {
		s.t.Fatal(err)
	}
	return &wire
}

func (s *server) validate(config object) string {
	s.t.Helper()
	resp, err := s.ValidateProviderConfig(s.t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: s.wire(s.schema.Provider, config)})
	if err != nil {
		s.t.Fatal(err)
	}
	return text(resp.Diagnostics)
}

func (s *server) configure(config object) string {
	s.t.Helper()
	resp, err := s.ConfigureProvider(s.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: s.wire(s.schema.Provider, config)})
	if err != nil {
		s.t.Fatal(err)
	}
	return text(resp.Diagnostics)
}

// readDispute reads the data source of one Mangopay dispute and returns its status.
func (s *server) readDispute(id string) (status, diagnostics string) {
	s.t.Helper()
	return s.readStatus("disputes_mangopay_dispute", id)
}

// readRebilly reads the data source of one Rebilly dispute, a sample of every world, and
// returns its status.
func (s *server) readRebilly() (status, diagnostics string) {
	s.t.Helper()
	return s.readStatus("disputes_rebilly_dispute", "dp-1001")
}

// readAll reads a data source that needs no arguments and returns what was said.
func (s *server) readAll(name string) string {
	s.t.Helper()
	resp, err := s.ReadDataSource(s.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: s.wire(s.schema.DataSourceSchemas[name], object{})})
	if err != nil {
		s.t.Fatal(err)
	}
	return text(resp.Diagnostics)
}

func (s *server) readStatus(name, id string) (status, diagnostics string) {
	s.t.Helper()
	schema := s.schema.DataSourceSchemas[name]
	resp, err := s.ReadDataSource(s.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: name, Config: s.wire(schema, object{"id": id})})
	if err != nil {
		s.t.Fatal(err)
	}
	if resp.State == nil {
		return "", text(resp.Diagnostics)
	}
	return s.attribute(schema, resp.State, "status"), text(resp.Diagnostics)
}

// attribute is a text of a resource or data source, "" for null and "?" for
// unknown.
func (s *server) attribute(schema *tfprotov6.Schema, wire *tfprotov6.DynamicValue, name string) string {
	s.t.Helper()
	v, err := wire.Unmarshal(schema.ValueType())
	if err != nil {
		s.t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if v.IsNull() {
		return ""
	}
	if err := v.As(&attributes); err != nil {
		s.t.Fatal(err)
	}
	if !attributes[name].IsKnown() {
		return "?"
	}
	var out *string
	if err := attributes[name].As(&out); err != nil {
		s.t.Fatal(err)
	}
	if out == nil {
		return ""
	}
	return *out
}

// text is one paragraph for each diagnostic: severity, attribute, summary, detail.
func text(diagnostics []*tfprotov6.Diagnostic) string {
	var b strings.Builder
	for _, d := range diagnostics {
		var names []string
		for _, step := range d.Attribute.Steps() {
			names = append(names, strings.Trim(fmt.Sprint(step), `"`))
		}
		fmt.Fprintf(&b, "%s [%s] %s: %s\n", d.Severity, strings.Join(names, "."), d.Summary, d.Detail)
	}
	return b.String()
}

// configured is what a configuration leads to, without the protocol in between.
func configured(t *testing.T, config object) (data any, said string) {
	t.Helper()
	p := own.New("test")()
	var schema provider.SchemaResponse
	p.Schema(t.Context(), provider.SchemaRequest{}, &schema)
	typ := schema.Schema.Type().TerraformType(context.Background())
	var resp provider.ConfigureResponse
	p.Configure(t.Context(), provider.ConfigureRequest{Config: tfsdk.Config{Raw: value(t, typ, config), Schema: schema.Schema}}, &resp)
	return resp.ResourceData, plain(resp.Diagnostics)
}

// plain is text without the attributes.
func plain(diagnostics diag.Diagnostics) string {
	var said strings.Builder
	for _, d := range diagnostics {
		fmt.Fprintf(&said, "%s [] %s: %s\n", d.Severity(), d.Summary(), d.Detail())
	}
	return said.String()
}

// account is the Mangopay account that a configuration leads to.
func account(t *testing.T, config object) (*platform.Platform, string) {
	t.Helper()
	data, said := configured(t, config)
	source, ok := data.(platform.Source)
	if !ok {
		return nil, said
	}
	found, diags := source.Mangopay()
	return found, said + plain(diags)
}

// place is the Rebilly organization that a configuration leads to.
func place(t *testing.T, config object) (*organization.Organization, string) {
	t.Helper()
	data, said := configured(t, config)
	source, ok := data.(organization.Source)
	if !ok {
		return nil, said
	}
	found, diags := source.Rebilly()
	return found, said + plain(diags)
}

// world serves a simulator that holds dispute-1001 and the other samples.
func world(t *testing.T) string {
	t.Helper()
	sim, err := simulator.Open(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(sim.Handler())
	t.Cleanup(served.Close)
	return served.URL
}

// at is a mangopay block for a served simulator.
func at(url string) object {
	return object{"mangopay": object{"base_url": url, "client_id": simulator.ClientID, "api_key": simulator.APIKey}}
}

// want fails unless every part is in what was said.
func want(t *testing.T, said string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(said, part) {
			t.Errorf("missing %q in:\n%s", part, said)
		}
	}
}

// silent fails if anything was said.
func silent(t *testing.T, said string) {
	t.Helper()
	if said != "" {
		t.Errorf("unexpected: %s", said)
	}
}
