package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// parseDuration reads a duration as Go writes it, with days besides: "36h", "7d", "1d12h".
func parseDuration(text string) (time.Duration, error) {
	var days time.Duration
	rest := text
	if count, after, found := strings.Cut(text, "d"); found {
		n, err := strconv.ParseUint(count, 10, 16)
		if err != nil {
			return 0, fmt.Errorf("%q is not a duration such as 36h or 7d", text)
		}
		days, rest = time.Duration(n)*24*time.Hour, after
	}
	if rest == "" && days > 0 {
		return days, nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil {
		return 0, fmt.Errorf("%q is not a duration such as 36h or 7d", text)
	}
	return days + d, nil
}

// duration is a flag of such a duration.
type duration time.Duration

// Set implements pflag.Value.
func (d *duration) Set(text string) error {
	value, err := parseDuration(text)
	*d = duration(value)
	return err
}

// String implements pflag.Value.
func (d *duration) String() string {
	if *d == 0 {
		return ""
	}
	return time.Duration(*d).String()
}

// Type implements pflag.Value.
func (*duration) Type() string { return "duration" }
