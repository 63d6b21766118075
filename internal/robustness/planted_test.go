package robustness_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// plant is a worse design, as a change of the product's source.
type plant struct {
	name, file, from, to string
}

// plants are the designs that look right and are not. Each must be found out.
var plants = []plant{
	{
		"no key and blind retry", "internal/mangopay/platform/once.go",
		"attempt, tries := 0, 0",
		"for range tfkit.MaxTries {\n\t\tif err := c.post(ctx, \"\"); !unclear(err) {\n\t\t\treturn err\n\t\t}\n\t}\n\tattempt, tries := 0, 0",
	},
	{
		"a random key per process", "internal/mangopay/platform/once.go",
		"key := idempotencyKey(c.seed, attempt)",
		"key := idempotencyKey(fmt.Sprintf(\"%p%s\", p, c.seed), attempt)",
	},
	{
		"a hash key without look-up", "internal/mangopay/platform/document.go",
		"if !p.Policy.MarkDocuments {\n\t\treturn nil, nil",
		"if p != nil {\n\t\treturn nil, nil",
	},
	{
		"no page comparison", "internal/mangopay/platform/page.go",
		"have, err := p.compare(ctx, documentID, want)\n\tif err != nil {\n\t\treturn have, err\n\t}\n\treturn max(have, recorded)",
		"have, err := recorded, error(nil)\n\tif err != nil {\n\t\treturn have, err\n\t}\n\treturn max(have, recorded)",
	},
	{
		"no settling", "internal/tfkit/pace.go",
		"Settle: 2 * time.Minute", "Settle: 0",
	},
	{
		"state written late", "internal/mangopay/document/resource.go",
		"func(pages int) { out.record(ctx, plan, c, doc, pages) }",
		"func(pages int) {\n\t\tif pages == len(c.files) {\n\t\t\tout.record(ctx, plan, c, doc, pages)\n\t\t} else {\n\t\t\tout.state.RemoveResource(ctx)\n\t\t}\n\t}",
	},
	{
		"404 taken for any error", "internal/api/apierr/apierr.go",
		"if !ok || e.Status != http.StatusNotFound || e.Unsent {",
		"if ok {\n\t\treturn true\n\t}\n\tif !ok || e.Unsent {",
	},
	{
		"no status check before submit", "internal/mangopay/documentsubmission/send.go",
		"if doc.Status != evidence.DocumentCreated {\n\t\treturn doc, nil\n\t}\n\tif err := r.requireSendable(ctx, doc, plan.Digest.ValueString()); err != nil {",
		"if err := error(nil); err != nil {",
	},
	{
		"a submission repeated without settling", "internal/tfkit/settle.go",
		"there, err := p.Appears(ctx, moved)",
		"there, err := false, error(nil)",
	},
	{
		"orphans that go on submitting", "internal/api/transport/layers.go",
		"!callOf(req.Context()).Safe || req.Method == http.MethodPut",
		"req.Method == http.MethodPost && !callOf(req.Context()).Safe",
	},
	{
		"a dispute created at Rebilly without a look", "internal/rebilly/dispute/write.go",
		"own, held := r.Held(id)\n",
		"if d, _, err := r.Client.Disputes.Put(ctx, id, want.Record); err == nil {\n\t\treturn d, nil, nil\n\t}\n\town, held := r.Held(id)\n",
	},
	{
		"no comparison of revisions", "internal/rebilly/dispute/write.go",
		"return evidence.CheckRebillyMoved(id, state.Revision.ValueInt64(), there.Revision, differences(state.record(), there.Record))",
		"return nil",
	},
	{
		"the configuration's status where the gateway has the authority", "internal/rebilly/dispute/plan.go",
		"plan.yield(prior, c.config)", "_ = prior",
	},
	{
		"an overwritten change that is not told", "internal/evidence/check_rebilly_plan.go",
		"if after <= before+1 {", "if after != 0 {",
	},
	{
		"only the fields that are set", "internal/api/rebilly/wire.go",
		"`json:\"caseId\"`", "`json:\"caseId,omitempty\"`",
	},
	{
		"a file uploaded without a look for its mark", "internal/rebilly/file/once.go",
		"made, err := r.find(ctx, w)", "made, err := opened{}, error(nil)",
	},
	{
		"an upload repeated blindly", "internal/rebilly/file/once.go",
		"f, err := r.upload(ctx, w)\n\t\tif err == nil {",
		"f, err := r.upload(ctx, w)\n\t\tif apierr.Ambiguous(err) {\n\t\t\tf, err = r.upload(ctx, w)\n\t\t}\n\t\tif err == nil {",
	},
	{
		"a mark of its own for every process", "internal/rebilly/file/once.go",
		"return evidence.RebillyFileMark(m.SHA256.ValueString(),", "return evidence.RebillyFileMark(fmt.Sprintf(\"%p\", r.Client)+m.SHA256.ValueString(),",
	},
	{
		"a deletion that takes any error for gone", "internal/rebilly/file/once.go",
		"func unlessGone(err error) error {\n\tif apierr.NotFound(err) {", "func unlessGone(err error) error {\n\tif err != nil {",
	},
}

// plantedSeeds is how many schedules it may take to find a planted design out.
const plantedSeeds = "1000"

// TestPlanted: a harness that finds nothing is worth nothing unless it bites. Each
// worse design is built into a copy of the harness, which must find a violation.
func TestPlanted(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the harness once for each design")
	}
	for _, p := range plants {
		t.Run(strings.ReplaceAll(p.name, " ", "-"), func(t *testing.T) {
			t.Log(p.found(t))
		})
	}
}

var brokenPromise = regexp.MustCompile(`VIOLATION seed \d+: [^\n]*`)

// found returns the violation that gives the design away.
func (p plant) found(t *testing.T) string {
	t.Helper()
	program := p.build(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, "-test.run", "^TestSchedules$", "-seeds", plantedSeeds, "-stop").CombinedOutput()
	exit := (*exec.ExitError)(nil)
	if !errors.As(err, &exit) {
		t.Fatalf("%s schedules do not give it away (%v):\n%s", plantedSeeds, err, out)
	}
	violation := brokenPromise.Find(out)
	if violation == nil {
		t.Fatalf("the harness failed, but not for a violation:\n%s", out)
	}
	return string(violation)
}

// build compiles the harness with the design in place of the product's.
func (p plant) build(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(root, filepath.FromSlash(p.file))
	content, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(content), p.from) != 1 {
		t.Fatalf("%s no longer has the place where the design is planted; find the new one", p.file)
	}
	dir := t.TempDir()
	planted, overlay, program := filepath.Join(dir, "planted.go"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "planted.test")
	replaced, err := json.Marshal(map[string]map[string]string{"Replace": {source: planted}})
	if err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{planted: strings.Replace(string(content), p.from, p.to, 1), overlay: string(replaced)} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-overlay", overlay, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("the design does not compile: %v\n%s", err, out)
	}
	return program
}
