package evidence_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/quick"

	"github.com/bojanz/currency"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestMoneyConversion(t *testing.T) {
	t.Parallel()
	tests := []struct {
		currency string
		minor    int64
		decimal  string
		others   []string // say the same
	}{
		{"EUR", 1234, "12.34", []string{"12.340", "1.234e1", "1234E-2", "0.1234e+2", "12.34e0", "12340.000e-3"}},
		{"EUR", 1000, "10.00", []string{"10", "1e1", "10.0"}},
		{"EUR", 1, "0.01", []string{"1e-2"}},
		{"EUR", 0, "0.00", []string{"0", "-0", "0.000000", "0e99", "0e-99"}},
		{"EUR", -150, "-1.50", []string{"-1.5", "-15e-1"}},
		{"EUR", math.MaxInt64, "92233720368547758.07", []string{"9223372036854775807e-2"}},
		{"EUR", math.MinInt64, "-92233720368547758.08", nil},
		{"JPY", 12, "12", []string{"12.0", "1.2e1"}},
		{"JPY", 1_000_000_000_000_000_000, "1000000000000000000", []string{"1e18"}},
		{"BHD", 1234, "1.234", []string{"1.2340"}},
		{"BHD", 5, "0.005", nil},
		{"CLF", 1, "0.0001", nil},
		{"HUF", 12345, "123.45", nil},
	}
	for _, tt := range tests {
		decimal, err := evidence.DecimalAmount(tt.minor, tt.currency)
		if err != nil || decimal != tt.decimal {
			t.Errorf("DecimalAmount(%d, %s) = %q, %v, want %q", tt.minor, tt.currency, decimal, err, tt.decimal)
		}
		for _, text := range append(tt.others, tt.decimal) {
			if minor, err := evidence.MinorUnits(text, tt.currency); err != nil || minor != tt.minor {
				t.Errorf("MinorUnits(%q, %s) = %d, %v, want %d", text, tt.currency, minor, err, tt.minor)
			}
		}
	}
}

func TestMoneyConversionRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ decimal, currency, reason string }{
		{"12.345", "EUR", `"12.345" has more decimals than EUR, which has 2`},
		{"1.5", "JPY", `"1.5" has more decimals than JPY, which has 0`},
		{"1e-3", "EUR", "more decimals"},
		{"1e-2147483648", "EUR", "more decimals"},
		{"92233720368547758.08", "EUR", "out of range"},
		{"1e17", "EUR", "out of range"},
		{"1e2147483647", "EUR", "out of range"},
		{"1e99999999999999999999", "EUR", "out of range"},
		{"12", "XXX", `"XXX" is not an ISO 4217 currency with minor units`},
		{"12", "", "not an ISO 4217"},
		{"12", "eur", "not an ISO 4217"},
		{"", "EUR", "not a number"},
		{"NaN", "EUR", "not a number"},
		{"Infinity", "EUR", "not a number"},
		{"0x10", "EUR", "not a number"},
		{"1_000", "EUR", "not a number"},
		{"1,5", "EUR", "not a number"},
		{".5", "EUR", "not a number"},
		{"5.", "EUR", "not a number"},
		{"+5", "EUR", "not a number"},
		{"012", "EUR", "not a number"},
		{" 1", "EUR", "not a number"},
		{"1\n", "EUR", "not a number"},
		{"\x1b[31m1", "EUR", `"\x1b[31m1" is not a number`},
	}
	for _, tt := range tests {
		if minor, err := evidence.MinorUnits(tt.decimal, tt.currency); err == nil || !strings.Contains(err.Error(), tt.reason) {
			t.Errorf("MinorUnits(%q, %q) = %d, %v, want %q", tt.decimal, tt.currency, minor, err, tt.reason)
		}
	}
	for _, code := range []string{"XXX", "", "eur"} {
		if decimal, err := evidence.DecimalAmount(1, code); err == nil {
			t.Errorf("DecimalAmount(1, %q) = %s", code, decimal)
		}
	}
}

// Whatever can be said in minor units survives the way to decimals and back, in every
// currency, also when another program writes the number in another way.
func TestMoneyConversionRoundTrips(t *testing.T) {
	t.Parallel()
	codes := currency.GetCurrencyCodes()
	roundTrips := func(minor int64, pick uint, shift int8) bool {
		code := codes[pick%uint(len(codes))]
		decimal, err := evidence.DecimalAmount(minor, code)
		if err != nil {
			return false
		}
		for _, text := range []string{decimal, scientific(decimal, int(shift))} {
			if back, err := evidence.MinorUnits(text, code); err != nil || back != minor {
				t.Logf("%d %s is %s, which is %d (%v)", minor, code, text, back, err)
				return false
			}
		}
		return true
	}
	if err := quick.Check(roundTrips, &quick.Config{MaxCount: 2000}); err != nil {
		t.Error(err)
	}
}

// scientific writes the same number as digits times a power of ten, with shift more or fewer trailing zeros.
func scientific(decimal string, shift int) string {
	number, _ := new(big.Rat).SetString(decimal)
	whole := new(big.Rat).Mul(number, new(big.Rat).SetInt64(10_000)) // no currency has more than four decimals
	text, exponent := whole.Num().String(), -4
	if shift > 0 {
		text, exponent = text+strings.Repeat("0", shift), exponent-shift
	}
	return fmt.Sprintf("%se%d", text, exponent)
}

// Rational arithmetic knows which decimals are whole minor units, and which are not.
func TestMinorUnitsAgreesWithRationals(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	whole := 0
	for range 5000 {
		text := fmt.Sprintf("%d.%0*de%d", r.IntN(100), 1+r.IntN(5), r.IntN(10), r.IntN(9)-4)
		code := []string{"EUR", "JPY", "BHD"}[r.IntN(3)]
		digits, _ := currency.GetDigits(code)
		want, _ := new(big.Rat).SetString(text)
		want.Mul(want, new(big.Rat).SetInt64(int64(math.Pow10(int(digits)))))
		got, err := evidence.MinorUnits(text, code)
		if (err == nil) != want.IsInt() {
			t.Fatalf("MinorUnits(%q, %s) = %d, %v; exactly it is %s", text, code, got, err, want.RatString())
		}
		if err == nil {
			whole++
			if want.Cmp(new(big.Rat).SetInt64(got)) != 0 {
				t.Fatalf("MinorUnits(%q, %s) = %d; exactly it is %s", text, code, got, want.RatString())
			}
		}
	}
	if whole < 500 || whole > 4500 {
		t.Errorf("%d of 5000 numbers are whole: the comparison says little", whole)
	}
}
