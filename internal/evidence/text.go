package evidence

import (
	"fmt"
	"strconv"
	"time"

	"github.com/bojanz/currency"
)

// MoneyText writes an amount in minor units for people, with the currency's
// ISO 4217 exponent: MoneyText("EUR", 12000) is "EUR 120.00".
func MoneyText(currencyCode string, amount int64) string {
	a, err := currency.NewAmountFromInt64(amount, currencyCode)
	if err != nil || currencyCode == "" {
		return strconv.FormatInt(amount, 10) + " minor units of " + quoted(currencyCode)
	}
	return a.CurrencyCode() + " " + a.Number()
}

// DeadlineText writes a deadline and how far away it is:
// "2026-03-01T23:59:59Z, 3 h 20 min left".
func DeadlineText(deadline, now time.Time) string {
	at := deadline.UTC().Format(time.RFC3339)
	if left := deadline.Sub(now); left > 0 {
		return at + ", " + spanText(left) + " left"
	}
	return at + ", passed " + spanText(now.Sub(deadline)) + " ago"
}

// spanText rounds down, so that it never promises more time than there is.
func spanText(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min", minutes)
	default:
		return "less than a minute"
	}
}

// sizeText writes a size for people and exactly: "7.40 MiB (7759462 bytes)".
func sizeText(n int64) string {
	const kib, mib = 1 << 10, 1 << 20
	switch {
	case n >= mib:
		return fmt.Sprintf("%.2f MiB (%d bytes)", float64(n)/mib, n)
	case n >= kib:
		return fmt.Sprintf("%.1f KiB (%d bytes)", float64(n)/kib, n)
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
