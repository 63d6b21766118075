package evidence

import (
	"fmt"
	"time"
)

// Clock is the time against which deadlines are held.
type Clock struct {
	Now     time.Time     // the server's time
	Warning time.Duration // less than this left: a warning; 0 switches it off
	Margin  time.Duration // less than this left: an error; 0 switches it off
}

// CheckDeadline holds the contest deadline of a dispute against the clock. A
// dispute without a deadline, and one that is not the platform's turn any more,
// has nothing to miss.
func CheckDeadline(d DisputeFacts, c Clock) []Finding {
	if d.Deadline.IsZero() || outOfPlatformsHands(d.Status) {
		return nil
	}
	left := d.Deadline.Sub(c.Now)
	detail := fmt.Sprintf("The deadline of dispute %s is %s.", quoted(d.ID), DeadlineText(d.Deadline, c.Now))
	switch {
	case left <= 0:
		return []Finding{NewFinding(CodeDeadlinePassed, detail)}
	case left < c.Margin:
		return []Finding{NewFinding(CodeDeadlineMargin, detail+" The margin is "+spanText(c.Margin)+".")}
	case left < c.Warning:
		return []Finding{NewFinding(CodeDeadlineWarning, detail)}
	}
	return nil
}

func outOfPlatformsHands(status string) bool {
	return underReview(status) || TerminalDispute(status)
}
