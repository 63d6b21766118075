package examples_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestAccProviderExamplesAreValid(t *testing.T) {
	t.Parallel()
	for _, name := range names(t, "provider") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.write("main.tf", read(t, "examples", "provider", name))
			b.run("validate")
		})
	}
}

func TestAccResourceExamples(t *testing.T) {
	t.Parallel()
	for _, name := range names(t, "resources") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.write("harness.tf", onSimulator)
			b.write("main.tf", read(t, "examples", "resources", name, "resource.tf"))
			b.run("validate")
			b.apply()
			sent := b.writes()
			if len(sent) == 0 {
				t.Error("the example sent nothing")
			}
			b.imports(name)
			if diff := cmp.Diff(sent, b.writes()); diff != "" {
				t.Errorf("importing sent something (-before +after):\n%s", diff)
			}
		})
	}
}

// imports carries out every import that is shown for a resource whose example is applied. The folder
// of each example holds all three forms.
func (b *bench) imports(name string) {
	b.t.Helper()
	folder := []string{"examples", "resources", name}
	for _, line := range commands(b.actual(read(b.t, append(folder, "import.sh")...))) {
		address, text := line[0], line[1]
		b.run("state", "rm", address)
		b.run("import", address, text)
		b.expectImported("import.sh "+text, complete(name, text))
	}
	for _, file := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
		text := b.actual(read(b.t, append(folder, file)...))
		if strings.Contains(file, "identity") && !b.atLeast(1, 12) {
			b.t.Run(file, func(t *testing.T) { t.Skip("this engine is older than 1.12 and cannot import by identity") })
			continue
		}
		address := regexp.MustCompile(`to += (\S+)`).FindStringSubmatch(text)
		b.run("state", "rm", address[1])
		b.write("import.tf", text)
		b.run("plan", "-out=tfplan")
		if output := b.run("apply", "tfplan"); !strings.Contains(output, "1 imported") {
			b.t.Errorf("%s imported nothing:\n%s", file, output)
		}
		b.remove("import.tf")
		b.expectEmptyPlan()
	}
}

// commands are the addresses and ids of the lines of a script that import.
func commands(script string) [][2]string {
	var found [][2]string
	for line := range strings.Lines(script) {
		if words := strings.Fields(line); len(words) == 4 && words[0] == "terraform" && words[1] == "import" {
			found = append(found, [2]string{words[2], strings.Trim(words[3], "'")})
		}
	}
	return found
}

// complete tells whether an import knows everything that the configuration says, so that the plan
// after it is empty without an apply.
func complete(name, id string) bool {
	open := []string{"disputes_mangopay_document", "disputes_mangopay_dispute_submission", "disputes_rebilly_file"}
	return !slices.Contains(open, name) || strings.Contains(id, "?")
}

// expectImported checks that the plan after an import is empty, or at most records what the API
// cannot tell.
func (b *bench) expectImported(what string, complete bool) {
	b.t.Helper()
	if complete {
		b.expectEmptyPlan()
		return
	}
	b.run("plan", "-out=tfplan")
	if output := b.run("apply", "tfplan"); !strings.Contains(output, "0 added, 1 changed, 0 destroyed") {
		b.t.Errorf("%s: the apply after it did not only record:\n%s", what, output)
	}
	b.expectEmptyPlan()
}

// needsFunctions skips the test under engines without provider functions.
func (b *bench) needsFunctions() {
	b.t.Helper()
	if !b.atLeast(1, 8) {
		b.t.Skip("this engine is older than 1.8 and knows no provider functions")
	}
}

func (b *bench) atLeast(major, minor int) bool {
	b.t.Helper()
	c := exec.Command(b.engine, "version", "-json")
	c.Dir, c.Env = b.dir, environment()
	printed, err := c.Output()
	if err != nil {
		b.t.Fatal(err)
	}
	var version struct {
		Text string `json:"terraform_version"`
	}
	var x, y int
	if err := json.Unmarshal(printed, &version); err != nil {
		b.t.Fatal(err)
	}
	if _, err := fmt.Sscanf(version.Text, "%d.%d", &x, &y); err != nil {
		b.t.Fatal(err)
	}
	return x > major || x == major && y >= minor
}

func TestAccDataSourceExamples(t *testing.T) {
	t.Parallel()
	for _, name := range names(t, "data-sources") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.write("harness.tf", onSimulator)
			b.write("main.tf", read(t, "examples", "resources", "disputes_mangopay_document_submission", "resource.tf"))
			b.apply()
			id := b.actual(sampleDocument)
			b.simulated(func(s *simulator.Simulator) error { return s.Review(id, "refuse_unreadable", "The scan is too dark") })
			b.write("main.tf", b.actual(read(t, "examples", "data-sources", name, "data-source.tf")))
			b.remove("terraform.tfstate")
			b.run("validate")
			b.apply()
			got := b.outputs()
			for output, value := range got {
				if deadlines, ok := value.(map[string]any); ok && strings.HasSuffix(output, "deadlines") {
					got[output] = len(deadlines)
				}
			}
			if diff := cmp.Diff(wantOutputs(name, id), got); diff != "" {
				t.Errorf("outputs (-want +got):\n%s", diff)
			}
		})
	}
}

// wantOutputs are the outputs of an example on a new world whose one document was refused.
func wantOutputs(name, id string) map[string]any {
	return map[string]map[string]any{
		"disputes_mangopay_dispute":   {"contested_funds": map[string]any{"amount": 12000.0, "currency": "EUR"}},
		"disputes_mangopay_disputes":  {"deadlines": 4},
		"disputes_mangopay_document":  {"invoice_status": "REFUSED"},
		"disputes_mangopay_documents": {"reasons": map[string]any{id: "The scan is too dark"}},
		"disputes_rebilly_dispute":    {"case_status": "response-needed"},
		"disputes_rebilly_disputes":   {"rebilly_deadlines": 1},
	}[name]
}

func TestAccFunctionExamples(t *testing.T) {
	t.Parallel()
	for _, name := range names(t, "functions") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.needsFunctions()
			b.write("harness.tf", onSimulator)
			b.write("main.tf", read(t, "examples", "functions", name, "function.tf"))
			b.run("validate")
			b.apply()
			if len(b.writes()) == 0 {
				t.Error("the example sent nothing")
			}
		})
	}
}

func TestAccContestExample(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.configuration("contest")
	b.run("validate")
	if output := b.apply(); !strings.Contains(output, "5 added, 0 changed, 0 destroyed") {
		t.Errorf("the example does not send a whole case:\n%s", output)
	}
}

func TestEvidenceOfTheExampleIsOfTheRightKind(t *testing.T) {
	t.Parallel()
	total := int64(0)
	sizes := map[string]int64{}
	for _, folder := range []string{"evidence", "better"} {
		for _, name := range names(t, "contest/"+folder) {
			info, err := os.Stat(filepath.Join(examples, "contest", folder, name))
			if err != nil {
				t.Fatal(err)
			}
			sizes[folder+"/"+name] = info.Size()
			total += info.Size()
		}
	}
	if sizes["evidence/parcel.jpg"] <= 1<<20 {
		t.Errorf("the photograph has %d bytes, not more than 1 MiB", sizes["evidence/parcel.jpg"])
	}
	if sizes["evidence/receipt.jpg"] >= sizes["better/receipt.jpg"] {
		t.Error("the better receipt is smaller than the poor one")
	}
	if total > 6<<20 {
		t.Errorf("the files have %d bytes together, which is a lot for a repository", total)
	}
}
