package organization

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// Resource is embedded by every Rebilly resource: its name and its organization.
type Resource struct {
	*Organization
	name string
}

// NamedResource returns the part of a resource that all share; name follows the
// provider's, as in "rebilly_dispute".
func NamedResource(name string) Resource {
	return Resource{name: name}
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.name
}

// Configure takes the Rebilly organization from the provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Organization = configure(req.ProviderData, &resp.Diagnostics)
}

// DataSource is embedded by every Rebilly data source: its name and its organization.
type DataSource struct {
	*Organization
	name string
}

// NamedDataSource returns the part of a data source that all share; name follows the
// provider's, as in "rebilly_dispute".
func NamedDataSource(name string) DataSource {
	return DataSource{name: name}
}

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

// Configure takes the Rebilly organization from the provider.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Organization = configure(req.ProviderData, &resp.Diagnostics)
	if d.Organization != nil && d.Client == nil && !resp.Diagnostics.HasError() {
		resp.Diagnostics.AddError("Rebilly's configuration is not known yet",
			"A value in the provider's rebilly block is only known after the apply, so data sources cannot be read in the plan. Give the provider values that the plan knows: variables, or the environment.")
	}
}
