package document_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

var faults = []simulator.FaultKind{
	simulator.FaultLostAnswer, simulator.FaultErrorBefore, simulator.FaultErrorAfter, simulator.FaultResetUpload,
	simulator.FaultTruncatedAnswer, simulator.FaultProxyPage, simulator.FaultRateLimit, simulator.FaultExpiredToken,
}

// An interrupted run and those after it end in one document with the right pages,
// whatever went wrong, wherever, and whether or not the state remembers.
func TestFaultsNeitherDuplicateNorLose(t *testing.T) {
	t.Parallel()
	for place, rule := range map[string]simulator.FaultRule{
		"document":                {Operation: created, Nth: 1},
		"document twice":          {Operation: created, Times: 2},
		"page 1 of 3":             {Operation: uploaded, Nth: 1},
		"page 2 of 3":             {Operation: uploaded, Nth: 2},
		"pages 1 to 3":            {Operation: uploaded, Times: 3},
		"everything that is sent": {Probability: 0.2},
	} {
		for _, kind := range faults {
			rule := rule
			rule.Kind = kind
			t.Run(place+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				for _, forgetful := range []bool{false, true} {
					w := acctest.NewWorld(t)
					insist(t, w, nil, forgetful, rule)
				}
			})
		}
	}
}

// The same holds whichever way the API does what no document of it settles.
func TestFaultsInOtherWorlds(t *testing.T) {
	t.Parallel()
	for name, guesses := range map[string]simulator.Guesses{
		"keys are not reserved": {KeyNotReserved: true},
		"keys fail on pages":    {PageWithKeyFails: true},
		"refusals burn keys":    {RateLimitBurnsKey: true, UnauthorizedBurnsKey: true},
		"keys count per route":  {KeyPerRoute: true},
	} {
		for _, kind := range faults {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				w := acctest.NewWorld(t)
				w.Do(w.SetGuesses(guesses))
				insist(t, w, nil, true,
					simulator.FaultRule{Kind: kind, Operation: created, Nth: 1},
					simulator.FaultRule{Kind: kind, Operation: uploaded, Nth: 2})
			})
		}
	}
}

// Without marks a server error may leave an empty document behind, but nothing else
// changes.
func TestFaultsWithoutMarks(t *testing.T) {
	t.Parallel()
	for _, kind := range faults {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			place := created
			if kind == simulator.FaultErrorAfter {
				place = uploaded
			}
			insist(t, w, acctest.Object{"mark_documents": false}, true, simulator.FaultRule{Kind: kind, Operation: place, Nth: 1})
		})
	}
}

// A stored answer that cannot be read at once is asked for again.
func TestStoredAnswerIsHardToGet(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{simulator.FaultErrorBefore, simulator.FaultProxyPage, simulator.FaultLostAnswer, simulator.FaultRateLimit} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			insist(t, acctest.NewWorld(t), nil, true,
				simulator.FaultRule{Kind: simulator.FaultLostAnswer, Operation: created},
				simulator.FaultRule{Kind: kind, Operation: "get_response", Times: 2})
		})
	}
}

// insist applies until it succeeds and requires one complete document. A forgetful
// run loses its state when it fails, as one that is killed.
func insist(t *testing.T, w *acctest.World, policy acctest.Object, forgetful bool, rules ...simulator.FaultRule) {
	t.Helper()
	e := w.Engine(policy)
	contents := [][]byte{acctest.PDF("one", 1), acctest.JPEG(2, 64), acctest.PNG(3)}
	doc := want{dispute: w.Dispute(), tag: "order 7", pages: []string{w.Write("1.pdf", contents[0]), w.Write("2.jpg", contents[1]), w.Write("3.png", contents[2])}}
	w.Do(w.SetFaults(simulator.Faults{Rules: rules}))
	var said acctest.Diagnostics
	for range 10 {
		if said = e.Run(doc.block("a")); !said.Failed() {
			break
		}
		if forgetful {
			e.Lose("a")
		}
	}
	finds(t, said)
	w.Do(w.SetFaults(simulator.Faults{}))
	if diff := cmp.Diff([]string{id(e, "a")}, w.Documents(doc.dispute)); diff != "" {
		t.Fatalf("documents (-state +Mangopay):\n%s", diff)
	}
	holds(t, w, id(e, "a"), contents...)
	if diff := cmp.Diff(w.Pages(id(e, "a")), e.Elements("a", "pages", "sha256")); diff != "" {
		t.Errorf("pages (-Mangopay +state):\n%s", diff)
	}
	plans(t, e.Plan(doc.block("a")), acctest.NoOp)
}

// A run that dies while its last page is on its way is waited for.
func TestPageOfADeadRunThatArrivesLate(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{KeyNotReserved: true}))
	contents := [][]byte{acctest.PDF("one", 1), acctest.PNG(2)}
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", contents[0]), w.Write("2.png", contents[1])}}
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{
		{Kind: simulator.FaultLateCommit, Operation: "create_page", Nth: 2, Delay: 50 * time.Millisecond},
		{Kind: simulator.FaultLostAnswer, Operation: "create_page", Nth: 2},
	}}))
	died := make(chan struct{})
	go func() { // the orphan, whose outcome nobody hears
		defer close(died)
		w.Engine(nil).Run(doc.block("a"))
	}()
	eventually(t, func() bool { return w.Calls("create_page") == 2 })
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")))
	<-died
	holds(t, w, id(e, "a"), contents...)
}

func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatal("it did not happen within five seconds")
}

// An interrupted update goes on where it was.
func TestInterruptedUpdate(t *testing.T) {
	t.Parallel()
	for _, kind := range []simulator.FaultKind{simulator.FaultLostAnswer, simulator.FaultRateLimit, simulator.FaultErrorAfter, simulator.FaultResetUpload} {
		w := acctest.NewWorld(t)
		contents := [][]byte{acctest.PDF("one", 1), acctest.PDF("two", 1), acctest.PDF("three", 1)}
		doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", contents[0])}}
		e := w.Engine(nil)
		finds(t, e.Run(doc.block("a")))
		first := id(e, "a")
		doc.pages = append(doc.pages, w.Write("2.pdf", contents[1]), w.Write("3.pdf", contents[2]))
		w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: kind, Operation: "create_page", Nth: 2}}}))
		if e.Run(doc.block("a")).Failed() {
			if diff := cmp.Diff(w.Pages(first), e.Elements("a", "pages", "sha256")); diff != "" {
				t.Errorf("%s: pages after the failure (-Mangopay +state):\n%s", kind, diff)
			}
			plans(t, e.Plan(doc.block("a")), acctest.Update)
			finds(t, e.Run(doc.block("a")))
		}
		holds(t, w, first, contents...)
		plans(t, e.Plan(doc.block("a")), acctest.NoOp)
	}
}

// A failure after the creation leaves the truth in the state.
func TestStateTellsWhatIsThere(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	contents := [][]byte{acctest.PDF("one", 1), acctest.PDF("two", 1)}
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", contents[0]), w.Write("2.pdf", contents[1])}}
	w.Do(w.SetFaults(simulator.Faults{Rules: []simulator.FaultRule{{Kind: simulator.FaultRateLimit, Operation: "create_page", Nth: 2}}}))
	e := w.Engine(nil)
	said := e.Run(doc.block("a"))
	finds(t, said, "error - Cannot add page 2 of 2 to dispute document")
	if !e.Tainted("a") || len(e.Elements("a", "pages", "sha256")) != 1 {
		t.Errorf("the state has the pages %v", e.Elements("a", "pages", "sha256"))
	}
	first := id(e, "a")
	plan := e.Plan(doc.block("a"))
	plans(t, plan, acctest.Replace)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, uploaded)
	if id(e, "a") != first {
		t.Error("the interrupted document was not finished")
	}
}

// What the API refuses is shown on the attribute that it names.
func TestFieldErrorsUnderlineTheirAttribute(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	w.Do(w.SetGuesses(simulator.Guesses{RefusesGIF: true, MaxPages: 2}))
	doc := want{dispute: w.Dispute(), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1)), w.Write("2.gif", acctest.GIF(1))}}
	e := w.Engine(nil)
	finds(t, e.Run(doc.block("a")), "warning pages file-gif", "error pages Cannot add page 2 of 2 to dispute document")

	doc.pages = []string{doc.pages[0], w.Write("2.pdf", acctest.PDF("two", 1)), w.Write("3.pdf", acctest.PDF("three", 1))}
	said := e.Run(doc.block("a"))
	finds(t, said, "error - Cannot add page 3 of 3 to dispute document")
	contains(t, said.String(), "Maximum number of pages exceeded")
}

// What the ladder of keys met before does not stop it.
func TestRefusalOfAnEarlierRunIsNotRepeated(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	doc := want{dispute: w.DisputeOf(simulator.DisputeSpec{Status: "CREATED"}), pages: []string{w.Write("1.pdf", acctest.PDF("one", 1))}}
	e := w.Engine(nil)
	plan := e.Plan(want{dispute: w.Dispute(), pages: doc.pages}.block("a"))
	plan.Know(t, "a", "dispute_id", doc.dispute)
	finds(t, e.Apply(plan), "error dispute_id dispute-not-open-for-documents")
	w.Do(w.Decide(doc.dispute, "require_action", ""))
	finds(t, e.Run(doc.block("a")))
	if n := w.Calls(created); n != 1 {
		t.Errorf("%d creations were sent, want 1", n)
	}
	if !slices.Equal(w.Documents(doc.dispute), []string{id(e, "a")}) {
		t.Error("the document is not the dispute's only one")
	}
}
