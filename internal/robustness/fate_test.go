package robustness_test

import "time"

// fate decides everything in a schedule that chance would decide in life. The same
// seed answers the same question alike, in whatever order the questions are asked,
// because goroutines that wake at one instant race.
type fate uint64

// ask is 64 bits for a question; numbers tell questions of one kind apart.
func (f fate) ask(question string, numbers ...int) uint64 {
	h := uint64(f) ^ 0x9e3779b97f4a7c15
	for _, b := range []byte(question) {
		h = mix(h ^ uint64(b))
	}
	for _, n := range numbers {
		h = mix(h ^ uint64(n))
	}
	return mix(h)
}

// mix is the finalizer of SplitMix64.
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

// unit is in [0, 1).
func (f fate) unit(question string, numbers ...int) float64 {
	return float64(f.ask(question, numbers...)>>11) / (1 << 53)
}

// chance is true with a probability.
func (f fate) chance(p float64, question string, numbers ...int) bool {
	return f.unit(question, numbers...) < p
}

// below is in [0, n).
func (f fate) below(n int, question string, numbers ...int) int {
	return int(f.unit(question, numbers...) * float64(n))
}

// between is in [low, high).
func (f fate) between(low, high time.Duration, question string, numbers ...int) time.Duration {
	return low + time.Duration(f.unit(question, numbers...)*float64(high-low))
}

// weighted picks an index with a probability in proportion to its weight.
func (f fate) weighted(question string, weights ...int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	left := f.below(total, question)
	for i, w := range weights {
		if left < w {
			return i
		}
		left -= w
	}
	return len(weights) - 1
}

// pass lets virtual time pass.
func pass(d time.Duration) { <-time.After(d) }
