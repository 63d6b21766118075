package disputesubmission_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const typeName = "disputes_mangopay_dispute_submission"

// submission is the configuration of a submission over an amount of euro cents.
func submission(dispute string, amount any, documents ...acctest.Evidence) acctest.Object {
	listed := make(acctest.List, 0, len(documents))
	for _, d := range documents {
		listed = append(listed, acctest.Object{"document_id": d.ID, "digest": d.Digest})
	}
	return acctest.Object{
		"dispute_id":      dispute,
		"contested_funds": acctest.Object{"amount": amount, "currency": "EUR"},
		"documents":       listed,
	}
}

func block(config acctest.Object) acctest.Block {
	return acctest.Block{Type: typeName, Name: "it", Body: config}
}

func with(config acctest.Object, name string, value any) acctest.Object {
	config[name] = value
	return config
}

func TestPlanOfFirstSubmission(t *testing.T) {
	t.Parallel()
	funds := func(amount any, currency string) any {
		return acctest.Object{"amount": amount, "currency": currency}
	}
	const day = 24 * time.Hour
	cases := map[string]struct {
		spec   simulator.DisputeSpec
		change func(w *acctest.World, dispute string, c acctest.Object)
		want   []string
		text   string
	}{
		"all is well":     {},
		"part contested":  {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(1, "EUR") }},
		"retrieval":       {spec: simulator.DisputeSpec{Type: "RETRIEVAL"}},
		"more than all":   {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(10001, "EUR") }, want: []string{"error contested_funds contested-exceeds-disputed"}, text: "EUR 100.01"},
		"other currency":  {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(1, "USD") }, want: []string{"error contested_funds contested-currency-differs"}},
		"zero":            {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(0, "EUR") }, want: []string{"error contested_funds amount-not-positive"}},
		"fraction":        {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(12.5, "EUR") }, want: []string{"error contested_funds amount-not-whole"}, text: "The amount is 12.5."},
		"negative":        {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(-5, "EUR") }, want: []string{"error contested_funds amount-not-positive"}},
		"wrong currency":  {change: func(_ *acctest.World, _ string, c acctest.Object) { c["contested_funds"] = funds(1, "EURO") }, want: []string{"error contested_funds currency-unknown"}, text: `Did you mean "EUR"?`},
		"not contestable": {spec: simulator.DisputeSpec{Type: "NOT_CONTESTABLE"}, want: []string{"error dispute_id dispute-not-contestable"}},
		"not open yet":    {spec: simulator.DisputeSpec{Status: "CREATED"}, want: []string{"error dispute_id dispute-not-submittable"}},
		"closed":          {spec: simulator.DisputeSpec{Status: "CLOSED"}, want: []string{"error dispute_id dispute-already-closed"}},
		"no such dispute": {change: func(_ *acctest.World, _ string, c acctest.Object) { c["dispute_id"] = "nobody" }, want: []string{"error dispute_id dispute-not-found"}, text: `no dispute "nobody"`},
		"near":            {spec: simulator.DisputeSpec{Deadline: 2 * day}, want: []string{"warning dispute_id deadline-warning"}},
		"too near":        {spec: simulator.DisputeSpec{Deadline: time.Hour}, want: []string{"error dispute_id deadline-margin"}},
		"near by the server's clock": {
			spec:   simulator.DisputeSpec{Deadline: 90 * day},
			change: func(w *acctest.World, _ string, _ acctest.Object) { w.Do(w.Advance(88 * day)) },
			want:   []string{"warning dispute_id deadline-warning"},
		},
		"too late": {
			change: func(w *acctest.World, _ string, _ acctest.Object) {
				w.Do(w.SetGuesses(simulator.Guesses{OverdueStaysOpen: true}))
				w.Do(w.Advance(11 * day))
			},
			want: []string{"error dispute_id deadline-passed"},
		},
		"submitted elsewhere over another amount": {
			change: func(w *acctest.World, dispute string, _ acctest.Object) { w.Contest(dispute, 5000) },
			want:   []string{"error dispute_id dispute-already-submitted"},
		},
		"submitted already": {
			change: func(w *acctest.World, dispute string, _ acctest.Object) { w.Contest(dispute, 10000) },
			want:   []string{"warning dispute_id submission-adopted"},
		},
		"submitted, funds unknown": {
			change: func(w *acctest.World, dispute string, c acctest.Object) {
				w.Contest(dispute, 10000)
				c["contested_funds"] = funds(acctest.Unknown{}, "EUR")
			},
		},
		"reopened": {
			change: func(w *acctest.World, dispute string, c acctest.Object) {
				w.Contest(dispute, 10000)
				w.Do(w.Decide(dispute, "reopen", "the signature is missing"))
				addLater(w, dispute, c)
			},
			want: []string{"warning documents dispute-reopened"},
			text: "the signature is missing",
		},
		"reopened over another amount": {
			change: func(w *acctest.World, dispute string, c acctest.Object) {
				w.Contest(dispute, 5000)
				w.Do(w.Decide(dispute, "reopen", ""))
				addLater(w, dispute, c)
			},
			want: []string{"warning documents dispute-reopened", "error contested_funds contested-funds-already-sent"},
			text: "EUR 50.00",
		},
		"document of another dispute": {
			change: func(w *acctest.World, _ string, c acctest.Object) {
				other := w.Sent(w.Dispute(), 7)
				c["documents"] = acctest.List{acctest.Object{"document_id": other.ID, "digest": other.Digest}}
			},
			want: []string{"error documents document-of-other-dispute"},
		},
		"no such document": {
			change: func(_ *acctest.World, _ string, c acctest.Object) {
				c["documents"] = acctest.List{acctest.Object{"document_id": "nothing", "digest": strings.Repeat("0", 64)}}
			},
			want: []string{"error documents document-not-found"},
		},
		"one document twice": {
			change: func(_ *acctest.World, _ string, c acctest.Object) {
				entry := maps.Clone(c["documents"].(acctest.List)[0].(acctest.Object))
				entry["digest"] = strings.Repeat("0", 64)
				c["documents"] = append(c["documents"].(acctest.List), entry)
			},
			want: []string{"error documents document-listed-twice"},
			text: "as entry 2",
		},
		"another document was sent": {
			change: func(w *acctest.World, dispute string, _ acctest.Object) { w.Sent(dispute, 2) },
			want:   []string{"warning documents documents-not-listed"},
			text:   "disputedoc_",
		},
		"another document was sent, which may be the unknown one": {
			change: func(w *acctest.World, dispute string, c acctest.Object) {
				other := w.Sent(dispute, 2)
				c["documents"] = append(c["documents"].(acctest.List), acctest.Object{"document_id": acctest.Unknown{}, "digest": other.Digest})
			},
		},
		"other documents count for nothing": {
			change: func(w *acctest.World, dispute string, _ acctest.Object) {
				w.Draft(dispute, "", acctest.PNG(2))
				w.Do(w.Review(w.Sent(dispute, 3).ID, "refuse_unreadable", ""))
			},
		},
		"refused document": {
			change: func(w *acctest.World, dispute string, _ acctest.Object) {
				w.Do(w.Review(w.Documents(dispute)[0], "refuse_unreadable", "too dark"))
			},
			want: []string{"warning documents document-refused"},
			text: "too dark",
		},
		"no documents":       {change: func(_ *acctest.World, _ string, c acctest.Object) { c["documents"] = acctest.List{} }, want: []string{"error documents Invalid Attribute Value"}},
		"dispute unknown":    {change: func(_ *acctest.World, _ string, c acctest.Object) { c["dispute_id"] = acctest.Unknown{} }},
		"documents unknown":  {change: func(_ *acctest.World, _ string, c acctest.Object) { c["documents"] = acctest.Unknown{} }},
		"everything unknown": {change: func(_ *acctest.World, _ string, c acctest.Object) { allUnknown(c) }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.DisputeOf(c.spec)
			config := submission(dispute, 10000)
			if c.spec.Status == "" && c.spec.Type != "NOT_CONTESTABLE" {
				config = submission(dispute, 10000, w.Sent(dispute, 1))
			} else {
				config["documents"] = acctest.Unknown{}
			}
			if c.change != nil {
				c.change(w, dispute, config)
			}
			w.Do(w.ClearJournal())
			plan := w.Engine(nil).Plan(block(config))
			plan.Diagnostics.Want(t, c.want...)
			plan.Diagnostics.WantText(t, c.text)
			w.WantWrites()
		})
	}
}

// addLater lists one more document, which was made after the dispute came back.
func addLater(w *acctest.World, dispute string, c acctest.Object) {
	w.Do(w.Advance(time.Hour))
	document := w.Sent(dispute, 2)
	c["documents"] = append(c["documents"].(acctest.List), acctest.Object{"document_id": document.ID, "digest": document.Digest})
}

func allUnknown(c acctest.Object) {
	for name := range c {
		c[name] = acctest.Unknown{}
	}
}

// The whole provider configuration can be unknown; then only the digest is planned.
func TestProviderUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	config := submission(dispute, 10000, w.Sent(dispute, 1))
	w.Do(w.ClearJournal())
	plan := w.Engine(nil).Defer().Plan(block(config))
	plan.Diagnostics.Want(t)
	if got := plan.Attribute(t, "it", "evidence_digest"); len(got) != 64 {
		t.Errorf("evidence_digest is %q", got)
	}
	if journal, _ := w.Journal(); len(journal) > 0 {
		t.Errorf("requests were sent: %v", journal)
	}
}

func TestEvidenceDigestIsPlanned(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	a, b := w.Sent(dispute, 1), w.Sent(dispute, 2)
	plan := w.Engine(nil).Plan(block(submission(dispute, 1200, a, b)))
	plan.Diagnostics.Want(t)
	want := evidence.EvidenceDigest(dispute, "EUR", 1200, []string{a.Digest, b.Digest})
	if got := plan.Attribute(t, "it", "evidence_digest"); got != want {
		t.Errorf("evidence_digest is %v, want %s", got, want)
	}
}

func TestApproval(t *testing.T) {
	t.Parallel()
	wrong := strings.Repeat("0", 64)
	for name, c := range map[string]struct {
		required bool
		approved func(right string) any
		want     []string
	}{
		"missing":                 {true, func(string) any { return nil }, []string{"error approved_digest approval-missing"}},
		"wrong":                   {true, func(string) any { return wrong }, []string{"error approved_digest evidence-not-approved"}},
		"right":                   {true, func(right string) any { return right }, nil},
		"unknown":                 {true, func(string) any { return acctest.Unknown{} }, nil},
		"neither asked nor given": {false, func(string) any { return nil }, nil},
		"given but wrong":         {false, func(string) any { return wrong }, []string{"error approved_digest evidence-not-approved"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			dispute := w.Dispute()
			document := w.Sent(dispute, 1)
			right := evidence.EvidenceDigest(dispute, "EUR", 10000, []string{document.Digest})
			e := w.Engine(acctest.Object{"require_approval": c.required})
			plan := e.Plan(block(with(submission(dispute, 10000, document), "approved_digest", c.approved(right))))
			plan.Diagnostics.Want(t, c.want...)
			if len(c.want) > 0 {
				plan.Diagnostics.WantText(t, right)
			}
		})
	}
}

// What is not known in the plan is held against the approval by the apply.
func TestApprovalOfUnknownEvidence(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	dispute := w.Dispute()
	document := w.Sent(dispute, 1)
	right := evidence.EvidenceDigest(dispute, "EUR", 10000, []string{document.Digest})
	w.Do(w.ClearJournal())
	e := w.Engine(acctest.Object{"require_approval": true})
	for _, c := range []struct {
		approved     string
		want, writes []string
	}{
		{strings.Repeat("0", 64), []string{"error approved_digest evidence-not-approved"}, nil},
		{right, nil, []string{"submit_dispute"}},
	} {
		config := with(submission(dispute, 10000, document), "approved_digest", c.approved)
		known := config["documents"]
		plan := e.Plan(block(with(config, "documents", acctest.Unknown{})))
		plan.Diagnostics.Want(t)
		plan.Know(t, "it", "documents", known)
		e.Apply(plan).Want(t, c.want...)
		w.WantWrites(c.writes...)
	}
}
