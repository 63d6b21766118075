// Package provider composes the provider: its schema, what it is configured with,
// and the list of its types.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	own "github.com/disputeops/terraform-provider-disputes/internal/function"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/dispute"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/disputeclosure"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/disputesubmission"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/disputetag"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/document"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/documentpage"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/documentsubmission"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/attachment"
	rebillydispute "github.com/disputeops/terraform-provider-disputes/internal/rebilly/dispute"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/file"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// Address is the provider's address in the registries.
const Address = "registry.terraform.io/disputeops/disputes"

// providerName begins the name of every type.
const providerName = "disputes"

var (
	_ provider.ProviderWithValidateConfig = (*disputes)(nil)
	_ provider.ProviderWithFunctions      = (*disputes)(nil)
)

type disputes struct {
	version            string
	pace               *tfkit.Pace
	parent             func() bool
	mangopayConnection func(*mangopay.Config)
	rebillyConnection  func(*rebilly.Config)
}

// Option changes how a provider is made.
type Option func(*disputes)

// WithPace replaces the patience with which the provider waits for the other side.
func WithPace(pace tfkit.Pace) Option {
	return func(p *disputes) { p.pace = &pace }
}

// WithParent lets the provider change nothing more on the other side once alive says
// that the engine which started it is gone: nobody would record it. It is asked before
// every such call.
func WithParent(alive func() bool) Option {
	return func(p *disputes) { p.parent = alive }
}

// WithConnection changes how Mangopay is reached, after everything that the
// configuration says of it.
func WithConnection(change func(*mangopay.Config)) Option {
	return func(p *disputes) { p.mangopayConnection = change }
}

// WithRebillyConnection changes how Rebilly is reached, after everything that the
// configuration says of it.
func WithRebillyConnection(change func(*rebilly.Config)) Option {
	return func(p *disputes) { p.rebillyConnection = change }
}

// New returns a maker of providers that call themselves version.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &disputes{
			version:            version,
			parent:             func() bool { return true },
			mangopayConnection: func(*mangopay.Config) {},
			rebillyConnection:  func(*rebilly.Config) {},
		}
		for _, apply := range options {
			apply(p)
		}
		return p
	}
}

// Metadata names the provider.
func (p *disputes) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = providerName
	resp.Version = p.version
}

// ValidateConfig checks what needs neither credentials nor the environment.
func (p *disputes) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	checkBlock(mangopaySystem, m.Mangopay, &resp.Diagnostics)
	checkBlock(rebillySystem, m.Rebilly, &resp.Diagnostics)
	block := m.policy(ctx, &resp.Diagnostics)
	duration("deadline_warning", block.DeadlineWarning, 0, &resp.Diagnostics)
	duration("deadline_margin", block.DeadlineMargin, 0, &resp.Diagnostics)
	limitsOf(block, &resp.Diagnostics)
}

// Configure resolves the settings and hands the configured systems to every type.
// What a system lacks is reported by the types that need it.
func (p *disputes) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	configured := p.configure(ctx, m, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.ResourceData = configured
	resp.DataSourceData = configured
}

// Resources lists the resource types.
func (p *disputes) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		document.NewResource,
		documentpage.NewResource,
		documentsubmission.NewResource,
		disputesubmission.NewResource,
		disputeclosure.NewResource,
		disputetag.NewResource,
		rebillydispute.NewResource,
		file.NewResource,
		attachment.NewResource,
	}
}

// DataSources lists the data sources.
func (p *disputes) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		dispute.NewDataSource,
		dispute.NewList,
		document.NewDataSource,
		document.NewList,
		rebillydispute.NewDataSource,
		rebillydispute.NewList,
	}
}

// Functions lists the functions.
func (p *disputes) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		own.NewRebillyRecord,
	}
}
