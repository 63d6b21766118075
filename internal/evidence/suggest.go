package evidence

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// nearest returns the first of the candidates with the least edit distance to v,
// regardless of case, or "" when none is within the given distance.
func nearest(v string, candidates []string, within int) string {
	if all := allNearest(v, candidates, within); len(all) > 0 {
		return all[0]
	}
	return ""
}

// allNearest returns every candidate with the least edit distance to v, regardless of
// case, if that is within the given distance.
func allNearest(v string, candidates []string, within int) []string {
	if len(v) > 64 { // nothing we suggest is as long, and the distance costs the product of the lengths
		return nil
	}
	var best []string
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(strings.ToUpper(v), strings.ToUpper(c))
		if d < within || len(best) == 0 && d == within {
			best, within = []string{c}, d
		} else if d == within {
			best = append(best, c)
		}
	}
	return best
}

// didYouMean is the question that ends a detail, or "" without candidates.
func didYouMean(candidates []string) string {
	if len(candidates) == 0 {
		return ""
	}
	return " Did you mean " + alternatives(candidates) + "?"
}

// alternatives lists values: "a", "b" or "c".
func alternatives(values []string) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = quoted(v)
	}
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}
