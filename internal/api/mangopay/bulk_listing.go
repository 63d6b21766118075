package mangopay

const (
	countless   = 1 << 20 // Pages of a list whose server does not tell their number, and the most that are believed.
	maxDoubling = 10      // How often a list can become twice as dear by failing.
)

// listing is what is known of one list, and decides when fetching it pays. That is as soon as the calls spent on
// what it would have answered reach its own price, so that all calls together stay within twice the cheaper
// of the two, whatever is asked for next.
type listing struct {
	disputeID string // Whose list it is; "" for the account's.

	pages    int     // Of the whole list; 0 as long as that is not known.
	first    uint64  // When its first page was asked for, if the others were not; else 0.
	since    uint64  // When it was last asked for as a whole, with success; 0: never.
	spent    int     // Calls since then that it could have answered.
	failures int     // Since then.
	flight   *flight // Under way; nil: nothing.
}

// missing are the pages to fetch next: the first alone while it is not known how many there are.
func (l *listing) missing() []int {
	from, to := 1, max(l.pages, 1)
	if l.first > 0 {
		from = 2
	}
	numbers := make([]int, 0, to-from+1)
	for n := from; n <= to; n++ {
		numbers = append(numbers, n)
	}
	return numbers
}

// pays tells whether fetching what is missing costs no more than was spent already together with the call that is
// about to be made. After each failure the list has to promise twice as much.
func (l *listing) pays() bool {
	price := max(l.pages, 1)
	if l.first > 0 {
		price--
	}
	return l.spent+1 >= price<<min(l.failures, maxDoubling)
}

// lacks tells whether the list was fetched as a whole and did not have an object. listed is when that object
// was last seen in any list; 0: never.
func (l *listing) lacks(listed uint64) bool { return l != nil && listed < l.since }

// landed notes the end of a flight that fetched these pages.
func (l *listing) landed(f *flight, numbers []int) {
	l.flight = nil
	switch {
	case f.err != nil:
		l.first, l.spent = 0, 0
		l.failures++
	case len(numbers) == 1 && numbers[0] == 1 && l.pages > 1:
		l.first = f.began
	default:
		l.since = f.began
		if l.first > 0 {
			l.since = l.first
		}
		l.first, l.spent, l.failures = 0, 0, 0
	}
}
