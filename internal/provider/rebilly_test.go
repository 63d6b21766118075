package provider_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
	own "github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// rebillySandbox is a complete rebilly block, changed by the given values.
func rebillySandbox(changes object) object {
	block := object{"environment": "sandbox", "organization_id": "acme", "api_key": "sk_sandbox_k3y"}
	maps.Copy(block, changes)
	return object{"rebilly": block}
}

// rebillyAt is a rebilly block for a served simulator.
func rebillyAt(url string) object {
	return object{"rebilly": object{"base_url": url, "organization_id": simulator.RebillyOrganization, "api_key": simulator.RebillyAPIKey}}
}

func TestRebillyPrecedence(t *testing.T) {
	organizationID := func(o *organization.Organization) string { return o.Client.OrganizationID() }
	host := func(o *organization.Organization) string { return o.Client.BaseURL() }
	for _, row := range []struct {
		attribute, variable         string
		observe                     func(*organization.Organization) string
		configured, environment     string
		ofConfigured, ofEnvironment string
		ofNeither                   string // part of the message that says what is missing, if it is
		without                     []string
	}{
		{
			attribute: "organization_id", variable: "REBILLY_ORGANIZATION_ID", observe: organizationID,
			configured: "from-config", environment: "from-env", ofConfigured: "from-config", ofEnvironment: "from-env",
		},
		{
			attribute: "environment", variable: "REBILLY_ENVIRONMENT", observe: host,
			configured: "sandbox", environment: "live", ofConfigured: "https://api-sandbox.rebilly.com", ofEnvironment: "https://api.rebilly.com",
			ofNeither: `rebilly.environment (environment variable REBILLY_ENVIRONMENT): "sandbox", "live", or "simulator" to try things without an account`,
		},
		{
			attribute: "base_url", variable: "REBILLY_BASE_URL", observe: host, without: []string{"environment"},
			configured: "https://api-sandbox.rebilly.com", environment: "https://api.rebilly.com/",
			ofConfigured: "https://api-sandbox.rebilly.com", ofEnvironment: "https://api.rebilly.com",
			ofNeither: "rebilly.environment (environment variable REBILLY_ENVIRONMENT)",
		},
	} {
		t.Run(row.attribute, func(t *testing.T) {
			config := func(own any) object {
				c := rebillySandbox(object{"api_key": "k3y", row.attribute: own})
				for _, name := range row.without {
					delete(c["rebilly"].(object), name)
				}
				return c
			}
			o, said := place(t, config(nil))
			want(t, said, row.ofNeither)
			if row.ofNeither == "" {
				silent(t, said)
				if got := row.observe(o); got != "" {
					t.Errorf("neither: got %q", got)
				}
			}
			t.Setenv(row.variable, " "+row.environment+"\n")
			for text, wanted := range map[any]string{
				row.configured: row.ofConfigured, " " + row.configured + "\n": row.ofConfigured,
				nil: row.ofEnvironment, "": row.ofEnvironment, "  ": row.ofEnvironment,
			} {
				o, said := place(t, config(text))
				silent(t, said)
				if got := row.observe(o); got != wanted {
					t.Errorf("%q: got %q, want %q", text, got, wanted)
				}
			}
		})
	}
}

// TestRebillyCredentialPrecedence: exactly one of key and token is sent, and the
// configuration decides which, whatever the environment holds of the other.
func TestRebillyCredentialPrecedence(t *testing.T) {
	seen, url := recorder(t, nil)
	type sent struct{ key, authorization string }
	sends := func(credentials object) sent {
		t.Helper()
		s := start(t)
		block := object{"base_url": url}
		maps.Copy(block, credentials)
		silent(t, s.configure(object{"rebilly": block}))
		s.readRebilly()
		header := (*seen)[len(*seen)-1].Header
		return sent{header.Get("REB-APIKEY"), header.Get("Authorization")}
	}
	for _, test := range []struct {
		variable   string
		configured object
		want       sent
	}{
		{"", object{"api_key": "from-config"}, sent{key: "from-config"}},
		{"", object{"token": "from-config"}, sent{authorization: "Bearer from-config"}},
		{"REBILLY_API_KEY", nil, sent{key: "from-env"}},
		{"REBILLY_API_KEY", object{"api_key": "from-config"}, sent{key: "from-config"}},
		{"REBILLY_API_KEY", object{"token": " from-config\n"}, sent{authorization: "Bearer from-config"}},
		{"REBILLY_TOKEN", nil, sent{authorization: "Bearer from-env"}},
		{"REBILLY_TOKEN", object{"token": "from-config"}, sent{authorization: "Bearer from-config"}},
		{"REBILLY_TOKEN", object{"api_key": "from-config", "token": ""}, sent{key: "from-config"}},
	} {
		t.Run(test.variable, func(t *testing.T) {
			if test.variable != "" {
				t.Setenv(test.variable, "from-env")
			}
			if got := sends(test.configured); got != test.want {
				t.Errorf("%v: sent %v, want %v", test.configured, got, test.want)
			}
		})
	}
}

func TestRebillyCredentialsRefused(t *testing.T) {
	both := rebillySandbox(object{"token": "t0ken-hunter2"})
	const two = "Two credentials for one organization: "
	want(t, start(t).validate(both), "ERROR [rebilly.token] "+two+"rebilly.api_key and rebilly.token are both set. Keep the one you mean.")
	cannot := func(attribute, variable string) string {
		return "ERROR [rebilly." + attribute + "] Rebilly cannot be reached with this configuration: rebilly." + attribute + " (environment variable " + variable + ") "
	}
	key, token := cannot("api_key", "REBILLY_API_KEY"), cannot("token", "REBILLY_TOKEN")
	direct := object{"environment": nil, "base_url": "https://api.rebilly.com", "api_key": "sk_sandbox_hunter2"}
	for name, test := range map[string]struct {
		changes object
		wanted  string
	}{
		"both":        {object{"token": "t0ken-hunter2"}, "ERROR [rebilly.token] " + two},
		"publishable": {object{"api_key": "pk_sandbox_hunter2"}, key + "is a publishable key (pk_), which cannot read or write disputes; use a secret key (sk_)."},
		"live key in the sandbox": {object{"api_key": "sk_live_hunter2"}, key + "is of the live environment, but would be sent to api-sandbox.rebilly.com. " +
			`Set environment = "live" (REBILLY_ENVIRONMENT=live), or use a key of the other environment.`},
		"sandbox key live":       {object{"api_key": "sk_sandbox_hunter2", "environment": "live"}, `Set environment = "sandbox" (REBILLY_ENVIRONMENT=sandbox), or`},
		"sandbox key, live host": {direct, `Set environment = "sandbox" (REBILLY_ENVIRONMENT=sandbox) in place of rebilly.base_url, or`},
		"key as token":           {object{"api_key": nil, "token": "sk_sandbox_hunter2"}, token + "is an API key, not a JSON Web Token; give it as API key."},
		"line break":             {object{"api_key": "abc\ndef-hunter2"}, key + "contains a space or a control character; was it copied with a line break?"},
		"organization":           {object{"organization_id": "a/b-hunter2"}, cannot("organization_id", "REBILLY_ORGANIZATION_ID") + "contains a character that no organization id has."},
	} {
		said := start(t).configure(rebillySandbox(test.changes))
		want(t, said, test.wanted)
		if strings.Contains(said, "hunter2") {
			t.Errorf("%s: repeats the credential: %s", name, said)
		}
	}
	t.Setenv("REBILLY_API_KEY", "sk_sandbox_hunter2")
	t.Setenv("REBILLY_TOKEN", "t0ken")
	want(t, start(t).configure(rebillySandbox(object{"api_key": nil})), two+"REBILLY_API_KEY and REBILLY_TOKEN are both set.")
}

// TestHostsOfEachVendor: what is one vendor's is foreign to the other.
func TestHostsOfEachVendor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ url, block, wanted string }{
		{"https://api.rebilly.com", "rebilly", ""},
		{"https://API-Sandbox.rebilly.com/", "rebilly", ""},
		{"http://127.0.0.1:8080", "rebilly", ""},
		{"https://api.mangopay.com", "rebilly", `names "api.mangopay.com", which is not a host of Rebilly`},
		{"https://api.rebilly.com", "mangopay", `names "api.rebilly.com", which is not a host of Mangopay`},
		{"https://api.rebilly.com/organizations/acme", "rebilly", `must be scheme and host only, for instance "https://api-sandbox.rebilly.com".`},
		{"http://api.rebilly.com", "rebilly", "must use https"},
	} {
		for _, custom := range []bool{false, true} {
			config := object{test.block: object{"base_url": test.url, "allow_custom_endpoint": custom, "client_id": "acme", "api_key": "k3y"}}
			if test.block == "rebilly" {
				delete(config["rebilly"].(object), "client_id")
			}
			said := start(t).validate(config)
			if said != start(t).configure(config) {
				t.Errorf("%s: validate and configure differ: %s", test.url, said)
			}
			if test.wanted == "" || custom && strings.HasPrefix(test.wanted, "names") {
				silent(t, said)
				continue
			}
			want(t, said, "ERROR ["+test.block+".base_url] Base URL refused: "+test.block+".base_url "+test.wanted)
		}
	}
}

func TestUnknownRebillyEnvironment(t *testing.T) {
	t.Parallel()
	want(t, start(t).validate(rebillySandbox(object{"environment": "production"})),
		`ERROR [rebilly.environment] Unknown environment: rebilly.environment is "production", which is none of live, sandbox, simulator.`)
}

// TestOneSystemIsAWholeConfiguration: neither half asks for what the other needs.
func TestOneSystemIsAWholeConfiguration(t *testing.T) {
	t.Parallel()
	url := world(t)
	mangopayOnly, rebillyOnly := start(t), start(t)
	for s, config := range map[*server]object{mangopayOnly: at(url), rebillyOnly: rebillyAt(url)} {
		silent(t, s.validate(config))
		silent(t, s.configure(config))
	}
	status, said := mangopayOnly.readDispute("dispute-1001")
	silent(t, said)
	if status != "PENDING_CLIENT_ACTION" {
		t.Errorf("Mangopay: status %q", status)
	}
	status, said = rebillyOnly.readRebilly()
	silent(t, said)
	if status != "response-needed" {
		t.Errorf("Rebilly: status %q", status)
	}
	_, said = mangopayOnly.readRebilly()
	want(t, said, "ERROR [] Rebilly is not configured: ",
		"  - rebilly.api_key (environment variable REBILLY_API_KEY) or rebilly.token (environment variable REBILLY_TOKEN)\n",
		"  - rebilly.environment (environment variable REBILLY_ENVIRONMENT)")
	if strings.Contains(said, "organization_id") || strings.Contains(said, "MANGOPAY") {
		t.Errorf("asks for what is not needed: %s", said)
	}
	_, said = rebillyOnly.readDispute("dispute-1001")
	want(t, said, "ERROR [] Mangopay is not configured: ")
	_, said = mangopayOnly.plan("disputes_rebilly_attachment", object{"dispute_id": "d", "file_id": "f"}, nil)
	want(t, said, "ERROR [] Rebilly is not configured: ")
}

// TestWrongEnvironmentConcernsWhatNeedsIt: without a block for a system, what the
// environment says of it wrongly is an error only for what needs the system.
func TestWrongEnvironmentConcernsWhatNeedsIt(t *testing.T) {
	url := world(t)
	const wrong = `Unknown environment: REBILLY_ENVIRONMENT is "staging"`
	t.Setenv("REBILLY_ENVIRONMENT", "staging")
	s := start(t)
	silent(t, s.configure(at(url)))
	_, said := s.readDispute("dispute-1001")
	silent(t, said)
	_, said = s.readRebilly()
	want(t, said, wrong)
	want(t, start(t).configure(object{"rebilly": object{"api_key": "k3y"}}), "ERROR [rebilly.environment] "+wrong)

	t.Setenv("REBILLY_ENVIRONMENT", "")
	t.Setenv("MANGOPAY_BASE_URL", "ftp://example.com")
	s = start(t)
	silent(t, s.configure(rebillyAt(url)))
	_, said = s.readRebilly()
	silent(t, said)
	_, said = s.readDispute("dispute-1001")
	want(t, said, "Base URL refused: MANGOPAY_BASE_URL must use https")
}

// TestSimulatorServesBoth: both systems live in one world, which is opened once, and
// neither needs credentials.
func TestSimulatorServesBoth(t *testing.T) {
	t.Chdir(t.TempDir())
	simulated := object{"environment": "simulator"}
	s := start(t)
	config := object{"mangopay": simulated, "rebilly": simulated}
	silent(t, s.validate(config))
	said := s.configure(config)
	want(t, said, "WARNING [mangopay] ", "Mangopay is simulated. Its world is in disputes-simulator.db.",
		"WARNING [rebilly] ", "Rebilly is simulated. Its world is in disputes-simulator.db.")
	if n := strings.Count(said, "Rule: simulator-in-use"); n != 2 {
		t.Errorf("%d warnings in:\n%s", n, said)
	}
	_, said = s.readDispute("dispute-1001")
	silent(t, said)
	_, said = s.readRebilly()
	silent(t, said)
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 1 {
		t.Errorf("the directory has %v", files)
	}
}

// TestRebillySimulatorIgnoresCredentials: what the environment holds for the real one
// is neither wanted nor wrong.
func TestRebillySimulatorIgnoresCredentials(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("REBILLY_API_KEY", "sk_live_k3y")
	t.Setenv("REBILLY_TOKEN", "t0ken")
	t.Setenv("REBILLY_ORGANIZATION_ID", "acme")
	t.Setenv("REBILLY_ENVIRONMENT", "simulator")
	s := start(t)
	said := s.configure(object{})
	want(t, said, "WARNING [rebilly] ")
	if strings.Contains(said, "ERROR") || strings.Contains(said, "[mangopay]") {
		t.Errorf("unexpected: %s", said)
	}
	_, said = s.readRebilly()
	silent(t, said)
}

func TestRebillyPolicy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		policy any
		want   organization.Policy
	}{
		"default": {nil, organization.Policy{AutomationWarning: true, DeadlineWarning: 72 * time.Hour}},
		"unknown": {unknown{}, organization.Policy{AutomationWarning: true, DeadlineWarning: 72 * time.Hour}},
		"all": {
			object{"automation_warning": false, "on_destroy": "refuse", "deadline_warning": "0s"},
			organization.Policy{RefuseDestroy: true},
		},
	} {
		config := rebillySandbox(nil)
		config["policy"] = test.policy
		o, said := place(t, config)
		silent(t, said)
		if diff := cmp.Diff(test.want, o.Policy); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The policy of rate limits, the announcements and the engine's life reach Rebilly's
// client as they reach Mangopay's.
func TestRebillyConnection(t *testing.T) {
	t.Parallel()
	var got rebilly.Config
	s := start(t, own.WithParent(func() bool { return false }), own.WithRebillyConnection(func(c *rebilly.Config) { got = *c }))
	config := rebillySandbox(nil)
	config["policy"] = object{"max_rate_limit_wait": "20m"}
	silent(t, s.configure(config))
	if got.MaxRateLimitWait != 20*time.Minute || got.UserAgent != "terraform-provider-disputes/test" || got.Announce == nil || got.Logger == nil {
		t.Errorf("got %+v", got)
	}
	if err := got.WriteAllowed(); err == nil || !strings.Contains(err.Error(), "has ended") {
		t.Errorf("writes without an engine: %v", err)
	}
}

// A served simulator is waited for as briefly as Mangopay's.
func TestRebillyPace(t *testing.T) {
	t.Parallel()
	for where, wanted := range map[string]time.Duration{"http://127.0.0.1:1": 3 * time.Second, "https://api.rebilly.com": 2 * time.Minute} {
		o, said := place(t, object{"rebilly": object{"base_url": where, "api_key": "k3y"}})
		silent(t, said)
		if o.Pace.Settle != wanted {
			t.Errorf("%s: settles for %s, want %s", where, o.Pace.Settle, wanted)
		}
	}
}

// What a call announces names the system that it waited for.
func TestAnnouncementsNameTheSystem(t *testing.T) {
	t.Parallel()
	wire := roundTripper(func(req *http.Request) (*http.Response, error) {
		tfkit.Announce(req.Context(), "a rate limit is used up")
		return transport.New(transport.Options{}).RoundTrip(req)
	})
	s := start(t, own.WithConnection(func(c *mangopay.Config) { c.Transport = wire }), own.WithRebillyConnection(func(c *rebilly.Config) { c.Transport = wire }))
	url := world(t)
	config := at(url)
	maps.Copy(config, rebillyAt(url))
	silent(t, s.configure(config))
	for read, wanted := range map[string]string{
		"disputes_mangopay_disputes": "WARNING [] Waited for Mangopay: a rate limit is used up\n",
		"disputes_rebilly_disputes":  "WARNING [] Waited for Rebilly: a rate limit is used up\n",
	} {
		if got := s.readAll(read); got != wanted {
			t.Errorf("%s says %q", read, got)
		}
	}
}

// A refusal that has to do with the account says what to do about it at Rebilly.
func TestRebillyRefusals(t *testing.T) {
	t.Parallel()
	sim, err := simulator.Open(simulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := sim.RestrictRebillyKey("sk_sandbox_narrow", "GetDispute"); err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(sim.Handler())
	t.Cleanup(served.Close)
	with := func(key string) *server {
		config := rebillyAt(served.URL)
		config["rebilly"].(object)["api_key"] = key
		s := start(t)
		silent(t, s.configure(config))
		return s
	}
	_, said := with("sk_sandbox_hunter2").readRebilly()
	want(t, said, "HTTP 401", "Check api_key or token (REBILLY_API_KEY, REBILLY_TOKEN)")
	if strings.Contains(said, "hunter2") || strings.Contains(said, "MANGOPAY") {
		t.Errorf("says too much: %s", said)
	}
	narrow := with("sk_sandbox_narrow")
	_, said = narrow.readRebilly()
	silent(t, said)
	want(t, narrow.readAll("disputes_rebilly_disputes"), "HTTP 403", "needs the permission of the operation in Rebilly, which is GetDisputeCollection here")
}
