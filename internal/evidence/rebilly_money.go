package evidence

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// jsonNumber is the grammar of numbers in RFC 8259, section 6: sign, integer, fraction, exponent.
var jsonNumber = regexp.MustCompile(`^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$`)

// DecimalAmount writes an amount in minor units as decimal text with exactly as many
// decimals as the currency has (ISO 4217): 1234 EUR is "12.34", 1234 JPY is "1234". It
// fails when the currency is not an ISO 4217 code with minor units.
func DecimalAmount(minor int64, currencyCode string) (string, error) {
	a, err := currency.NewAmountFromInt64(minor, currencyCode)
	if err != nil {
		return "", unknownCurrency(currencyCode)
	}
	return a.Number(), nil
}

// MinorUnits reads the text of a JSON number as an amount in minor units of the
// currency, exactly: "12.34", "12.340" and "1.234e1" EUR are 1234. It fails when the text
// is no JSON number, when the amount has more decimals than the currency or does not fit,
// and when the currency is not an ISO 4217 code with minor units.
func MinorUnits(decimal, currencyCode string) (int64, error) {
	decimals, ok := currency.GetDigits(currencyCode)
	if !ok {
		return 0, unknownCurrency(currencyCode)
	}
	part := jsonNumber.FindStringSubmatch(decimal)
	if part == nil {
		return 0, fmt.Errorf("%s is not a number", quoted(decimal))
	}
	sign, digits := part[1], strings.TrimLeft(part[2]+part[3], "0")
	if digits == "" {
		return 0, nil
	}
	significant := strings.TrimRight(digits, "0")
	zeros := int(decimals) - len(part[3]) + len(digits) - len(significant)
	if part[4] != "" {
		exponent, err := strconv.ParseInt(part[4], 10, 32)
		if err != nil {
			return 0, fmt.Errorf("%s %s is out of range", quoted(decimal), currencyCode)
		}
		zeros += int(exponent)
	}
	return wholeUnits(decimal, currencyCode, sign+significant, zeros, decimals)
}

// wholeUnits is number times ten to the power of zeros, if that is a whole number that fits.
func wholeUnits(decimal, currencyCode, number string, zeros int, decimals uint8) (int64, error) {
	if zeros < 0 {
		return 0, fmt.Errorf("%s has more decimals than %s, which has %d", quoted(decimal), currencyCode, decimals)
	}
	const most = 18 // an int64 has 19 digits, one of which is there already
	if zeros <= most {
		if n, err := strconv.ParseInt(number+strings.Repeat("0", zeros), 10, 64); err == nil {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%s %s is out of range", quoted(decimal), currencyCode)
}

func unknownCurrency(code string) error {
	return fmt.Errorf("%s is not an ISO 4217 currency with minor units", quoted(code))
}
