package platform

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resource is embedded by every Mangopay resource: its name and its account.
type Resource struct {
	*Platform
	name string
}

// NamedResource returns the part of a resource that all share; name follows the
// provider's, as in "mangopay_document".
func NamedResource(name string) Resource {
	return Resource{name: name}
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.name
}

// Configure takes the Mangopay account from the provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Platform = configure(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by every Mangopay data source: its name and its account.
type DataSource struct {
	*Platform
	name string
}

// NamedDataSource returns the part of a data source that all share; name follows
// the provider's, as in "mangopay_dispute".
func NamedDataSource(name string) DataSource {
	return DataSource{name: name}
}

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

// Configure takes the Mangopay account from the provider.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Platform = configure(req.ProviderData, &resp.Diagnostics)
	if d.Platform != nil && d.Client == nil && !resp.Diagnostics.HasError() {
		resp.Diagnostics.AddError("Mangopay's configuration is not known yet",
			"A value in the provider's mangopay block is only known after the apply, so data sources cannot be read in the plan. Give the provider values that the plan knows: variables, or the environment.")
	}
}
