package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// NewServer returns a maker of servers for the plugin protocol, each with a provider
// that calls itself version. What the provider announces while it works on a call
// comes back as a warning in the answer.
func NewServer(version string, options ...Option) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		framework, ok := providerserver.NewProtocol6(New(version, options...)())().(everyServer)
		if !ok {
			panic("the framework's server lacks a part of the plugin protocol") // of this binary, as a test shows
		}
		return &server{framework}
	}
}

// everyServer is all that the framework's server can do. The parts that the protocol
// does not demand yet are found by what a server implements, and must not be lost.
type everyServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server is the framework's server with a notice board for each call that may have to
// wait.
type server struct{ everyServer }

func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return announcing(ctx, req.TypeName, req, s.everyServer.ReadResource, func(r *tfprotov6.ReadResourceResponse) *diagnostics { return &r.Diagnostics })
}

func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return announcing(ctx, req.TypeName, req, s.everyServer.PlanResourceChange, func(r *tfprotov6.PlanResourceChangeResponse) *diagnostics { return &r.Diagnostics })
}

func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return announcing(ctx, req.TypeName, req, s.everyServer.ApplyResourceChange, func(r *tfprotov6.ApplyResourceChangeResponse) *diagnostics { return &r.Diagnostics })
}

func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return announcing(ctx, req.TypeName, req, s.everyServer.ImportResourceState, func(r *tfprotov6.ImportResourceStateResponse) *diagnostics { return &r.Diagnostics })
}

func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return announcing(ctx, req.TypeName, req, s.everyServer.ReadDataSource, func(r *tfprotov6.ReadDataSourceResponse) *diagnostics { return &r.Diagnostics })
}

type diagnostics = []*tfprotov6.Diagnostic

// announcing makes a call about a type and adds what was announced meanwhile to its
// answer.
func announcing[Q, R any](ctx context.Context, typeName string, req Q, call func(context.Context, Q) (*R, error), of func(*R) *diagnostics) (*R, error) {
	ctx, announced := tfkit.WithNotices(ctx)
	resp, err := call(ctx, req)
	if err != nil {
		return resp, err
	}
	said := of(resp)
	*said = append(*said, warning(typeName, announced())...)
	return resp, nil
}

// warning is what was announced during one call, as one diagnostic. Engines fold the
// same summary of many resources into one.
func warning(typeName string, announced []string) diagnostics {
	if len(announced) == 0 {
		return nil
	}
	return diagnostics{{
		Severity: tfprotov6.DiagnosticSeverityWarning,
		Summary:  "Waited for " + systemOf(typeName).name,
		Detail:   strings.Join(announced, "\n\n"),
	}}
}

// systemOf is the system that a type belongs to, which its name says.
func systemOf(typeName string) *system {
	if strings.HasPrefix(typeName, providerName+"_"+blockRebilly+"_") {
		return rebillySystem
	}
	return mangopaySystem
}
