package provider

import (
	"crypto/tls"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// connectMangopay returns the client; it opens no connection.
func (p *disputes) connectMangopay(s *settings, l limits, world func() (*simulator.Simulator, error), diags *diag.Diagnostics) *mangopay.Client {
	config := mangopay.Config{
		BaseURL:          s.text(attributeBaseURL),
		ClientID:         s.text(attributeClientID),
		APIKey:           s.text(attributeAPIKey),
		UserAgent:        p.userAgent(),
		Logger:           logged,
		Reserve:          l.reserve,
		MaxRateLimitWait: l.wait,
		Announce:         tfkit.Announce,
		WriteAllowed:     p.writeAllowed,
	}
	if s.text(attributeCertificate) != "" {
		certificate, err := transport.ClientCertificate([]byte(s.text(attributeCertificate)), []byte(s.text(attributeCertificateKey)))
		if err != nil {
			diags.AddAttributeError(s.at(attributeCertificate), "Client certificate cannot be used", err.Error())
		}
		config.ClientCertificates = []tls.Certificate{certificate}
	}
	if s.simulated() {
		config.Transport = s.enter(world, diags)
	}
	p.mangopayConnection(&config)
	if err := config.Validate(); err != nil {
		diags.AddAttributeError(path.Root(s.block), "Mangopay cannot be reached with this configuration", err.Error())
	}
	return mangopay.New(config)
}

// connectRebilly returns the client; it opens no connection.
func (p *disputes) connectRebilly(s *settings, l limits, world func() (*simulator.Simulator, error), diags *diag.Diagnostics) *rebilly.Client {
	config := rebilly.Config{
		BaseURL:          s.text(attributeBaseURL),
		OrganizationID:   s.text(attributeOrganizationID),
		APIKey:           s.text(attributeAPIKey),
		Token:            s.text(attributeToken),
		UserAgent:        p.userAgent(),
		Logger:           logged,
		MaxRateLimitWait: l.wait,
		Announce:         tfkit.Announce,
		WriteAllowed:     p.writeAllowed,
	}
	if s.simulated() {
		config.Transport = s.enter(world, diags)
	}
	p.rebillyConnection(&config)
	if err := config.Validate(); err != nil {
		diags.AddAttributeError(path.Root(s.block), "Rebilly cannot be reached with this configuration", err.Error())
	}
	return rebilly.New(config)
}

func (p *disputes) userAgent() string { return "terraform-provider-disputes/" + p.version }
