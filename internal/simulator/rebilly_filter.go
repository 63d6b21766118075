package simulator

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// valueKind says how a field's values are compared.
type valueKind int

const (
	kindText valueKind = iota
	kindNumber
	kindTime
)

// value is what an object has in a field. Of a list of texts, any one counts.
type value struct {
	text   string
	more   []string
	number float64
	at     time.Time
	null   bool
}

// compare orders values for sorting: null comes first.
func (v value) compare(other value) int {
	switch {
	case v.null && other.null:
		return 0
	case v.null:
		return -1
	case other.null:
		return 1
	}
	return cmp.Or(cmp.Compare(v.text, other.text), cmp.Compare(v.number, other.number), v.at.Compare(other.at))
}

// attribute is a field by which lists are filtered and sorted.
type attribute[T any] struct {
	kind valueKind
	of   func(*T) value
}

func textOf[T any](of func(*T) string) attribute[T] {
	return attribute[T]{kindText, func(item *T) value {
		text := of(item)
		return value{text: text, null: text == ""}
	}}
}

func numberOf[T any](of func(*T) float64) attribute[T] {
	return attribute[T]{kindNumber, func(item *T) value { return value{number: of(item)} }}
}

func timeOf[T any](of func(*T) *time.Time) attribute[T] {
	return attribute[T]{kindTime, func(item *T) value {
		at := of(item)
		if at == nil {
			return value{null: true}
		}
		return value{at: *at}
	}}
}

// condition is what a filter wants of one field: one of its plain values, and none of its negated ones.
type condition struct {
	field   string
	plain   []test
	negated []test
}

// test tells whether a value that is not null fits.
type test func(value) bool

func (c condition) holds(v value) bool {
	fits := func(t test) bool { return !v.null && t(v) }
	return (len(c.plain) == 0 || slices.ContainsFunc(c.plain, fits)) && !slices.ContainsFunc(c.negated, fits)
}

// parseFilter reads a filter (Rebilly documentation, Search filters): conditions separated by ";", each a field, ":"
// and values separated by ",", of which one must fit; "!" before a value negates it; numbers and times can be ranges.
func parseFilter(filter string, kinds map[string]valueKind, ignoreUnknown bool) ([]condition, error) {
	var conditions []condition
	for part := range strings.SplitSeq(filter, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		field, values, found := strings.Cut(strings.TrimSpace(part), ":")
		if !found {
			return nil, invalid("filter", "%q is not a field and its values", part)
		}
		kind, known := kinds[field]
		if !known {
			if ignoreUnknown {
				continue
			}
			return nil, invalid("filter", "%s is not a filterable field", field)
		}
		parsed, err := parseCondition(field, kind, values)
		if err != nil {
			return nil, err
		}
		conditions = append(conditions, parsed)
	}
	return conditions, nil
}

func parseCondition(field string, kind valueKind, values string) (condition, error) {
	result := condition{field: field}
	for text := range strings.SplitSeq(values, ",") {
		text, negated := strings.CutPrefix(strings.TrimSpace(text), "!")
		fits, ok := parseTest(kind, text)
		switch {
		case !ok:
			return condition{}, invalid("filter", "%q is not a value of %s", text, field)
		case negated:
			result.negated = append(result.negated, fits)
		default:
			result.plain = append(result.plain, fits)
		}
	}
	return result, nil
}

// parseTest reads one value; false when it is not of the field's kind. There are no value lists ("@name").
func parseTest(kind valueKind, text string) (test, bool) {
	if kind == kindText {
		return textTest(text), !strings.HasPrefix(text, "@")
	}
	low, high, isRange := strings.Cut(text, "..")
	if !isRange {
		high = low
	}
	from, hasFrom, okFrom := parseBound(kind, low)
	to, hasTo, okTo := parseBound(kind, high)
	if !okFrom || !okTo || !hasFrom && !hasTo {
		return nil, false
	}
	return func(v value) bool {
		return (!hasFrom || v.compare(from) >= 0) && (!hasTo || v.compare(to) <= 0)
	}, true
}

func textTest(text string) test {
	return func(v value) bool {
		return strings.EqualFold(v.text, text) ||
			slices.ContainsFunc(v.more, func(one string) bool { return strings.EqualFold(one, text) })
	}
}

// parseBound reads one end of a range; an end that is not given has no bound.
func parseBound(kind valueKind, text string) (bound value, given, ok bool) {
	if text == "" {
		return value{}, false, true
	}
	if kind == kindNumber {
		n, err := strconv.ParseFloat(text, 64)
		return value{number: n}, true, err == nil && !math.IsNaN(n)
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return value{at: at}, true, true
		}
	}
	return value{}, false, false
}
