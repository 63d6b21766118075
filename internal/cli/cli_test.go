package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/cli"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// run executes a command line, and returns what it printed.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	root := cli.New("1.2.3")
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs(args)
	err := root.ExecuteContext(t.Context())
	return out.String(), err
}

// must executes a command of the simulator on a world file.
func must(t *testing.T, file string, args ...string) string {
	t.Helper()
	out, err := run(t, append([]string{"simulator", "--file", file}, args...)...)
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out
}

func newWorld(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "world.db")
}

func wantLine(t *testing.T, out, pattern string) {
	t.Helper()
	if !regexp.MustCompile(`(?m)` + pattern).MatchString(out) {
		t.Errorf("no line %q in:\n%s", pattern, out)
	}
}

func TestVersionAndHelp(t *testing.T) {
	t.Parallel()
	if out, err := run(t, "version"); err != nil || out != "1.2.3\n" {
		t.Errorf("version: %q, %v", out, err)
	}
	for _, args := range [][]string{
		{},
		{"simulator"},
		{"simulator", "serve"},
		{"simulator", "open"},
		{"simulator", "list"},
		{"simulator", "show"},
		{"simulator", "advance"},
		{"simulator", "review"},
		{"simulator", "decide"},
		{"simulator", "gateway"},
		{"simulator", "gateway", "open"},
		{"simulator", "gateway", "change"},
		{"simulator", "restrict-key"},
		{"simulator", "guesses"},
		{"simulator", "faults"},
		{"simulator", "faults", "set"},
		{"simulator", "journal"},
		{"simulator", "reset"},
		{"simulator", "seed"},
	} {
		out, err := run(t, append(args, "--help")...)
		if err != nil || !strings.Contains(out, "Usage:") {
			t.Errorf("%v --help: %v\n%s", args, err, out)
		}
		if len(args) == 2 && !strings.Contains(out, "Examples:") {
			t.Errorf("%v --help has no example", args)
		}
	}
}

// TestCase drives a case while a program talks to the same world.
func TestCase(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	id := strings.TrimSpace(must(t, file, "open", "--amount", "4550", "--currency", "EUR", "--reason", "FRAUD", "--deadline", "1d12h"))
	wantLine(t, must(t, file, "list"), `^`+id+` +CONTESTABLE +PENDING_CLIENT_ACTION +4550 EUR`)
	document := submitDocument(t, file, id)
	wantLine(t, must(t, file, "list"), `^ +`+document+` +INVOICE +VALIDATION_ASKED +1 page`)
	out := must(t, file, "review", document, "refuse_unreadable", "--message", "too dark")
	if out != "Document "+document+" is REFUSED DOCUMENT_UNREADABLE.\n" {
		t.Errorf("review: %q", out)
	}
	wantLine(t, must(t, file, "show", document), `^Refused +DOCUMENT_UNREADABLE too dark$`)
	if out := must(t, file, "decide", id, "reopen", "--message", "once more"); out != "Dispute "+id+" is REOPENED_PENDING_CLIENT_ACTION.\n" {
		t.Errorf("decide: %q", out)
	}
	var d simulator.DisputeState
	if err := json.Unmarshal([]byte(must(t, file, "show", id, "--json")), &d); err != nil || d.StatusMessage != "once more" || len(d.Documents) != 1 {
		t.Errorf("show --json: %+v, %v", d, err)
	}
	wantLine(t, must(t, file, "advance", "36h"), `^It is now \d{4}-`)
	must(t, file, "advance", "1h")
	wantLine(t, must(t, file, "show", id), `^Result +LOST`)
	wantLine(t, must(t, file, "journal"), ` 204 +create_page +POST +/v2.01/simulator/disputes/`+id)
	var requests []simulator.Request
	if err := json.Unmarshal([]byte(must(t, file, "journal", "--json")), &requests); err != nil || len(requests) != 5 {
		t.Errorf("journal --json: %+v, %v", requests, err)
	}
	must(t, file, "journal", "--clear")
	if out := must(t, file, "journal", "--json"); out != "[]\n" {
		t.Errorf("a cleared journal: %s", out)
	}
}

// submitDocument does what the provider would, by hand.
func submitDocument(t *testing.T, file, dispute string) string {
	t.Helper()
	s, err := simulator.Open(simulator.Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: s.Transport()}
	call := func(method, path, authorization, body string) map[string]string {
		r, err := http.NewRequestWithContext(t.Context(), method, simulator.BaseURL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", authorization)
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		if response.StatusCode >= http.StatusMultipleChoices {
			t.Fatalf("%s %s: %s", method, path, response.Status)
		}
		var answer map[string]any
		_ = json.NewDecoder(response.Body).Decode(&answer) // there is none to the upload of a page
		texts := map[string]string{}
		for name, value := range answer {
			texts[name] = fmt.Sprint(value)
		}
		return texts
	}
	token := call("POST", "/v2.01/oauth/token", "Basic c2ltdWxhdG9yOnNpbXVsYXRvcg==", "grant_type=client_credentials")
	bearer := "Bearer " + token["access_token"]
	base := "/v2.01/simulator/disputes/" + dispute
	id := call("POST", base+"/documents", bearer, `{"Type":"INVOICE"}`)["Id"]
	call("POST", base+"/documents/"+id+"/pages", bearer, `{"File":"JVBERi0x`+strings.Repeat("AAAA", 500)+`"}`)
	call("PUT", base+"/documents/"+id, bearer, `{"Status":"VALIDATION_ASKED"}`)
	call("PUT", base+"/submit", bearer, `{"ContestedFunds":{"Currency":"EUR","Amount":4550}}`)
	return id
}

func TestSeedAndReset(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	count := func(want int) {
		t.Helper()
		var all []simulator.DisputeState
		if err := json.Unmarshal([]byte(must(t, file, "list", "--json")), &all); err != nil || len(all) != want {
			t.Errorf("%d disputes, %v, want %d", len(all), err, want)
		}
	}
	count(5)
	must(t, file, "seed", "demo")
	count(8)
	must(t, file, "reset")
	count(5)
	must(t, file, "reset", "--empty")
	count(0)
	must(t, file, "seed", "conformance")
	count(120)
}

func TestFaults(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	if out := must(t, file, "faults", "show"); out != "No faults are set.\n" {
		t.Errorf("show: %q", out)
	}
	must(t, file, "faults", "set", "lost_answer", "--operation", "create_document", "--nth", "2", "--seed", "9")
	must(t, file, "faults", "set", "latency", "--delay", "2s", "--probability", "0.5", "--times", "3", "--add")
	out := must(t, file, "faults", "show")
	wantLine(t, out, `^lost_answer +create_document +2 +0 +0 +0s$`)
	wantLine(t, out, `^latency +\* +0 +0.5 +3 +2s$`)
	var faults simulator.Faults
	if err := json.Unmarshal([]byte(must(t, file, "faults", "show", "--json")), &faults); err != nil || faults.Seed != 9 || len(faults.Rules) != 2 {
		t.Errorf("show --json: %+v, %v", faults, err)
	}
	must(t, file, "faults", "set", "proxy_page")
	if out := must(t, file, "faults", "show"); strings.Contains(out, "latency") {
		t.Errorf("faults were kept: %s", out)
	}
	must(t, file, "faults", "clear")
	if out := must(t, file, "faults", "show"); out != "No faults are set.\n" {
		t.Errorf("show: %q", out)
	}
}

func TestGuesses(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	show := func(want string) {
		t.Helper()
		if out := strings.Join(strings.Fields(must(t, file, "guesses", "show")), ""); out != want {
			t.Errorf("guesses %s, want %s", out, want)
		}
	}
	must(t, file, "guesses", "set", `{"newest_first": true}`)
	must(t, file, "guesses", "set", `{"max_pages": 5}`)
	show(`{"max_pages":5,"newest_first":true}`)
	must(t, file, "guesses", "clear")
	show(`{}`)
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	for line, want := range map[string]string{
		"show none":                          `nothing "none" in the world`,
		"show dp-1001 --system mangopay":     `nothing "dp-1001"`,
		"list --system stripe":               `"stripe" is none of mangopay and rebilly`,
		"gateway open --id dp-1001":          `a Rebilly dispute "dp-1001" already`,
		"gateway open --status odd":          "response-needed, under-review",
		"gateway open --amount ten":          `"ten" is not a number`,
		"gateway change none --status won":   `no Rebilly dispute "none"`,
		"gateway change dp-1001":             "nothing to change",
		"gateway change dp-1001 --type odd":  "first-chargeback",
		"restrict-key sk_sandbox_x":          "requires at least 2 arg(s)",
		"restrict-key sk_sandbox_x Dispute":  "GetDispute",
		"review none accept":                 `no document "none"`,
		"review none perhaps":                `unknown verdict "perhaps"`,
		"decide none won":                    `no dispute "none"`,
		"decide dispute-1001 maybe":          `unknown decision "maybe"`,
		"decide dispute-1001 won":            "PENDING_CLIENT_ACTION",
		"decide dispute-1001":                "accepts 2 arg(s)",
		"advance soon":                       `"soon" is not a duration`,
		"advance xd":                         `"xd" is not a duration`,
		"advance -- -1h":                     "can not go back",
		"open --id dispute-1001":             `a dispute "dispute-1001" already`,
		"open --type ODD":                    "CONTESTABLE, NOT_CONTESTABLE, RETRIEVAL",
		"open --deadline soon":               `"soon" is not a duration`,
		"seed nonsense":                      "unknown kind of seed nonsense",
		`guesses set {"x":1}`:                "unknown field",
		"faults set earthquake":              `unknown kind "earthquake"`,
		"faults set latency --operation odd": `unknown operation "odd"`,
		"serve --address 0.0.0.0:0":          "not a loopback address",
		"serve --address example.com:80":     "not a loopback address",
		"serve --address 127.0.0.1":          "not host:port",
		"serve --client-id platform":         "api-key",
		"nonsense":                           `unknown command "nonsense"`, "faults nonsense": `unknown command "nonsense"`,
	} {
		out, err := run(t, append([]string{"simulator", "--file", file}, strings.Fields(line)...)...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", line, err, want)
		}
		if err != nil && !strings.Contains(out, "Error: "+err.Error()) {
			t.Errorf("%s: printed %q", line, out)
		}
	}
}

func TestFileOfTheEnvironment(t *testing.T) {
	file := newWorld(t)
	t.Setenv("DISPUTES_SIMULATOR_FILE", file)
	if _, err := run(t, "simulator", "open", "--id", "mine"); err != nil {
		t.Fatal(err)
	}
	wantLine(t, must(t, file, "list"), `^mine `)
	t.Setenv("DISPUTES_SIMULATOR_FILE", "")
	t.Chdir(t.TempDir())
	if _, err := run(t, "simulator", "open", "--id", "here"); err != nil {
		t.Fatal(err)
	}
	wantLine(t, must(t, "disputes-simulator.db", "list"), `^here `)
}

// TestServe serves a world, drives it by a command meanwhile, and calls both systems as it says.
func TestServe(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	root := cli.New("")
	root.SetOut(in)
	root.SetArgs([]string{"simulator", "serve", "--file", file, "--client-id", "platform", "--api-key", "secret", "--rebilly-api-key", "sk_sandbox_secret"})
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	lines := bufio.NewScanner(out)
	variables := map[string]string{}
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "Interrupt") {
		if name, value, found := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); found {
			variables[name] = value
		}
	}
	if variables["MANGOPAY_CLIENT_ID"] != "platform" || variables["MANGOPAY_API_KEY"] == "secret" {
		t.Errorf("variables %v", variables)
	}
	must(t, file, "open", "--id", "beside")
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, variables["MANGOPAY_BASE_URL"]+"/v2.01/oauth/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth("platform", "secret")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("token: %v, %v", response, err)
	}
	_ = response.Body.Close()
	if variables["REBILLY_API_KEY"] == "sk_sandbox_secret" || variables["REBILLY_ORGANIZATION_ID"] != simulator.RebillyOrganization {
		t.Errorf("variables %v", variables)
	}
	path := "/organizations/" + variables["REBILLY_ORGANIZATION_ID"] + "/disputes/dp-1001"
	if request, err = http.NewRequestWithContext(ctx, http.MethodGet, variables["REBILLY_BASE_URL"]+path, nil); err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Reb-Apikey", "sk_sandbox_secret")
	if response, err = client.Do(request); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("dispute: %v, %v", response, err)
	}
	_ = response.Body.Close()
	wantLine(t, must(t, file, "journal"), `(?s) 200 +oauth_token .* 200 +rebilly_get_dispute `)
	stop()
	if err := <-done; err != nil {
		t.Errorf("serve ended with %v", err)
	}
}
