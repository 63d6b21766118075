package evidence

import (
	"fmt"
	"math/big"
)

// undetermined is the currency that Mangopay writes when funds are not determined.
const undetermined = "XXX"

// CheckAmount checks an amount of contested funds in minor units.
func CheckAmount(v int64) []Finding {
	if v > 0 {
		return nil
	}
	return []Finding{NewFinding(CodeAmountNotPositive, fmt.Sprintf("The amount is %d.", v))}
}

// CheckMinorUnits checks an amount of contested funds as a user wrote it, which may
// be no whole number, or too large for one.
func CheckMinorUnits(v *big.Float) []Finding {
	n, accuracy := v.Int64()
	if accuracy == big.Exact {
		return CheckAmount(n)
	}
	return []Finding{NewFinding(CodeAmountNotWhole, fmt.Sprintf("The amount is %s.", v.Text('g', 20)))}
}

// CheckContestedFunds compares contested funds (minor units) with what the dispute
// says is disputed. Vocabulary and sign are checked as well, so that it can stand alone.
func CheckContestedFunds(amount int64, currency string, d DisputeFacts) []Finding {
	findings := append(CheckCurrency(currency), CheckAmount(amount)...)
	if len(findings) > 0 {
		return findings
	}
	contested := MoneyText(currency, amount)
	if d.DisputedCurrency == "" || d.DisputedCurrency == undetermined {
		return []Finding{NewFinding(CodeDisputedFundsUnknown,
			fmt.Sprintf("Contested are %s; dispute %s names no disputed funds.", contested, quoted(d.ID)))}
	}
	disputed := MoneyText(d.DisputedCurrency, d.DisputedAmount)
	if currency != d.DisputedCurrency {
		return []Finding{NewFinding(CodeContestedCurrencyDiffers,
			fmt.Sprintf("Contested are %s, disputed in dispute %s are %s.", contested, quoted(d.ID), disputed))}
	}
	if amount > d.DisputedAmount {
		return []Finding{NewFinding(CodeContestedExceedsDisputed,
			fmt.Sprintf("Contested are %s, disputed in dispute %s are %s.", contested, quoted(d.ID), disputed))}
	}
	return nil
}
