package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestRulesPageHasEveryRule(t *testing.T) {
	t.Parallel()
	page := rulesPage([]evidence.Rule{
		{Code: "file-empty", Area: evidence.AreaFile, Summary: "The file is empty.", Explanation: "Nobody can read it.", Remedy: "Name another."},
		{Code: "late", Area: evidence.AreaTime, Severity: evidence.Warning, Summary: "It is late.", Explanation: "Soon over.", Remedy: "Hurry."},
		{Code: "odd", Area: "weather", Summary: "It rains.", Explanation: "Clouds.", Remedy: "Wait."},
	})
	for _, want := range []string{
		"\n## Files\n\n### file-empty\n\nError: **The file is empty.**\n\nNobody can read it.\n\nWhat to do: Name another.\n",
		"\n## Time\n\n### late\n\nWarning: **It is late.**\n\nSoon over.\n\nWhat to do: Hurry.\n",
		"\n## weather\n\n### odd\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

func TestRunRefusesUnknownArguments(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"schemas"}, {"schema", "rules"}, {"robustness"}, {"guide", "robustness"}} {
		if err := run(t.Context(), args, strings.NewReader(""), &bytes.Buffer{}); err == nil {
			t.Errorf("arguments %q are accepted", args)
		}
	}
}

// The documentation is generated without an engine, so an engine has to confirm what it is made from.
func TestAccSchemaIsWhatTheEngineSees(t *testing.T) {
	t.Parallel()
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || engine == "" {
		t.Skip("needs TF_ACC and an engine in TF_ACC_TERRAFORM_PATH")
	}
	host := os.Getenv("TF_ACC_PROVIDER_HOST")
	if host == "" {
		host = "registry.terraform.io"
	}
	seen := onlyProvider(t, engineSchema(t, engine, host+"/disputeops/disputes"))
	var printed bytes.Buffer
	if err := run(t.Context(), []string{"schema"}, nil, &printed); err != nil {
		t.Fatal(err)
	}
	ours := onlyProvider(t, printed.Bytes())
	for kind, want := range seen {
		if diff := cmp.Diff(want, ours[kind]); diff != "" {
			t.Errorf("%s (-engine +docgen):\n%s", kind, diff)
		}
	}
}

// onlyProvider decodes the only provider of a schema document.
func onlyProvider(t *testing.T, document []byte) map[string]any {
	t.Helper()
	var decoded struct {
		Providers map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(document, &decoded); err != nil {
		t.Fatalf("%v in %.200s", err, document)
	}
	for _, p := range decoded.Providers {
		if len(p) > 0 {
			return p
		}
	}
	t.Fatalf("no provider in %.200s", document)
	return nil
}

func engineSchema(t *testing.T, engine, address string) []byte {
	t.Helper()
	folder := t.TempDir()
	command(t, filepath.Join("..", ".."), "go", "build", "-o", filepath.Join(folder, "terraform-provider-disputes"), ".")
	files := map[string]string{
		"main.tf":  "terraform {\n  required_providers {\n    disputes = { source = \"" + address + "\" }\n  }\n}\n",
		"dev.tfrc": "provider_installation {\n  dev_overrides {\n    \"" + address + "\" = \"" + filepath.ToSlash(folder) + "\"\n  }\n}\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return command(t, folder, engine, "providers", "schema", "-json")
}

func command(t *testing.T, folder, name string, args ...string) []byte {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE=dev.tfrc")
	var problem bytes.Buffer
	c.Stderr = &problem
	output, err := c.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, problem.String())
	}
	return output
}

func TestGuideGetsItsTables(t *testing.T) {
	t.Parallel()
	var page bytes.Buffer
	guide := "a\n\n<!-- dispute transitions -->\n\nb\n\n<!-- document transitions -->\n\nc\n"
	if err := run(t.Context(), []string{"guide"}, strings.NewReader(guide), &page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"a\n\n| From |", "|\n\nb\n", "|\n\nc\n",
		"| (new) | `CREATED` | Mangopay | a chargeback notice arrives |",
		"| `CREATED` | `VALIDATION_ASKED` | **you** | submit, with at least one page |",
	} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the guide lacks %q:\n%s", want, page.String())
		}
	}
	for _, bad := range []string{"", guide + guide} {
		if err := run(t.Context(), []string{"guide"}, strings.NewReader(bad), &bytes.Buffer{}); err == nil {
			t.Errorf("a guide without its two tables is accepted: %q", bad)
		}
	}
}
