package provider

import (
	"context"
	"crypto/tls"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
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
		return &systems{mangopay: platform.New(nil, policy, files, tfkit.DefaultPace())}
	}
	s.complete(diags)
	missing := s.missing()
	if diags.HasError() || len(missing) > 0 {
		return &systems{mangopay: platform.New(nil, policy, files, tfkit.DefaultPace()), mangopayMissing: missing}
	}
	client := p.connect(s, limitsOf(m.policy(ctx, diags), diags), diags)
	return &systems{mangopay: platform.New(client, policy, files, p.paceOf(s))}
}

// paceOf is short for the simulators. A call to the embedded one ends with the process
// that made it, so there is nothing to wait for after a run that died; one that is
// served, and over http there can only be one, may still do what it was sent.
func (p *disputes) paceOf(s settings) tfkit.Pace {
	pace := tfkit.Pace{
		Settle: time.Second,
		Look:   tfkit.Pauses{First: 100 * time.Millisecond, Longest: 500 * time.Millisecond},
		Review: tfkit.Pauses{First: 500 * time.Millisecond, Longest: 2 * time.Second},
	}
	switch {
	case p.pace != nil:
		return *p.pace
	case s.environment.text == environmentSimulator:
		return pace
	case strings.HasPrefix(s.baseURL.text, "http://"):
		pace.Settle = 3 * time.Second
		return pace
	default:
		return tfkit.DefaultPace()
	}
}

// connect returns the client; it opens no connection.
func (p *disputes) connect(s settings, l limits, diags *diag.Diagnostics) *mangopay.Client {
	config := mangopay.Config{
		BaseURL:   s.baseURL.text,
		ClientID:  s.clientID.text,
		APIKey:    s.apiKey.text,
		UserAgent: "terraform-provider-disputes/" + p.version,
		Logger: func(ctx context.Context, message string, fields map[string]any) {
			tflog.Debug(ctx, message, fields)
		},
		Reserve:          l.reserve,
		MaxRateLimitWait: l.wait,
		Announce:         tfkit.Announce,
		WriteAllowed:     p.writeAllowed,
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
	p.connection(&config)
	if err := config.Validate(); err != nil {
		diags.AddAttributeError(at, "Mangopay cannot be reached with this configuration", err.Error())
	}
	return mangopay.New(config)
}

// errOrphaned is why a provider whose engine was killed sends nothing more.
var errOrphaned = errors.New("the Terraform or OpenTofu run that this belongs to has ended, so nothing more is sent: nobody would record it")

func (p *disputes) writeAllowed() error {
	if p.parent() {
		return nil
	}
	return errOrphaned
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
