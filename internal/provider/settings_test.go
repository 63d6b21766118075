package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
)

// sandbox is a complete mangopay block, changed by the given values.
func sandbox(changes object) object {
	block := object{"environment": "sandbox", "client_id": "acme", "api_key": "k3y"}
	maps.Copy(block, changes)
	return object{"mangopay": block}
}

func TestPrecedence(t *testing.T) {
	clientID := func(p *platform.Platform) string { return p.Client.ClientID() }
	host := func(p *platform.Platform) string { return strings.TrimPrefix(p.Client.BaseURL(), "https://") }
	for _, row := range []struct {
		attribute, variable         string
		observe                     func(*platform.Platform) string
		configured, environment     string
		ofConfigured, ofEnvironment string
		ofNeither                   string // part of the message that says what is missing
		without                     []string
	}{
		{
			attribute: "client_id", variable: "MANGOPAY_CLIENT_ID", observe: clientID,
			configured: "from-config", environment: "from-env", ofConfigured: "from-config", ofEnvironment: "from-env",
			ofNeither: "mangopay.client_id (environment variable MANGOPAY_CLIENT_ID)",
		},
		{
			attribute: "environment", variable: "MANGOPAY_ENVIRONMENT", observe: host,
			configured: "sandbox", environment: "production", ofConfigured: "api.sandbox.mangopay.com", ofEnvironment: "api.mangopay.com",
			ofNeither: "mangopay.environment (environment variable MANGOPAY_ENVIRONMENT)",
		},
		{
			attribute: "base_url", variable: "MANGOPAY_BASE_URL", observe: host, without: []string{"environment"},
			configured: "https://api.sandbox.mangopay.com", environment: "https://api-mtls.mangopay.com/",
			ofConfigured: "api.sandbox.mangopay.com", ofEnvironment: "api-mtls.mangopay.com",
			ofNeither: "mangopay.environment (environment variable MANGOPAY_ENVIRONMENT)",
		},
	} {
		t.Run(row.attribute, func(t *testing.T) {
			config := func(own any) object {
				c := sandbox(object{row.attribute: own})
				for _, name := range row.without {
					delete(c["mangopay"].(object), name)
				}
				return c
			}
			_, said := account(t, config(nil))
			want(t, said, row.ofNeither)
			t.Setenv(row.variable, row.environment)
			for text, wanted := range map[any]string{
				row.configured: row.ofConfigured, " " + row.configured + "\n": row.ofConfigured,
				nil: row.ofEnvironment, "": row.ofEnvironment, "  ": row.ofEnvironment,
			} {
				p, said := account(t, config(text))
				silent(t, said)
				if got := row.observe(p); got != wanted {
					t.Errorf("%q: got %q, want %q", text, got, wanted)
				}
			}
			t.Setenv(row.variable, " "+row.environment+"\n")
			p, said := account(t, config(nil))
			silent(t, said)
			if got := row.observe(p); got != row.ofEnvironment {
				t.Errorf("environment with white space: got %q, want %q", got, row.ofEnvironment)
			}
		})
	}
}

// TestPlacePrecedence: the configuration decides where the account is, whichever
// of the two ways it uses.
func TestPlacePrecedence(t *testing.T) {
	t.Setenv("MANGOPAY_BASE_URL", "https://api-mtls.mangopay.com")
	p, said := account(t, sandbox(nil))
	silent(t, said)
	if got := p.Client.BaseURL(); got != "https://api.sandbox.mangopay.com" {
		t.Errorf("environment in the configuration leads to %s", got)
	}
	t.Setenv("MANGOPAY_ENVIRONMENT", "sandbox")
	_, said = account(t, sandbox(object{"environment": nil}))
	want(t, said, "Two places for one account: MANGOPAY_ENVIRONMENT and MANGOPAY_BASE_URL are both set.")
	p, said = account(t, sandbox(object{"environment": nil, "base_url": "https://api.mangopay.com"}))
	silent(t, said)
	if got := p.Client.BaseURL(); got != "https://api.mangopay.com" {
		t.Errorf("base_url in the configuration leads to %s", got)
	}
	want(t, start(t).validate(sandbox(object{"base_url": "https://api.mangopay.com"})),
		"[mangopay.base_url] Two places for one account: mangopay.environment and mangopay.base_url are both set.")
}

func TestAPIKeyPrecedence(t *testing.T) {
	seen, url := recorder(t, nil)
	key := func(configured any) string {
		t.Helper()
		s := start(t)
		silent(t, s.configure(object{"mangopay": object{"base_url": url, "client_id": "acme", "api_key": configured}}))
		s.readDispute("dispute-1001")
		r := (*seen)[len(*seen)-1]
		user, password, _ := r.BasicAuth()
		if user != "acme" {
			t.Errorf("user %q", user)
		}
		return password
	}
	t.Setenv("MANGOPAY_API_KEY", "from-env\n")
	for configured, wanted := range map[any]string{"from-config": "from-config", " from-config\n": "from-config", nil: "from-env", "": "from-env"} {
		if got := key(configured); got != wanted {
			t.Errorf("%q: sent %q, want %q", configured, got, wanted)
		}
	}
}

func TestEverythingFromTheEnvironment(t *testing.T) {
	t.Setenv("MANGOPAY_CLIENT_ID", "acme")
	t.Setenv("MANGOPAY_API_KEY", "k3y")
	t.Setenv("MANGOPAY_ENVIRONMENT", "production")
	p, said := account(t, object{})
	silent(t, said)
	if p.Client.BaseURL() != "https://api.mangopay.com" || p.Client.ClientID() != "acme" {
		t.Errorf("got %s at %s", p.Client.ClientID(), p.Client.BaseURL())
	}
}

// TestNothingIsMissedUntilNeeded: a configuration without Mangopay is a whole
// one until a data source or a resource needs it.
func TestNothingIsMissedUntilNeeded(t *testing.T) {
	t.Parallel()
	s := start(t)
	silent(t, s.validate(object{}))
	silent(t, s.configure(object{}))
	_, said := s.readDispute("dispute-1001")
	want(t, said, "ERROR [] Mangopay is not configured:", "mangopay.client_id (environment variable MANGOPAY_CLIENT_ID)",
		"mangopay.api_key (environment variable MANGOPAY_API_KEY)", "mangopay.environment (environment variable MANGOPAY_ENVIRONMENT)")
	_, said = s.plan("disputes_mangopay_dispute_tag", object{"dispute_id": "d", "tag": "x"}, nil)
	want(t, said, "ERROR [] Mangopay is not configured:")
}

func TestUnknownEnvironment(t *testing.T) {
	want(t, start(t).validate(sandbox(object{"environment": "prod"})),
		`ERROR [mangopay.environment] Unknown environment: mangopay.environment is "prod", which is none of production, sandbox, simulator.`)
	t.Setenv("MANGOPAY_ENVIRONMENT", "prod")
	want(t, start(t).configure(sandbox(object{"environment": nil})),
		`ERROR [mangopay.environment] Unknown environment: MANGOPAY_ENVIRONMENT is "prod", which is none of production, sandbox, simulator.`)
}

func TestBaseURLRules(t *testing.T) {
	const form, encrypted, foreign = "must be scheme and host only", "must use https", "set allow_custom_endpoint = true"
	for url, wanted := range map[string]string{
		"https://api.mangopay.com":                   "",
		"https://API.Sandbox.Mangopay.com/":          "",
		"https://api-mtls.sandbox.mangopay.com":      "",
		"http://127.0.0.1:8080":                      "",
		"http://[::1]:8080":                          "",
		"http://localhost:8080":                      "",
		"https://api.mangopay.com/v2.01":             form,
		"https://api.mangopay.com?x=1":               form,
		"https://api.mangopay.com#x":                 form,
		"https://user:hunter2@api.mangopay.com":      form,
		"api.mangopay.com":                           form,
		"https://":                                   form,
		"https://api.mangopay.com:port":              form,
		"http://api.mangopay.com":                    encrypted,
		"http://localhost.example.com":               encrypted,
		"ftp://api.mangopay.com":                     encrypted,
		"https://mangopay.example.com":               foreign,
		"https://api.mangopay.com.example.com":       foreign,
		"https://evil-api.mangopay.com.example:8443": foreign,
	} {
		t.Run(url, func(t *testing.T) {
			configured := sandbox(object{"environment": nil, "base_url": url})
			for _, said := range []string{start(t).validate(configured), start(t).configure(configured)} {
				if wanted == "" {
					silent(t, said)
					continue
				}
				want(t, said, "ERROR [mangopay.base_url] Base URL refused: mangopay.base_url ", wanted)
				if strings.Contains(said, "hunter2") {
					t.Errorf("repeats a password: %s", said)
				}
			}
			t.Setenv("MANGOPAY_BASE_URL", url)
			said := start(t).configure(sandbox(object{"environment": nil}))
			if wanted == "" {
				silent(t, said)
			} else {
				want(t, said, "ERROR [mangopay.base_url] Base URL refused: MANGOPAY_BASE_URL ", wanted)
			}
			custom := start(t).configure(sandbox(object{"environment": nil, "allow_custom_endpoint": true}))
			if wanted == foreign || wanted == "" {
				silent(t, custom)
			} else {
				want(t, custom, wanted)
			}
		})
	}
}

func TestCredentialThatCannotBeSent(t *testing.T) {
	t.Parallel()
	said := start(t).configure(sandbox(object{"api_key": "abc\ndef-hunter2"}))
	want(t, said, "ERROR [mangopay] Mangopay cannot be reached with this configuration: the API key contains a space or a control character")
	if strings.Contains(said, "hunter2") {
		t.Errorf("repeats the key: %s", said)
	}
}
