package provider

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	blockMangopay = "mangopay"
	blockRebilly  = "rebilly"

	environmentProduction = "production"
	environmentLive       = "live"
	environmentSandbox    = "sandbox"
	environmentSimulator  = "simulator"
)

// system is what one of the two systems has of its own: where it is, and what it
// wants to be told.
type system struct {
	block        string            // in the configuration
	name         string            // for people
	environments []string          // for people, in this order
	hosts        map[string]hosts  // by environment, the simulator aside
	required     [][]string        // attributes, one of each group
	embedded     map[string]string // what reaches the simulator inside the provider
}

// hosts are a system's in one environment.
type hosts struct{ plain, mutualTLS string }

// mangopaySystem: hosts without and with mutual TLS are those of Mangopay API
// reference, Introduction.
var mangopaySystem = &system{
	block:        blockMangopay,
	name:         "Mangopay",
	environments: []string{environmentProduction, environmentSandbox, environmentSimulator},
	hosts: map[string]hosts{
		environmentProduction: {"api.mangopay.com", "api-mtls.mangopay.com"},
		environmentSandbox:    {"api.sandbox.mangopay.com", "api-mtls.sandbox.mangopay.com"},
	},
	required: [][]string{{attributeClientID}, {attributeAPIKey}},
	embedded: map[string]string{
		attributeBaseURL:  simulator.BaseURL,
		attributeClientID: simulator.ClientID,
		attributeAPIKey:   simulator.APIKey,
	},
}

// rebillySystem: hosts are those of Rebilly API reference, Servers.
var rebillySystem = &system{
	block:        blockRebilly,
	name:         "Rebilly",
	environments: []string{environmentLive, environmentSandbox, environmentSimulator},
	hosts: map[string]hosts{
		environmentLive:    {plain: "api.rebilly.com"},
		environmentSandbox: {plain: "api-sandbox.rebilly.com"},
	},
	required: [][]string{{attributeAPIKey, attributeToken}},
	embedded: map[string]string{
		attributeBaseURL:        simulator.BaseURL,
		attributeOrganizationID: simulator.RebillyOrganization,
		attributeAPIKey:         simulator.RebillyAPIKey,
		attributeToken:          "",
	},
}

// rows are the system's part of the precedence table.
func (sys *system) rows() []setting {
	return slices.DeleteFunc(slices.Clone(table), func(r setting) bool { return r.block != sys.block })
}

// owns tells whether a host is the vendor's own.
func (sys *system) owns(host string) bool {
	for _, h := range sys.hosts {
		if strings.EqualFold(host, h.plain) || strings.EqualFold(host, h.mutualTLS) {
			return true
		}
	}
	return false
}

// checkPlace refuses a place that is no place, or that must not be given credentials.
func (s *settings) checkPlace(diags *diag.Diagnostics) {
	environment, base := s.values[attributeEnvironment], s.values[attributeBaseURL]
	switch {
	case environment.text != "" && base.text != "":
		diags.AddAttributeError(s.at(attributeBaseURL), "Two places for one account",
			fmt.Sprintf("%s and %s are both set. Keep the one you mean.", environment.origin, base.origin))
	case environment.text != "" && !slices.Contains(s.environments, environment.text):
		diags.AddAttributeError(s.at(attributeEnvironment), "Unknown environment",
			fmt.Sprintf("%s is %q, which is none of %s.", environment.origin, environment.text, strings.Join(s.environments, ", ")))
	case base.text != "":
		if reason := s.refuseBaseURL(base.text); reason != "" {
			diags.AddAttributeError(s.at(attributeBaseURL), "Base URL refused", base.origin+" "+reason)
		}
	}
}

// refuseBaseURL says why a base URL must not be given credentials, or nothing. The
// URL itself is not repeated: it may hold a password.
func (s *settings) refuseBaseURL(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return fmt.Sprintf("must be scheme and host only, for instance \"https://%s\".", s.hosts[environmentSandbox].plain)
	case u.Scheme == "http" && rest.Loopback(u.Hostname()):
		return ""
	case u.Scheme != "https":
		return "must use https: credentials are sent to it. Only a simulator on this machine may use http."
	case s.allowCustomEndpoint || s.owns(u.Hostname()):
		return ""
	}
	return fmt.Sprintf("names %q, which is not a host of %s, and credentials would be sent to it. If that is what you want, set allow_custom_endpoint = true.", u.Hostname(), s.name)
}
