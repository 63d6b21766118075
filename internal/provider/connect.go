package provider

import (
	"crypto/tls"
	"errors"
	"fmt"

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
	s.refuse(config.Validate(), diags)
	return rebilly.New(config)
}

// rebillySettings are the attributes behind the settings of the client.
var rebillySettings = map[rebilly.Setting]string{
	rebilly.SettingBaseURL:      attributeBaseURL,
	rebilly.SettingOrganization: attributeOrganizationID,
	rebilly.SettingAPIKey:       attributeAPIKey,
	rebilly.SettingToken:        attributeToken,
}

// refuse reports what is wrong with the settings of Rebilly's client, each by the names
// that people know it by.
func (s *settings) refuse(err error, diags *diag.Diagnostics) {
	const summary = "Rebilly cannot be reached with this configuration"
	several, joined := err.(interface{ Unwrap() []error })
	setting := new(rebilly.SettingError)
	switch {
	case err == nil:
	case joined:
		for _, one := range several.Unwrap() {
			s.refuse(one, diags)
		}
	case errors.As(err, &setting):
		attribute := rebillySettings[setting.Setting]
		text := s.named([]string{attribute}) + " " + setting.Reason + "."
		if setting.Environment != "" {
			text += " " + s.useEnvironment(setting.Environment)
		}
		diags.AddAttributeError(s.at(attribute), summary, text)
	default:
		diags.AddAttributeError(path.Root(s.block), summary, err.Error())
	}
}

// useEnvironment says how a key is brought to its own environment.
func (s *settings) useEnvironment(environment string) string {
	remedy := fmt.Sprintf(`Set environment = "%s" (REBILLY_ENVIRONMENT=%[1]s)`, environment)
	if s.text(attributeEnvironment) == "" {
		remedy += " in place of " + s.values[attributeBaseURL].origin
	}
	return remedy + ", or use a key of the other environment."
}

func (p *disputes) userAgent() string { return "terraform-provider-disputes/" + p.version }
