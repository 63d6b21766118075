package disputetag_test

import (
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const typeName = "disputes_mangopay_dispute_tag"

func it(dispute, tag any) acctest.Block {
	return acctest.Block{Type: typeName, Name: "it", Body: acctest.Object{"dispute_id": dispute, "tag": tag}}
}

func tagOf(t *testing.T, w *acctest.World, dispute string) string {
	t.Helper()
	d, err := w.API().Disputes.Get(t.Context(), dispute)
	w.Do(err)
	return d.Tag
}

func TestTag(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.DisputeOf(simulator.DisputeSpec{Status: "CLOSED"}), w.Engine(nil)
	e.Run(it(dispute, "case 7")).Want(t)
	e.Plan(it(dispute, "case 7")).WantAction(t, "it", acctest.NoOp)
	w.WantWrites("update_dispute")

	plan := e.Plan(it(dispute, "case 8"))
	plan.WantAction(t, "it", acctest.Update)
	e.Apply(plan).Want(t)
	if got := tagOf(t, w, dispute); got != "case 8" {
		t.Errorf("the tag is %q", got)
	}
	other := w.Dispute()
	plan = e.Plan(it(other, "case 8"))
	plan.WantAction(t, "it", acctest.Replace)
	e.Apply(plan).Want(t)
	if a, b := tagOf(t, w, dispute), tagOf(t, w, other); a != "case 8" || b != "case 8" {
		t.Errorf("the tags are %q and %q", a, b)
	}
	w.WantWrites("update_dispute", "update_dispute", "update_dispute")
}

// What somebody else wrote shows as a change back.
func TestDrift(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	e.Run(it(dispute, "ours")).Want(t)
	_, err := w.API().Disputes.UpdateTag(t.Context(), dispute, "theirs")
	w.Do(err)
	plan := e.Plan(it(dispute, "ours"))
	plan.WantAction(t, "it", acctest.Update)
	e.WantState("it", map[string]string{"tag": "theirs"})
	e.Apply(plan).Want(t)
	if got := tagOf(t, w, dispute); got != "ours" {
		t.Errorf("the tag is %q", got)
	}

	_, err = w.API().Disputes.UpdateTag(t.Context(), dispute, "")
	w.Do(err)
	plan = e.Plan(it(dispute, "ours"))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Create)
}

func TestVanished(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := w.Engine(nil)
	spec := simulator.DisputeSpec{ID: "case-7"}
	e.Run(it(w.DisputeOf(spec), "x")).Want(t)
	w.Do(w.Reset())
	e.Plan(it("case-7", "x")).Diagnostics.Want(t, "error dispute_id dispute-not-found")
	w.DisputeOf(spec)
	e.Plan(it("case-7", "x")).WantAction(t, "it", acctest.Create)
}

func TestPlan(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	plain, tagged := w.Dispute(), w.DisputeOf(simulator.DisputeSpec{Tag: "theirs"})
	for name, c := range map[string]struct {
		dispute, tag any
		want         []string
	}{
		"new":                   {plain, "ours", nil},
		"overwritten":           {tagged, "ours", []string{"warning tag tag-overwritten"}},
		"overwritten, unknown":  {tagged, acctest.Unknown{}, []string{"warning tag tag-overwritten"}},
		"equal":                 {tagged, "theirs", nil},
		"no such dispute":       {"nobody", "ours", []string{"error dispute_id dispute-not-found"}},
		"unknown":               {acctest.Unknown{}, acctest.Unknown{}, nil},
		"empty":                 {plain, "", []string{"error tag Invalid Attribute Value Length"}},
		"255 characters":        {plain, strings.Repeat("x", 255), nil},
		"256 characters":        {plain, strings.Repeat("x", 256), []string{"error tag tag-too-long"}},
		"255 accents":           {plain, strings.Repeat("é", 255), nil},
		"127 emoji and a space": {plain, strings.Repeat("\U0001F4E6", 127) + "-", nil},
		"128 emoji":             {plain, strings.Repeat("\U0001F4E6", 128), []string{"error tag tag-too-long"}},
		"what marks a document": {plain, "x tf:0123456789abcdef", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.Engine(nil).Plan(it(c.dispute, c.tag)).Diagnostics.Want(t, c.want...)
		})
	}
	t.Cleanup(func() { w.WantWrites() })
}

// Every text comes back as it was written, at the limit too.
func TestTexts(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	for _, tag := range []string{
		"a", "Ünïcödé 案件 \U0001F4E6", `"quotes" \ and <angles> & more`, "two\nlines", strings.Repeat("é", 255), strings.Repeat("\U0001F4E6", 127),
	} {
		e.Run(it(dispute, tag)).Want(t)
		if got := tagOf(t, w, dispute); got != tag {
			t.Errorf("the tag %q became %q", tag, got)
		}
		e.Plan(it(dispute, tag)).WantAction(t, "it", acctest.NoOp)
	}
}

// A text that is kept in another form would differ in every plan: the apply says so.
func TestTagKeptInAnotherForm(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{Tags: "trimmed"}))
	diags := w.Engine(nil).Run(it(w.Dispute(), " x "))
	diags.Want(t, "error tag Operation failed")
	diags.WantText(t, `keeps the tag as "x"`)
}

func TestProviderUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	plan := w.Engine(nil).Defer().Plan(it(w.Dispute(), "x"))
	plan.Diagnostics.Want(t)
	plan.WantAction(t, "it", acctest.Create)
	if journal, _ := w.Journal(); len(journal) > 0 {
		t.Errorf("requests were sent: %v", journal)
	}
}

// Setting a tag can be repeated, and is: the run does not notice one failure.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{
		simulator.FaultLostAnswer, simulator.FaultErrorAfter, simulator.FaultTruncatedAnswer, simulator.FaultErrorBefore, simulator.FaultProxyPage,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute, e := w.Dispute(), w.Engine(nil)
			w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "update_dispute", Nth: 1}}}))
			e.Run(it(dispute, "x")).Want(t)
			if n := w.Calls("update_dispute"); n != 2 {
				t.Errorf("the call was made %d times", n)
			}
			e.Plan(it(dispute, "x")).WantAction(t, "it", acctest.NoOp)
			if got := tagOf(t, w, dispute); got != "x" {
				t.Errorf("the tag is %q", got)
			}
		})
	}
}

func TestImport(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	tagged := w.DisputeOf(simulator.DisputeSpec{Tag: "theirs"})
	e := w.Engine(nil)
	e.Import(typeName, "it", "nobody").Want(t, "error dispute_id dispute-not-found")
	e.Import(typeName, "it", tagged).Want(t)
	e.Plan(it(tagged, "theirs")).WantAction(t, "it", acctest.NoOp)
	e.Plan(it(tagged, "ours")).WantAction(t, "it", acctest.Update)
	w.WantWrites()
}

func TestDestroy(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute, e := w.Dispute(), w.Engine(nil)
	e.Run(it(dispute, "x")).Want(t)
	plan := e.Plan()
	plan.Diagnostics.Want(t, "warning - forget-on-destroy")
	plan.Diagnostics.WantText(t, dispute)
	e.Apply(plan).Want(t)
	w.WantWrites("update_dispute")

	strict := w.Engine(acctest.Object{"on_destroy": "refuse"})
	strict.Import(typeName, "it", dispute).Want(t)
	strict.Plan().Diagnostics.Want(t, "error - destroy-refused")
}
