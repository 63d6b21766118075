package provider

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

const (
	onDestroyForget = "forget"
	onDestroyRefuse = "refuse"

	defaultDeadlineWarning = 72 * time.Hour
	defaultDeadlineMargin  = 2 * time.Hour
)

// systems is what resources and data sources are given: the configured accounts,
// and what the configuration of each lacks.
type systems struct {
	mangopay        *platform.Platform
	mangopayMissing []string
}

// Mangopay returns the account, or says what has to be set. Only what needs
// Mangopay asks for it.
func (s *systems) Mangopay() (*platform.Platform, diag.Diagnostics) {
	var diags diag.Diagnostics
	if len(s.mangopayMissing) > 0 {
		diags.AddError("Mangopay is not configured", "Set in the provider's configuration or in the environment:\n\n  - "+strings.Join(s.mangopayMissing, "\n  - "))
	}
	return s.mangopay, diags
}

// configure builds the systems from the configuration.
func (p *disputes) configure(ctx context.Context, m model, diags *diag.Diagnostics) *systems {
	policy, files := configurePolicy(ctx, m, diags)
	s, known := resolve(m.mangopay(ctx, diags), os.Getenv)
	if m.Mangopay.IsUnknown() || !known || diags.HasError() {
		return &systems{mangopay: platform.New(nil, policy, files, p.pace)}
	}
	s.complete(diags)
	missing := s.missing()
	if diags.HasError() || len(missing) > 0 {
		return &systems{mangopay: platform.New(nil, policy, files, p.pace), mangopayMissing: missing}
	}
	client := p.connect(s, diags)
	return &systems{mangopay: platform.New(client, policy, files, p.paceOf(s))}
}

// paceOf is short for the embedded simulator: a call ends with the process that
// made it, so there is nothing to wait for after a run that died.
func (p *disputes) paceOf(s settings) platform.Pace {
	if s.environment.text != environmentSimulator {
		return p.pace
	}
	return platform.Pace{
		Settle: time.Second,
		Look:   platform.Pauses{First: 100 * time.Millisecond, Longest: 500 * time.Millisecond},
		Review: platform.Pauses{First: 500 * time.Millisecond, Longest: 2 * time.Second},
	}
}

// connect returns the client; it opens no connection.
func (p *disputes) connect(s settings, diags *diag.Diagnostics) *mangopay.Client {
	config := mangopay.Config{
		BaseURL:   s.baseURL.text,
		ClientID:  s.clientID.text,
		APIKey:    s.apiKey.text,
		UserAgent: "terraform-provider-disputes/" + p.version,
		Logger: func(ctx context.Context, message string, fields map[string]any) {
			tflog.Debug(ctx, message, fields)
		},
	}
	at := path.Root("mangopay")
	if s.certificate.text != "" {
		certificate, err := transport.ClientCertificate([]byte(s.certificate.text), []byte(s.key.text))
		if err != nil {
			diags.AddAttributeError(at.AtName("client_certificate"), "Client certificate cannot be used", err.Error())
		}
		config.ClientCertificates = []tls.Certificate{certificate}
	}
	if s.environment.text == environmentSimulator {
		embed(&config, diags)
	}
	if err := config.Validate(); err != nil {
		diags.AddAttributeError(at, "Mangopay cannot be reached with this configuration", err.Error())
	}
	return mangopay.New(config)
}

// embed serves the simulator inside this process.
func embed(config *mangopay.Config, diags *diag.Diagnostics) {
	file := simulator.DefaultPath()
	at := path.Root("mangopay").AtName("environment")
	world, err := simulator.Open(simulator.Options{File: file})
	if err != nil {
		diags.AddAttributeError(at, "The simulator cannot be opened", err.Error())
		return
	}
	config.Transport = world.Transport()
	tfkit.Report(diags, at, evidence.NewFinding(evidence.CodeSimulatorInUse, "Its world is in "+file+"."))
}

// configurePolicy applies the defaults of the policy block. A value that is not
// known yet counts as its default until the apply.
func configurePolicy(ctx context.Context, m model, diags *diag.Diagnostics) (platform.Policy, evidence.Directories) {
	block := m.policy(ctx, diags)
	policy := platform.Policy{
		RequireApproval: block.RequireApproval.ValueBool(),
		DeadlineWarning: duration("deadline_warning", block.DeadlineWarning, defaultDeadlineWarning, diags),
		DeadlineMargin:  duration("deadline_margin", block.DeadlineMargin, defaultDeadlineMargin, diags),
		RefuseDestroy:   block.OnDestroy.ValueString() == onDestroyRefuse,
		MarkDocuments:   orTrue(block.MarkDocuments),
		VerifyContents:  orTrue(block.VerifyContents),
	}
	directory, err := os.Getwd()
	if err != nil {
		diags.AddError("The working directory cannot be found", err.Error())
	}
	files, err := evidence.NewDirectories(directory, allowedDirectories(ctx, directory, m.Policy.IsUnknown(), block, diags))
	if err != nil {
		diags.AddAttributeError(path.Root("policy").AtName("allowed_directories"), "Directory cannot be used", err.Error())
	}
	return policy, files
}

// allowedDirectories are the configured ones. While they are not known no file is
// refused for where it is; the apply, which knows them, is what sends.
func allowedDirectories(ctx context.Context, working string, unknown bool, block policyModel, diags *diag.Diagnostics) []string {
	list := block.AllowedDirectories
	if unknown || list.IsUnknown() || slices.ContainsFunc(list.Elements(), attr.Value.IsUnknown) {
		return []string{filepath.VolumeName(working) + string(filepath.Separator)}
	}
	return tfkit.Strings(ctx, list, diags)
}

// duration reads a time of the policy block, which may be zero and not less.
func duration(name string, v timetypes.GoDuration, fallback time.Duration, diags *diag.Diagnostics) time.Duration {
	if !tfkit.Known(v) {
		return fallback
	}
	at := path.Root("policy").AtName(name)
	d, err := time.ParseDuration(v.ValueString())
	switch {
	case err != nil:
		diags.AddAttributeError(at, "Not a duration", fmt.Sprintf("%q is not a Go duration such as \"48h\" or \"30m\".", v.ValueString()))
	case d < 0:
		diags.AddAttributeError(at, "Negative duration", fmt.Sprintf("%q is less than nothing. Use \"0s\" to switch this off.", v.ValueString()))
	}
	return d
}

func orTrue(v basetypes.BoolValue) bool {
	return !tfkit.Known(v) || v.ValueBool()
}
