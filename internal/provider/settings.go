package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The attributes of the blocks mangopay and rebilly.
const (
	attributeEnvironment         = "environment"
	attributeBaseURL             = "base_url"
	attributeAllowCustomEndpoint = "allow_custom_endpoint"
	attributeAPIKey              = "api_key"
	attributeClientID            = "client_id"
	attributeCertificate         = "client_certificate"
	attributeCertificateKey      = "client_key"
	attributeOrganizationID      = "organization_id"
	attributeToken               = "token"
)

// value is a resolved setting.
type value struct {
	text       string
	origin     string // attribute or environment variable that gave it
	configured bool   // whether that was the configuration
}

// setting is a row of the precedence table: configuration, then environment
// variable, then nothing.
type setting struct {
	block, attribute, variable string
}

var table = []setting{
	{blockMangopay, attributeClientID, "MANGOPAY_CLIENT_ID"},
	{blockMangopay, attributeAPIKey, "MANGOPAY_API_KEY"},
	{blockMangopay, attributeEnvironment, "MANGOPAY_ENVIRONMENT"},
	{blockMangopay, attributeBaseURL, "MANGOPAY_BASE_URL"},
	{blockMangopay, attributeCertificate, "MANGOPAY_CLIENT_CERTIFICATE"},
	{blockMangopay, attributeCertificateKey, "MANGOPAY_CLIENT_KEY"},
	{blockRebilly, attributeOrganizationID, "REBILLY_ORGANIZATION_ID"},
	{blockRebilly, attributeAPIKey, "REBILLY_API_KEY"},
	{blockRebilly, attributeToken, "REBILLY_TOKEN"},
	{blockRebilly, attributeEnvironment, "REBILLY_ENVIRONMENT"},
	{blockRebilly, attributeBaseURL, "REBILLY_BASE_URL"},
}

// alternatives are settings of which one system has one. The one that the
// configuration holds counts, whatever the environment says of the other.
var alternatives = [][2]string{
	{attributeEnvironment, attributeBaseURL},
	{attributeAPIKey, attributeToken},
}

// settings are the resolved values of one system's block, by attribute.
type settings struct {
	*system
	values              map[string]value
	allowCustomEndpoint bool
}

// pick applies one row. An empty text counts as not set, and white space around a
// value as an accident of copying it from a file.
func (r setting) pick(configured types.String, environ func(string) string) value {
	text := strings.TrimSpace(configured.ValueString())
	if text != "" || configured.IsUnknown() {
		return value{text, r.block + "." + r.attribute, true}
	}
	return value{strings.TrimSpace(environ(r.variable)), r.variable, false}
}

// named is how messages call a setting: by attribute and environment variable.
func (r setting) named() string {
	return fmt.Sprintf("%s.%s (environment variable %s)", r.block, r.attribute, r.variable)
}

// resolve applies the precedence table to a system's block; known is false while a
// value is only known after the apply.
func resolve(sys *system, block types.Object, environ func(string) string) (s *settings, known bool) {
	configured := block.Attributes()
	custom, _ := configured[attributeAllowCustomEndpoint].(types.Bool) // null when there is no block
	known = !block.IsUnknown() && !custom.IsUnknown()
	s = &settings{system: sys, values: map[string]value{}, allowCustomEndpoint: custom.ValueBool() || custom.IsUnknown()}
	for _, row := range sys.rows() {
		text, _ := configured[row.attribute].(types.String)
		known = known && !text.IsUnknown()
		s.values[row.attribute] = row.pick(text, environ)
	}
	for _, pair := range alternatives {
		s.decide(pair[0], pair[1])
		s.decide(pair[1], pair[0])
	}
	return s, known
}

// decide forgets what the environment says of one setting if the configuration holds
// the other.
func (s *settings) decide(other, one string) {
	if s.values[other].configured && !s.values[one].configured {
		s.values[one] = value{}
	}
}

// text is the value of an attribute, "" if it is not set.
func (s *settings) text(attribute string) string { return s.values[attribute].text }

// set replaces a value.
func (s *settings) set(attribute, text string) {
	v := s.values[attribute]
	v.text = text
	s.values[attribute] = v
}

// at is the path of an attribute of the block.
func (s *settings) at(attribute string) path.Path { return path.Root(s.block).AtName(attribute) }

// simulated tells whether the simulator inside the provider is meant.
func (s *settings) simulated() bool { return s.text(attributeEnvironment) == environmentSimulator }

// complete checks the values against each other and fills in what the environment
// implies. What is missing is reported by missing.
func (s *settings) complete(diags *diag.Diagnostics) {
	s.check(diags)
	if (s.text(attributeCertificate) == "") != (s.text(attributeCertificateKey) == "") {
		diags.AddAttributeError(s.at(attributeCertificate), "Half of a client certificate",
			"client_certificate and client_key (MANGOPAY_CLIENT_CERTIFICATE, MANGOPAY_CLIENT_KEY) go together.")
	}
	hosts := s.hosts[s.text(attributeEnvironment)]
	switch {
	case diags.HasError() || s.text(attributeEnvironment) == "":
	case s.simulated():
		for attribute, text := range s.embedded {
			s.set(attribute, text)
		}
	case s.text(attributeCertificate) != "":
		s.set(attributeBaseURL, "https://"+hosts.mutualTLS)
	default:
		s.set(attributeBaseURL, "https://"+hosts.plain)
	}
}

// check refuses what is wrong by itself, whatever the other settings are.
func (s *settings) check(diags *diag.Diagnostics) {
	s.checkPlace(diags)
	key, token := s.values[attributeAPIKey], s.values[attributeToken]
	if key.text != "" && token.text != "" && !s.simulated() {
		diags.AddAttributeError(s.at(attributeToken), "Two credentials for one organization",
			fmt.Sprintf("%s and %s are both set. Keep the one you mean.", key.origin, token.origin))
	}
}

// checkBlock refuses what is wrong in a block, whatever the environment holds.
func checkBlock(sys *system, block types.Object, diags *diag.Diagnostics) {
	s, _ := resolve(sys, block, func(string) string { return "" })
	s.check(diags)
}

// missing names what has to be set before the system can be used, attribute and
// environment variable each.
func (s *settings) missing() []string {
	var out []string
	for _, ways := range s.required {
		if !slices.ContainsFunc(ways, func(attribute string) bool { return s.text(attribute) != "" }) {
			out = append(out, s.named(ways))
		}
	}
	if s.text(attributeBaseURL) == "" {
		out = append(out, fmt.Sprintf("%s: %q, %q, or %q to try things without an account",
			s.named([]string{attributeEnvironment}), environmentSandbox, s.environments[0], environmentSimulator))
	}
	return out
}

// named is how messages call settings of which one is enough.
func (s *settings) named(attributes []string) string {
	var names []string
	for _, row := range s.rows() {
		if slices.Contains(attributes, row.attribute) {
			names = append(names, row.named())
		}
	}
	return strings.Join(names, " or ")
}
