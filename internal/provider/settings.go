package provider

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	environmentProduction = "production"
	environmentSandbox    = "sandbox"
	environmentSimulator  = "simulator"
)

// hosts are Mangopay's, without and with mutual TLS (Mangopay API reference,
// Introduction).
var hosts = map[string]struct{ plain, mutualTLS string }{
	environmentProduction: {"api.mangopay.com", "api-mtls.mangopay.com"},
	environmentSandbox:    {"api.sandbox.mangopay.com", "api-mtls.sandbox.mangopay.com"},
}

func environmentNames() []string {
	return []string{environmentProduction, environmentSandbox, environmentSimulator}
}

// value is a resolved setting.
type value struct {
	text       string
	origin     string // attribute or environment variable that gave it
	configured bool   // whether that was the configuration
}

// settings are the resolved values of the mangopay block.
type settings struct {
	clientID, apiKey, environment, baseURL, certificate, key value
	allowCustomEndpoint                                      bool
}

// setting is a row of the precedence table: configuration, then environment
// variable, then nothing.
type setting struct {
	attribute string
	variable  string
	value     func(*settings) *value
	from      func(mangopayModel) types.String
}

var table = []setting{
	{"client_id", "MANGOPAY_CLIENT_ID", func(s *settings) *value { return &s.clientID }, func(m mangopayModel) types.String { return m.ClientID }},
	{"api_key", "MANGOPAY_API_KEY", func(s *settings) *value { return &s.apiKey }, func(m mangopayModel) types.String { return m.APIKey }},
	{"environment", "MANGOPAY_ENVIRONMENT", func(s *settings) *value { return &s.environment }, func(m mangopayModel) types.String { return m.Environment }},
	{"base_url", "MANGOPAY_BASE_URL", func(s *settings) *value { return &s.baseURL }, func(m mangopayModel) types.String { return m.BaseURL }},
	{"client_certificate", "MANGOPAY_CLIENT_CERTIFICATE", func(s *settings) *value { return &s.certificate }, func(m mangopayModel) types.String { return m.ClientCertificate }},
	{"client_key", "MANGOPAY_CLIENT_KEY", func(s *settings) *value { return &s.key }, func(m mangopayModel) types.String { return m.ClientCertificateKey }},
}

// pick applies one row. An empty text counts as not set, and white space around a
// value as an accident of copying it from a file.
func (r setting) pick(configured types.String, environ func(string) string) value {
	text := strings.TrimSpace(configured.ValueString())
	if text != "" || configured.IsUnknown() {
		return value{text, "mangopay." + r.attribute, true}
	}
	return value{strings.TrimSpace(environ(r.variable)), r.variable, false}
}

// resolve applies the precedence table; known is false while a value is only
// known after the apply.
func resolve(m mangopayModel, environ func(string) string) (s settings, known bool) {
	known = !m.AllowCustomEndpoint.IsUnknown()
	s.allowCustomEndpoint = m.AllowCustomEndpoint.ValueBool() || !known
	for _, row := range table {
		configured := row.from(m)
		known = known && !configured.IsUnknown()
		*row.value(&s) = row.pick(configured, environ)
	}
	// One place in the configuration decides where the account is, whatever the
	// environment says of the other.
	switch {
	case s.environment.configured && !s.baseURL.configured:
		s.baseURL = value{}
	case s.baseURL.configured && !s.environment.configured:
		s.environment = value{}
	}
	return s, known
}

// complete checks the values against each other and fills in what the environment
// implies. What is missing is reported by missing.
func (s *settings) complete(diags *diag.Diagnostics) {
	s.checkPlace(diags)
	if (s.certificate.text == "") != (s.key.text == "") {
		diags.AddAttributeError(path.Root("mangopay").AtName("client_certificate"), "Half of a client certificate",
			"client_certificate and client_key (MANGOPAY_CLIENT_CERTIFICATE, MANGOPAY_CLIENT_KEY) go together.")
	}
	switch environment := s.environment.text; {
	case diags.HasError() || environment == "":
	case environment == environmentSimulator:
		s.simulate()
	case s.certificate.text != "":
		s.baseURL.text = "https://" + hosts[environment].mutualTLS
	default:
		s.baseURL.text = "https://" + hosts[environment].plain
	}
}

// checkPlace refuses a place for the account that is no place, or that must not be
// given the API key.
func (s *settings) checkPlace(diags *diag.Diagnostics) {
	at := path.Root("mangopay")
	switch {
	case s.environment.text != "" && s.baseURL.text != "":
		diags.AddAttributeError(at.AtName("base_url"), "Two places for one account",
			fmt.Sprintf("%s and %s are both set. Keep the one you mean.", s.environment.origin, s.baseURL.origin))
	case s.environment.text != "" && !slices.Contains(environmentNames(), s.environment.text):
		diags.AddAttributeError(at.AtName("environment"), "Unknown environment",
			fmt.Sprintf("%s is %q, which is none of %s.", s.environment.origin, s.environment.text, strings.Join(environmentNames(), ", ")))
	case s.baseURL.text != "":
		if reason := s.refuseBaseURL(); reason != "" {
			diags.AddAttributeError(at.AtName("base_url"), "Base URL refused", s.baseURL.origin+" "+reason)
		}
	}
}

// simulate points at the embedded simulator, whose credentials everybody has.
func (s *settings) simulate() {
	s.baseURL.text = simulator.BaseURL
	s.clientID.text = simulator.ClientID
	s.apiKey.text = simulator.APIKey
}

// refuseBaseURL says why the base URL must not be given the API key, or nothing.
// The URL itself is not repeated: it may hold a password.
func (s *settings) refuseBaseURL() string {
	u, err := url.Parse(s.baseURL.text)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return "must be scheme and host only, for instance \"https://api.sandbox.mangopay.com\"."
	case u.Scheme == "http" && mangopay.Loopback(u.Hostname()):
		return ""
	case u.Scheme != "https":
		return "must use https: the API key is sent to it. Only a simulator on this machine may use http."
	case s.allowCustomEndpoint || vendor(u.Hostname()):
		return ""
	}
	return fmt.Sprintf("names %q, which is not a host of Mangopay, and the API key would be sent to it. If that is what you want, set allow_custom_endpoint = true.", u.Hostname())
}

func vendor(host string) bool {
	for _, h := range hosts {
		if strings.EqualFold(host, h.plain) || strings.EqualFold(host, h.mutualTLS) {
			return true
		}
	}
	return false
}

// missing names what has to be set before Mangopay can be used, attribute and
// environment variable each.
func (s *settings) missing() []string {
	var out []string
	for _, row := range table[:2] {
		if row.value(s).text == "" {
			out = append(out, fmt.Sprintf("mangopay.%s (environment variable %s)", row.attribute, row.variable))
		}
	}
	if s.baseURL.text == "" {
		out = append(out, "mangopay.environment (environment variable MANGOPAY_ENVIRONMENT): \"sandbox\", \"production\", or \"simulator\" to try things without an account")
	}
	return out
}
