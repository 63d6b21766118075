package simulator

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPerPage = 10
	maxPerPage     = 100
)

// query is the query of a list call. Names of parameters are not case-sensitive.
type query struct{ values map[string][]string }

func (c *call) query() query {
	q := query{map[string][]string{}}
	for name, values := range c.request.URL.Query() {
		name = strings.ToLower(name)
		q.values[name] = append(q.values[name], values...)
	}
	return q
}

// first is a parameter's first value.
func (q query) first(name string) string {
	if values := q.values[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// oneOf tells whether value is among a filter's values, which are separated by commas or repeated. A filter
// without values lets everything pass.
func (q query) oneOf(name, value string) bool {
	var wanted []string
	for _, values := range q.values[name] {
		for _, one := range strings.Split(values, ",") {
			if one = strings.TrimSpace(one); one != "" {
				wanted = append(wanted, one)
			}
		}
	}
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool { return strings.EqualFold(w, value) })
}

// number reads a parameter that is a number; false when it is not given.
func (q query) number(name, field string) (int64, bool, error) {
	text := q.first(name)
	if text == "" {
		return 0, false, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, false, badParam(field, guessMessageBadValue)
	}
	return n, true, nil
}

// between makes the filter of BeforeDate and AfterDate.
func (q query) between() (func(at int64) bool, error) {
	before, hasBefore, err := q.number("beforedate", "BeforeDate")
	if err != nil {
		return nil, err
	}
	after, hasAfter, err := q.number("afterdate", "AfterDate")
	if err != nil {
		return nil, err
	}
	return func(at int64) bool { return (!hasBefore || at < before) && (!hasAfter || at > after) }, nil
}

// descending reads the order of a list. Each list sorts by the one date that its objects have.
func (q query) descending(newestFirst bool) (bool, error) {
	text := q.first("sort")
	if text == "" {
		return newestFirst, nil
	}
	by, direction, _ := strings.Cut(text, ":")
	switch {
	case !slices.ContainsFunc([]string{"CreationDate", "ExecutionDate", "Date"}, func(f string) bool { return strings.EqualFold(by, f) }):
		return false, badParam("Sort", guessMessageBadValue)
	case strings.EqualFold(direction, "DESC"):
		return true, nil
	case strings.EqualFold(direction, "ASC"), direction == "":
		return false, nil
	}
	return false, badParam("Sort", guessMessageBadValue)
}

// listOf answers with one page of a list. The items come oldest first.
func listOf[T any](c *call, items []T) (*answer, error) {
	q := c.query()
	descending, err := q.descending(c.meta.Guesses.NewestFirst)
	if err != nil {
		return nil, err
	}
	if descending {
		slices.Reverse(items)
	}
	number, size, err := q.paging()
	if err != nil {
		return nil, err
	}
	pages := (int64(len(items)) + size - 1) / size
	c.header.Set("X-Number-Of-Pages", strconv.FormatInt(pages, 10))
	c.header.Set("X-Number-Of-Items", strconv.Itoa(len(items)))
	c.linkHeader(number, size, pages)
	from := min((number-1)*size, int64(len(items)))
	to := min(from+size, int64(len(items)))
	return ok(append([]T{}, items[from:to]...))
}

// paging reads page and per_page. A page below the first one is the first one: an official library asks so.
func (q query) paging() (number, size int64, err error) {
	number, _, err = q.number("page", "page")
	if err != nil {
		return 0, 0, err
	}
	size, given, err := q.number("per_page", "per_page")
	switch {
	case err != nil:
		return 0, 0, err
	case !given || size < 1:
		size = defaultPerPage
	}
	return min(max(number, 1), 1<<40), min(size, maxPerPage), nil
}

func (c *call) linkHeader(number, size, pages int64) {
	last := max(pages, 1)
	links := []string{c.pageLink("first", 1, size)}
	if number > 1 {
		links = append(links, c.pageLink("prev", min(number-1, last), size))
	}
	if number < last {
		links = append(links, c.pageLink("next", number+1, size))
	}
	c.header.Set("Link", strings.Join(append(links, c.pageLink("last", last, size)), ", "))
}

func (c *call) pageLink(relation string, number, size int64) string {
	values := url.Values{}
	for name, value := range c.request.URL.Query() {
		if lower := strings.ToLower(name); lower != "page" && lower != "per_page" {
			values[name] = value
		}
	}
	values.Set("page", strconv.FormatInt(number, 10))
	values.Set("per_page", strconv.FormatInt(size, 10))
	return fmt.Sprintf(`<%s%s?%s>; rel="%s"`, origin(c.request), c.request.URL.EscapedPath(), values.Encode(), relation)
}

// listed tells whether an object of that age shows in lists already.
func (w *world) listed(created int64) bool {
	return created <= w.now.Add(-w.meta.Guesses.ListLag).Unix()
}
