package rebilly_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
)

// item is an object of a list.
type item struct {
	ID      string    `json:"id"`
	Created time.Time `json:"createdTime"`
	Tags    []string  `json:"tags"`
}

// collection answers list calls as the API documents them: a filter on creation times, limits and offsets up to 1000.
type collection struct {
	items     []item
	blind     bool          // It ignores the filter.
	mute      bool          // It tells no totals.
	most      int           // Its largest page, if that is less than asked for; 0: no less.
	shuffled  bool          // It orders objects of one instant differently each time.
	precision time.Duration // With which it renders times, if coarser than it keeps them.
}

// collect makes n objects, so many of them at the same instant, seconds apart.
func collect(n, together int) *collection {
	c := &collection{items: []item{}, precision: 1}
	for i := range n {
		c.items = append(c.items, item{ID: fmt.Sprintf("dp_%05d", i), Created: created.Add(time.Duration(i/together) * time.Second)})
	}
	return c
}

func (c *collection) handler(t *testing.T) http.HandlerFunc {
	t.Helper()
	return func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		limit, lerr := strconv.Atoi(q.Get("limit"))
		offset, oerr := strconv.Atoi(q.Get("offset"))
		if lerr != nil || oerr != nil || limit > 1000 || offset > 1000 || q.Get("sort") != "createdTime" {
			t.Errorf("a call that the API refuses: %s", r.URL.RawQuery)
		}
		all := c.matching(t, q.Get("filter"))
		if c.most > 0 {
			limit = min(limit, c.most)
		}
		if !c.mute {
			w.Header().Set("Pagination-Total", strconv.Itoa(len(all)))
			w.Header().Set("Pagination-Limit", strconv.Itoa(limit))
			w.Header().Set("Pagination-Offset", strconv.Itoa(offset))
		}
		all = all[min(offset, len(all)):]
		body, err := json.Marshal(all[:min(limit, len(all))])
		if err != nil {
			t.Error(err)
		}
		respond(w, 200, "application/json", string(body))
	}
}

func (c *collection) matching(t *testing.T, filter string) []item {
	t.Helper()
	all := slices.Clone(c.items)
	if c.shuffled {
		rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	slices.SortStableFunc(all, func(a, b item) int { return a.Created.Compare(b.Created) })
	for clause := range strings.SplitSeq(filter, ";") {
		if value, found := strings.CutPrefix(clause, "createdTime:"); found && !c.blind {
			from, until, _ := strings.Cut(value, "..")
			all = slices.DeleteFunc(all, func(i item) bool {
				return from != "" && i.Created.Before(instant(t, from)) || until != "" && i.Created.After(instant(t, until))
			})
		}
	}
	for i := range all {
		all[i].Created = all[i].Created.Truncate(c.precision)
	}
	return all
}

func instant(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Errorf("a filter with %q: %v", s, err)
	}
	return at
}

func (c *collection) want() []string {
	var ids []string
	for _, i := range c.items {
		ids = append(ids, i.ID)
	}
	return ids
}

func ids(disputes []rebilly.Dispute) []string {
	var all []string
	for _, d := range disputes {
		all = append(all, d.ID)
	}
	return all
}

func TestListsAreComplete(t *testing.T) {
	t.Parallel()
	shuffled := collect(3000, 30)
	shuffled.shuffled = true
	blind := collect(1990, 1)
	blind.blind = true
	mute := collect(2500, 3)
	mute.mute = true
	small := collect(700, 7)
	small.most = 100
	coarse := collect(0, 1)
	for i := range 2600 {
		coarse.items = append(coarse.items, item{ID: fmt.Sprintf("dp_%05d", i), Created: created.Add(time.Duration(i) * 7 * time.Millisecond)})
	}
	coarse.precision = time.Second
	tests := map[string]struct {
		collection *collection
		calls      int
	}{
		"none":                         {collect(0, 1), 1},
		"one":                          {collect(1, 1), 1},
		"a full page":                  {collect(1000, 1), 1},
		"one more":                     {collect(1001, 1), 2},
		"3000":                         {collect(3000, 1), 4},
		"10000 in hundreds":            {collect(10000, 100), 11},
		"1500 at once, more later":     {collect(4500, 1500), 7},
		"order of twins changes":       {shuffled, 4},
		"filter ignored":               {blind, 3},
		"no totals":                    {mute, 3},
		"small pages":                  {small, 8},
		"times with too few digits":    {coarse, 3},
		"two pages of the same second": {collect(1500, 1500), 3},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/disputes", test.collection.handler(t))
			got, err := server.client().Disputes.List(t.Context(), rebilly.DisputeQuery{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.collection.want(), ids(got)); diff != "" {
				t.Error(diff)
			}
			if n := len(server.calls()); n != test.calls {
				t.Errorf("%d calls, want %d", n, test.calls)
			}
		})
	}
}

func TestListsThatCannotBeCompleteAreErrors(t *testing.T) {
	t.Parallel()
	blind := collect(2500, 1)
	blind.blind = true
	timeless := collect(2500, 1)
	for i := range timeless.items {
		timeless.items[i].Created = time.Time{}
	}
	tests := map[string]struct {
		handler http.HandlerFunc
		says    []string
	}{
		"too many in one second": {collect(2500, 2500).handler(t), []string{"2000 objects or more were created at 2026-03-01T10:00:00Z", "narrow the filter"}},
		"filter ignored":         {blind.handler(t), []string{"cannot be read completely", "narrow the filter"}},
		"fewer than counted": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Pagination-Total", "7")
			if r.URL.Query().Get("offset") != "0" || strings.Contains(r.URL.RawQuery, "filter") {
				respond(w, 200, "application/json", `[]`)
				return
			}
			respond(w, 200, "application/json", `[{"id":"1","createdTime":"2026-03-01T10:00:00Z"}]`)
		}, []string{"1 of the 7 objects", "run the command again"}},
		"the same page for ever": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Pagination-Total", "5000")
			respond(w, 200, "application/json", `[`+strings.Repeat(`{"id":"1"},`, 600)+`{"id":"1"}]`)
		}, []string{"does not tell when its objects were created"}},
		"null":          {func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "application/json", `null`) }, []string{"not the API's JSON"}},
		"an object":     {func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "application/json", `{"data":[]}`) }, []string{"unexpected JSON"}},
		"without an id": {func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "application/json", `[{"id":"1"},{}]`) }, []string{"has no id"}},
		"a login page":  {func(w http.ResponseWriter, _ *http.Request) { respond(w, 200, "text/html", `<html>canary`) }, []string{"an HTML page"}},
		"refused":       {func(w http.ResponseWriter, _ *http.Request) { respond(w, 403, "application/json", `{"title":"no"}`) }, []string{"403 Forbidden: no"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/disputes", test.handler)
			got, err := server.client().Disputes.List(t.Context(), rebilly.DisputeQuery{})
			if err == nil || got != nil {
				t.Fatalf("got %d disputes and error %v", len(got), err)
			}
			for _, part := range append(test.says, "list disputes", "GET /disputes") {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			checkNoSecret(t, asError(t, err).Error())
		})
	}
}

func TestSlicesKeepTheFilter(t *testing.T) {
	t.Parallel()
	const last = "2026-03-01T10:16:39Z" // of the first thousand
	for filter, want := range map[string]string{
		"":                         "createdTime:" + last + "..",
		"status:won;currency:EUR":  "status:won;currency:EUR;createdTime:" + last + "..",
		"createdTime:2026-01-01..": "createdTime:" + last + "..",
		"status:won;createdTime:..2027-01-01T00:00:00Z": "status:won;createdTime:" + last + "..2027-01-01T00:00:00Z",
		"createdTime:!2026-01-01":                       "createdTime:!2026-01-01;createdTime:" + last + "..",
	} {
		t.Run(filter, func(t *testing.T) {
			t.Parallel()
			server, all := newAPI(t), collect(1500, 1)
			first := all.handler(t)
			server.handle("GET "+root+"/disputes", func(w http.ResponseWriter, r *http.Request) {
				q := r.URL.Query()
				q.Set("filter", strings.Join(slices.DeleteFunc(strings.Split(q.Get("filter"), ";"), func(clause string) bool {
					return !strings.HasPrefix(clause, "createdTime:"+last)
				}), ";"))
				r.URL.RawQuery = q.Encode()
				first(w, r)
			})
			got, err := server.client().Disputes.List(t.Context(), rebilly.DisputeQuery{Filter: filter, Search: "a b&c"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(all.want(), ids(got)); diff != "" {
				t.Error(diff)
			}
			calls := server.calls()
			if calls[0].Query.Get("filter") != filter || calls[1].Query.Get("filter") != want {
				t.Errorf("asked for %q, then %q", calls[0].Query.Get("filter"), calls[1].Query.Get("filter"))
			}
			for _, call := range calls {
				if call.Query.Get("q") != "a b&c" {
					t.Errorf("searched for %q", call.Query.Get("q"))
				}
			}
		})
	}
}

func TestAttachmentsAreListed(t *testing.T) {
	t.Parallel()
	server := newAPI(t)
	server.answer("GET "+root+"/attachments", 200, "["+attachmentJSON+"]")
	got, err := server.client().Attachments.List(t.Context(), "relatedType:dispute;relatedId:dp_1")
	if diff := cmp.Diff([]rebilly.Attachment{*wantAttachment}, got); err != nil || diff != "" {
		t.Errorf("error %v\n%s", err, diff)
	}
	if f := server.calls()[0].Query.Get("filter"); f != "relatedType:dispute;relatedId:dp_1" {
		t.Errorf("asked for %q", f)
	}
}

func TestTaggedFiles(t *testing.T) {
	t.Parallel()
	list := `[{"id":"1","tags":["tf-1"]},{"id":"2","tags":["TF-1"]},{"id":"3"},{"id":"4","tags":["a","tf-1"]},{"id":"5","tags":null}]`
	for name, refusal := range map[string]int{"filtered or not": 0, "filter refused": 422, "filter unknown": 400, "key refused": 403} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newAPI(t)
			server.handle("GET "+root+"/files", func(w http.ResponseWriter, r *http.Request) {
				if refusal != 0 && r.URL.Query().Has("filter") {
					respond(w, refusal, "application/json", `{"title":"unknown field"}`)
					return
				}
				respond(w, 200, "application/json", list)
			})
			files, err := server.client().Files.Tagged(t.Context(), "tf-1")
			if refusal == 403 {
				if asError(t, err).Status != 403 || len(server.calls()) != 1 {
					t.Errorf("got %v after %d calls", err, len(server.calls()))
				}
				return
			}
			var got []string
			for _, f := range files {
				got = append(got, f.ID)
			}
			if diff := cmp.Diff([]string{"1", "4"}, got); err != nil || diff != "" {
				t.Errorf("error %v\n%s", err, diff)
			}
			if f := server.calls()[0].Query.Get("filter"); f != "tags:tf-1" {
				t.Errorf("asked for %q", f)
			}
		})
	}
	server := newAPI(t)
	for _, tag := range []string{"", "a,b", "a;id:1", "!a", "@a"} {
		if _, err := server.client().Files.Tagged(t.Context(), tag); !apierr.NotSent(err) {
			t.Errorf("%q: got %v", tag, err)
		}
	}
	if n := len(server.calls()); n != 0 {
		t.Errorf("%d calls for tags that cannot be searched for", n)
	}
}
