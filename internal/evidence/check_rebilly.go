package evidence

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Greatest lengths in characters (Rebilly API reference, Create a dispute, Files and Attachments).
const (
	MaxRebillyTransactionID           = 50
	MaxRebillyCaseID                  = 100
	MaxRebillyAcquirerReferenceNumber = 255
	MaxRebillyReasonCode              = 255
	MaxRebillyFileText                = 255 // name and description of files and attachments
)

const (
	maxRebillyID = 50 // characters: Rebilly's public API definition, parameter resourceId
	// exactDigits: a double keeps every decimal number of so many digits (IEEE 754, binary64).
	exactDigits = 999_999_999_999_999
)

// rebillyID: Rebilly's public API definition, parameter resourceId. Its \w is ASCII, as Go's.
var rebillyID = regexp.MustCompile(`^[@~\-.\w]+$`)

// CheckRebillyReasonCode checks a reason code that a user wrote. A code that differs
// from another one in leading zeros only is named, because one of the two may have lost
// its zeros as an unquoted number.
func CheckRebillyReasonCode(code string) []Finding {
	if findings := CheckRebillyText(MaxRebillyReasonCode)(code); len(findings) > 0 {
		return findings
	}
	if !slices.Contains(rebillyReasonCodes, code) {
		return []Finding{NewFinding(CodeRebillyReasonCodeUnknown,
			fmt.Sprintf("%s is not among the documented codes.", quoted(code))+didYouMean(likelyReasonCodes(code)))}
	}
	twins := zeroTwins(code)
	if len(twins) < 2 {
		return nil
	}
	other := slices.DeleteFunc(twins, func(c string) bool { return c == code })
	return []Finding{NewFinding(CodeRebillyReasonCodeZeros,
		fmt.Sprintf("%s is understood, not %s.", quoted(code), alternatives(other)))}
}

// CheckRebillyType checks a dispute type that a user wrote.
func CheckRebillyType(v string) []Finding {
	return checkRebillyWord(CodeRebillyTypeUnknown, v, "dispute type", rebillyTypes)
}

// CheckRebillyStatus checks a dispute status that a user wrote.
func CheckRebillyStatus(v string) []Finding {
	return checkRebillyWord(CodeRebillyStatusUnknown, v, "dispute status", rebillyStatuses)
}

// CheckRebillyID checks an id that a user wrote for an object at Rebilly. "." and ".." are
// refused too: in the path of a URL they mean another place (RFC 3986, section 5.2.4).
func CheckRebillyID(v string) []Finding {
	if rebillyID.MatchString(v) && len(v) <= maxRebillyID && v != "." && v != ".." {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyIDInvalid, fmt.Sprintf("The id is %s, %d characters.", quoted(v), utf8.RuneCountInString(v)))}
}

// CheckRebillyText returns a check of texts that a user wrote and that may have at most
// limit characters, counted as JSON Schema does: in Unicode code points (Validation, maxLength).
func CheckRebillyText(limit int) func(v string) []Finding {
	return func(v string) []Finding {
		if v == "" {
			return []Finding{NewFinding(CodeRebillyTextEmpty, "The text has no characters.")}
		}
		var findings []Finding
		if n := utf8.RuneCountInString(v); n > limit {
			findings = append(findings, NewFinding(CodeRebillyTextTooLong, fmt.Sprintf("The text has %d characters; %d are possible.", n, limit)))
		}
		if strings.TrimSpace(v) != v {
			findings = append(findings, NewFinding(CodeRebillyTextOuterSpace, fmt.Sprintf("The text is %s.", quoted(v))))
		}
		return findings
	}
}

// CheckRebillyTag checks a tag that a user wrote for a file.
func CheckRebillyTag(v string) []Finding {
	if rebillyMark.MatchString(v) {
		return []Finding{NewFinding(CodeRebillyTagReserved, fmt.Sprintf("The tag is %s.", quoted(v)))}
	}
	return CheckRebillyText(MaxRebillyFileText)(v)
}

// CheckRebillyAmount checks the amount of a dispute in minor units as a user wrote it,
// which may be no whole number, or too large for one.
func CheckRebillyAmount(v *big.Float) []Finding {
	n, accuracy := v.Int64()
	switch {
	case !v.IsInt():
		return []Finding{NewFinding(CodeAmountNotWhole, fmt.Sprintf("The amount is %s.", v.Text('g', 20)))}
	case accuracy != big.Exact || n > exactDigits || n < -exactDigits:
		return []Finding{NewFinding(CodeRebillyAmountTooLarge, fmt.Sprintf("The amount is %s.", v.Text('f', 0)))}
	case n <= 0:
		return []Finding{NewFinding(CodeRebillyAmountNotPositive, fmt.Sprintf("The amount is %d.", n))}
	}
	return nil
}

// CheckRebillyAmountHeld reports an amount at Rebilly that minor units of its currency
// cannot say: decimal is the text of the JSON number.
func CheckRebillyAmountHeld(decimal, currencyCode string) []Finding {
	if _, err := MinorUnits(decimal, currencyCode); err != nil {
		return []Finding{NewFinding(CodeRebillyAmountInexact, fmt.Sprintf("The amount at Rebilly: %s.", err))}
	}
	return nil
}

// CheckRebillyDeadline reports a deadline that has passed while the status says that a
// response is needed. A zero deadline is none.
func CheckRebillyDeadline(now, deadline time.Time, status string) []Finding {
	if deadline.IsZero() || status != RebillyResponseNeeded || deadline.After(now) {
		return nil
	}
	return []Finding{rebillyDeadlineFinding(CodeRebillyDeadlinePassed, now, deadline, status)}
}

// CheckRebillyDeadlineNear reports a deadline that is less than warning away while the
// status says that a response is needed. Where it has passed, CheckRebillyDeadline speaks.
func CheckRebillyDeadlineNear(now, deadline time.Time, status string, warning time.Duration) []Finding {
	left := deadline.Sub(now)
	if deadline.IsZero() || status != RebillyResponseNeeded || left <= 0 || left >= warning {
		return nil
	}
	return []Finding{rebillyDeadlineFinding(CodeDeadlineWarning, now, deadline, status)}
}

// CheckRebillyTimes reports times of a new or changed dispute that are probably slips: one
// that was posted in the future, and a deadline before that. A zero deadline is none.
func CheckRebillyTimes(now, posted, deadline time.Time) []Finding {
	var findings []Finding
	if posted.After(now) {
		findings = append(findings, NewFinding(CodeRebillyPostedInFuture, fmt.Sprintf("The dispute was posted %s; it is %s.", timeText(posted), timeText(now))))
	}
	if !deadline.IsZero() && deadline.Before(posted) {
		findings = append(findings, NewFinding(CodeRebillyDeadlineBeforePosted,
			fmt.Sprintf("The deadline is %s; the dispute was posted %s.", timeText(deadline), timeText(posted))))
	}
	return findings
}

func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func rebillyDeadlineFinding(code string, now, deadline time.Time, status string) Finding {
	return NewFinding(code, fmt.Sprintf("The deadline is %s; the status is %s.", DeadlineText(deadline, now), quoted(status)))
}

func checkRebillyWord(code, v, what string, values []string) []Finding {
	if slices.Contains(values, v) {
		return nil
	}
	detail := fmt.Sprintf("%s is not a %s.", quoted(v), what) + didYouMean(allNearest(v, values, len(v)/2))
	return []Finding{NewFinding(code, detail+" The values are "+strings.Join(values, ", ")+".")}
}

// zeroTwins returns the codes that are equal to v but for leading zeros, v itself
// included if it is a code; none when v is not made of digits.
func zeroTwins(v string) []string {
	if v == "" || strings.Trim(v, "0123456789") != "" {
		return nil
	}
	var twins []string
	for _, c := range rebillyReasonCodes {
		if strings.Trim(c, "0123456789") == "" && strings.TrimLeft(c, "0") == strings.TrimLeft(v, "0") {
			twins = append(twins, c)
		}
	}
	return twins
}

// maxSuggestions bounds how many codes a finding offers: among more, the list is the better place to look.
const maxSuggestions = 4

// likelyReasonCodes returns what an unknown code may have been meant to be. Lost zeros
// explain it completely, so that nothing else is offered then. One or two characters are
// too few for an edit distance to mean anything.
func likelyReasonCodes(v string) []string {
	v = strings.TrimSpace(v)
	if twins := zeroTwins(v); len(twins) > 0 {
		return twins
	}
	within := 0
	if len(v) > 2 {
		within = max(1, len(v)/4)
	}
	likely := allNearest(v, rebillyReasonCodes, within)
	if len(likely) > maxSuggestions {
		return nil
	}
	return likely
}
