package acctest

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Data is what reading a data source gave.
type Data struct {
	Diagnostics Diagnostics
	t           testing.TB
	value       tftypes.Value
}

// Read validates and reads a data source.
func (e *Engine) Read(typeName string, body Object) Data {
	e.t.Helper()
	p, diags := e.start()
	data := Data{Diagnostics: diags, t: e.t}
	if diags.Failed() {
		return data
	}
	schemas, err := p.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
	must(e.t, err)
	typ := schemas.DataSourceSchemas[typeName].ValueType()
	config := p.wire(typ, value(e.t, typ, body))
	valid, err := p.ValidateDataResourceConfig(context.Background(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: config})
	must(e.t, err)
	if data.Diagnostics = append(data.Diagnostics, valid.Diagnostics...); data.Diagnostics.Failed() {
		return data
	}
	read, err := p.ReadDataSource(context.Background(), &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: config})
	must(e.t, err)
	data.Diagnostics = append(data.Diagnostics, read.Diagnostics...)
	if !data.Diagnostics.Failed() {
		data.value, err = read.State.Unmarshal(typ)
		must(e.t, err)
	}
	return data
}

// Attribute is a text, number or truth that was read; "" for null.
func (d Data) Attribute(name string) string {
	d.t.Helper()
	return printed(d.t, attributes(d.t, d.value)[name])
}

// Elements are one attribute of each element of a list that was read.
func (d Data) Elements(list, attribute string) []string {
	d.t.Helper()
	out := []string{}
	for _, element := range elements(d.t, attributes(d.t, d.value)[list]) {
		out = append(out, printed(d.t, attributes(d.t, element)[attribute]))
	}
	return out
}
