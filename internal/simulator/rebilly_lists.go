package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxPaging bounds limit and offset (Rebilly API reference, collection parameters).
const maxPaging = 1000

// collection says how the objects of one kind are listed.
type collection[T any] struct {
	attributes map[string]attribute[T]
	age        func(*T) age
	search     func(*T) []string                 // the texts in which q looks
	join       func(*T) error                    // loads what an object refers to; nil: nothing
	body       func(item *T, embed []string) any // as the answer has it
}

// listRebilly answers with one page of a list: a bare array, with the totals in headers.
func listRebilly[T any](c *call, bucket string, kind collection[T]) (*answer, error) {
	limit, offset, err := c.paging()
	if err != nil {
		return nil, err
	}
	wanted, err := parseFilter(c.parameter("filter"), kind.kinds(), c.meta.Guesses.RebillyUnknownFilterIgnored)
	if err != nil {
		return nil, err
	}
	order, err := parseSort(c, kind)
	if err != nil {
		return nil, err
	}
	all, err := loadAll[T](c.txn, bucket, "")
	if err != nil {
		return nil, err
	}
	embed := c.expansions()
	if kind.join != nil && (len(embed) > 0 || strings.Contains(c.parameter("filter")+c.parameter("sort"), ".")) {
		for _, item := range all {
			if err := kind.join(item); err != nil {
				return nil, err
			}
		}
	}
	all = slices.DeleteFunc(all, func(item *T) bool { return !kind.selects(c, item, wanted) })
	slices.SortFunc(all, order)
	c.pagingHeaders(len(all), limit, offset)
	page := []any{}
	for _, item := range all[min(offset, len(all)):min(offset+limit, len(all))] {
		body, err := c.selectFields(kind.body(item, embed))
		if err != nil {
			return nil, err
		}
		page = append(page, body)
	}
	return rebillyAnswer(http.StatusOK, page)
}

func (k collection[T]) kinds() map[string]valueKind {
	kinds := make(map[string]valueKind, len(k.attributes))
	for name, a := range k.attributes {
		kinds[name] = a.kind
	}
	return kinds
}

// selects tells whether an object is in the list that was asked for.
func (k collection[T]) selects(c *call, item *T, wanted []condition) bool {
	if !c.listed(k.age(item).created.Unix()) {
		return false
	}
	for _, w := range wanted {
		if !w.holds(k.attributes[w.field].of(item)) {
			return false
		}
	}
	q := strings.ToLower(c.parameter("q"))
	return q == "" || slices.ContainsFunc(k.search(item), func(text string) bool { return strings.Contains(strings.ToLower(text), q) })
}

// parseSort reads the order of a list: fields separated by commas, with a "-" before those that go down.
func parseSort[T any](c *call, kind collection[T]) (func(a, b *T) int, error) {
	type step struct {
		of        func(*T) value
		direction int
	}
	var steps []step
	for name := range strings.SplitSeq(c.parameter("sort"), ",") {
		name, down := strings.CutPrefix(strings.TrimSpace(name), "-")
		a, known := kind.attributes[name]
		switch {
		case known && down:
			steps = append(steps, step{a.of, -1})
		case known:
			steps = append(steps, step{a.of, 1})
		case name != "" && !c.meta.Guesses.RebillyUnknownFilterIgnored:
			return nil, invalid("sort", "%s is not a sortable field", name)
		}
	}
	newestFirst := len(steps) == 0 && c.meta.Guesses.NewestFirst
	return func(a, b *T) int {
		for _, s := range steps {
			if result := s.of(a).compare(s.of(b)); result != 0 {
				return result * s.direction
			}
		}
		if newestFirst {
			a, b = b, a
		}
		return kind.age(a).compare(kind.age(b))
	}, nil
}

// parameter is the value of a query parameter. A ";" belongs to the value, as most servers have it: filters need it.
func (c *call) parameter(name string) string {
	if c.parameters == nil {
		// What cannot be decoded is left out, and the rest is there.
		c.parameters, _ = url.ParseQuery(strings.ReplaceAll(c.request.URL.RawQuery, ";", "%3B"))
	}
	return c.parameters.Get(name)
}

// paging reads limit and offset.
func (c *call) paging() (limit, offset int, err error) {
	limit = guessRebillyLimit
	if guessed := c.meta.Guesses.RebillyDefaultLimit; guessed > 0 {
		limit = guessed
	}
	if limit, err = c.bounded("limit", limit); err != nil {
		return 0, 0, err
	}
	offset, err = c.bounded("offset", 0)
	return limit, offset, err
}

func (c *call) bounded(name string, otherwise int) (int, error) {
	text := c.parameter(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxPaging {
		return 0, invalid(name, "%s must be a whole number between 0 and %d", name, maxPaging)
	}
	return n, nil
}

func (c *call) pagingHeaders(total, limit, offset int) {
	c.header.Set("Pagination-Total", strconv.Itoa(total))
	c.header.Set("Pagination-Limit", strconv.Itoa(limit))
	c.header.Set("Pagination-Offset", strconv.Itoa(offset))
}

// expansions lists what the caller wants to be embedded. What cannot be embedded is ignored.
func (c *call) expansions() []string {
	var names []string
	for name := range strings.SplitSeq(c.parameter("expand"), ",") {
		if name = strings.TrimSpace(name); name == "transaction" || name == "customer" {
			names = append(names, name)
		}
	}
	return names
}

// selectFields leaves of an object what the parameter fields names.
func (c *call) selectFields(object any) (any, error) {
	wanted := c.parameter("fields")
	if wanted == "" {
		return object, nil
	}
	body, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil, err
	}
	selected := map[string]json.RawMessage{}
	for name := range strings.SplitSeq(wanted, ",") {
		if value, found := members[strings.TrimSpace(name)]; found {
			selected[strings.TrimSpace(name)] = value
		}
	}
	return selected, nil
}
