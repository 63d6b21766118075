package mangopay

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// perPage is the largest page the API gives (Mangopay API reference, Pagination).
const perPage = 100

// relNext finds the link to a next page (RFC 8288).
var relNext = regexp.MustCompile(`(?i)\brel\s*=\s*"?next\b`)

// object makes a call that returns one object.
func object[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call) (*T, error) {
	a, err := c.do(ctx, k)
	if err != nil {
		return nil, err
	}
	v, err := decode[W, T](a.Body)
	if err != nil {
		return nil, k.Unusable(a, err)
	}
	return v, nil
}

// list makes a call that returns a list, page after page until the end. An object that moved to the next page because
// a newer one came in meanwhile is yielded once. After an error the sequence ends.
func list[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		seen := map[string]bool{}
		for page := 1; ; page++ {
			p, err := onePage[W, T](ctx, c, k, page)
			if err != nil {
				yield(nil, err)
				return
			}
			fresh := unseen(p.items, seen)
			for _, w := range fresh {
				if !yield(w.model(), nil) {
					return
				}
			}
			if p.last {
				return
			}
			if len(fresh) == 0 {
				yield(nil, k.Failure(&apierr.Error{Status: http.StatusOK, Message: repeats}))
				return
			}
		}
	}
}

const repeats = "the server repeats a page of the list instead of ending it"

// unseen returns the items whose key is new, and remembers it.
func unseen[W interface{ key() string }](items []W, seen map[string]bool) []W {
	fresh := items[:0]
	for _, w := range items {
		if !seen[w.key()] {
			seen[w.key()] = true
			fresh = append(fresh, w)
		}
	}
	return fresh
}

// listPage is one page of a list.
type listPage[W any] struct {
	items []W
	last  bool // No page follows.
	pages int  // Of the whole list; countless if the server does not say.
}

// onePage fetches one page.
func onePage[W wireObject[T], T any](ctx context.Context, c *Client, k rest.Call, page int) (listPage[W], error) {
	query := url.Values{"page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(perPage)}}
	for name, values := range k.Query {
		query[name] = values
	}
	k.Query, k.Largest = query, rest.MaxList
	a, err := c.do(ctx, k)
	if err != nil {
		return listPage[W]{}, err
	}
	items, err := decodeList[W, T](a.Body)
	if err != nil {
		return listPage[W]{}, k.Unusable(a, err)
	}
	last := lastPage(a.Header, page, len(items))
	return listPage[W]{items, last, pageCount(a.Header, page, last)}, nil
}

// lastPage decides from the number of pages if the server gives it, from the Link header otherwise,
// and without both from a page that is not full.
func lastPage(header http.Header, page, items int) bool {
	if items == 0 {
		return true
	}
	if pages, err := strconv.Atoi(header.Get("X-Number-Of-Pages")); err == nil {
		return page >= pages
	}
	if links := strings.Join(header.Values("Link"), ","); links != "" {
		return !relNext.MatchString(links)
	}
	return items < perPage
}

// pageCount is how many pages a list has, at least this one.
func pageCount(header http.Header, page int, last bool) int {
	pages, err := strconv.Atoi(header.Get("X-Number-Of-Pages"))
	switch {
	case err == nil:
		return min(max(pages, page), countless)
	case last:
		return page
	default:
		return countless
	}
}

// sorted starts a list's query. The API does not document its default order, so the order is always named.
func sorted(field string, descending bool) url.Values {
	direction := "ASC"
	if descending {
		direction = "DESC"
	}
	return url.Values{"Sort": {field + ":" + direction}}
}

// among adds a filter that accepts any of the values (Mangopay API reference, Filtering and sorting).
func among(q url.Values, name string, values []string) {
	if len(values) > 0 {
		q.Set(name, strings.Join(values, ","))
	}
}

// between adds the limits of a period; zero times add none.
func between(q url.Values, after, before time.Time) {
	if !after.IsZero() {
		q.Set("AfterDate", strconv.FormatInt(after.Unix(), 10))
	}
	if !before.IsZero() {
		q.Set("BeforeDate", strconv.FormatInt(before.Unix(), 10))
	}
}
