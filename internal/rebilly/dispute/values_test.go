package dispute_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// An instant can be written in many ways, which are no differences: not between Rebilly
// and the state, and not between the state and a configuration that was edited.
func TestInstants(t *testing.T) {
	t.Parallel()
	texts := []string{"2026-03-02T09:30:00Z", "2026-03-02T09:30:00+00:00", "2026-03-02T11:30:00+02:00", "2026-03-02T09:30:00.000Z", "2026-03-02T09:30:00.75Z"}
	for _, guesses := range []simulator.Guesses{{}, {RebillyTimesWithOffset: true}, {RebillyFractionsKept: true}} {
		w := newWorld(t)
		w.Do(w.SetGuesses(guesses))
		e := quiet(w)
		for i, text := range texts {
			block := it(acctest.Object{"id": "case-" + string(rune('a'+i)), "posted_time": text, "deadline_time": text, "status": "won"})
			block.Name = text
			e.Run(block).Want(t)
			e.WantState(text, map[string]string{"posted_time": text, "deadline_time": text})
			for _, other := range texts {
				block.Body["posted_time"], block.Body["deadline_time"] = other, other
				plan := e.Plan(block)
				plan.Diagnostics.Want(t)
				plan.WantAction(t, text, acctest.NoOp)
			}
			block.Body["posted_time"] = "2026-03-02T09:30:01Z"
			e.Plan(block).WantAction(t, text, acctest.Update)
			e.Lose(text)
		}
	}
}

// Amounts come back in other words, and are the same.
func TestAmounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		amount   int
		currency string
		decimal  string
	}{
		"cents":     {4990, "EUR", "49.90"},
		"a cent":    {1, "EUR", "0.01"},
		"no cents":  {10000, "EUR", "100.00"},
		"yen":       {1260, "JPY", "1260"},
		"dinars":    {1234567, "KWD", "1234.567"},
		"tenths":    {30, "EUR", "0.30"},
		"15 digits": {999999999999999, "USD", "9999999999999.99"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, floats := range []bool{false, true} {
				w := newWorld(t)
				w.Do(w.SetGuesses(simulator.Guesses{RebillyAmountsAsFloats: floats}))
				e := quiet(w)
				block := it(acctest.Object{"amount": c.amount, "currency": c.currency})
				plan := e.Plan(block)
				if got := plan.Attribute(t, "it", "amount_decimal"); got != c.decimal {
					t.Errorf("planned as %q, want %q", got, c.decimal)
				}
				e.Apply(plan).Want(t)
				if d := one(t, w); d.Amount != c.decimal {
					t.Errorf("sent as %q, want %q", d.Amount, c.decimal)
				}
				e.Plan(block).WantAction(t, "it", acctest.NoOp)
			}
		})
	}
}

// What minor units cannot say is shown exactly, and the plan corrects it.
func TestInexactAmount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	e.Run(it(nil)).Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Amount: "49.905"}))
	plan := e.Plan(it(nil))
	plan.Diagnostics.Want(t, "warning amount rebilly-amount-inexact")
	plan.WantAction(t, "it", acctest.Update)
	e.WantState("it", map[string]string{"amount": "", "amount_decimal": "49.905"})
	e.Apply(plan).Want(t)
	e.WantState("it", map[string]string{"amount": "4990", "amount_decimal": "49.90"})
	e.Plan(it(nil)).WantAction(t, "it", acctest.NoOp)
}

// An amount that is ignored, and that minor units cannot say, is left as it is: by a plan, and
// digit by digit by an update of something else.
func TestInexactAmountThatIsIgnored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := quiet(w)
	block := it(nil)
	block.Ignore = []string{"amount"}
	e.Run(block).Want(t)
	w.Do(w.ChangeRebillyDispute(chosen, simulator.RebillyChange{Amount: "12.345"}))
	plan := e.Plan(block)
	plan.Diagnostics.Want(t, "warning amount rebilly-amount-inexact")
	plan.WantAction(t, "it", acctest.NoOp)
	block.Body["case_id"] = "7732"
	plan = e.Plan(block)
	plan.WantAction(t, "it", acctest.Update)
	if got := plan.Attribute(t, "it", "amount_decimal"); got != "12.345" {
		t.Errorf("the amount is planned as %q", got)
	}
	e.Apply(plan).Want(t)
	if d := one(t, w); d.Amount != "12.345" || d.CaseID != "7732" {
		t.Errorf("written were %q and %q", d.Amount, d.CaseID)
	}
	e.WantState("it", map[string]string{"amount": "", "amount_decimal": "12.345", "case_id": "7732"})
	e.Plan(block).WantAction(t, "it", acctest.NoOp)
}

// Minus nothing is nothing.
func TestNegativeZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := garbling(t, w, `"amount":0.00`, `"amount":-0.0`)
	block := it(acctest.Object{"amount": 0})
	e.Run(block).Want(t, "warning amount rebilly-amount-not-positive")
	e.WantState("it", map[string]string{"amount": "0", "amount_decimal": "0.00"})
	e.Plan(block).WantAction(t, "it", acctest.NoOp)
}
