package file_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// garble makes the organization hold other bytes than content, until the file is deleted.
// It returns the SHA-1 that it shows instead, and the switch.
func garble(t *testing.T, w *acctest.World, content []byte) (theirs string, on *atomic.Bool) {
	t.Helper()
	theirs, on = digest(append(bytes.Clone(content), "\n% a watermark"...)), &atomic.Bool{}
	world := w.Handler()
	behind(t, w, func(out http.ResponseWriter, in *http.Request) bool {
		if in.Method == http.MethodDelete {
			on.Store(false)
		}
		if !on.Load() || !strings.Contains(in.URL.Path, "/files") {
			return false
		}
		answer := httptest.NewRecorder()
		world.ServeHTTP(answer, in)
		for name, values := range answer.Header() {
			out.Header()[name] = values
		}
		out.WriteHeader(answer.Code)
		_, _ = out.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte(digest(content)), []byte(theirs)))
		return true
	})
	return theirs, on
}

// Other bytes at Rebilly plan the file again, and say why.
func TestDriftOfContent(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	theirs, garbled := garble(t, w, content)
	block := file("a", w.Write("1.pdf", content))
	e := w.Engine(nil)
	finds(t, e.Run(block))
	first := e.Attribute("a", "id")
	garbled.Store(true)
	plan := e.Plan(block)
	plans(t, plan, acctest.Replace, "warning source rebilly-file-content-differs", replaced)
	contains(t, plan.Diagnostics.String(), theirs)
	e.WantState("a", map[string]string{"sha1": theirs, "sha256": ""})
	sends(t, w, func() { finds(t, e.Apply(plan)) }, deleted, created)
	holds(t, w, content)
	if e.Attribute("a", "id") == first {
		t.Error("the file is still the old one")
	}
	plans(t, e.Plan(block), acctest.NoOp)
}

// What comes back as another file than was sent is an error at once.
func TestContentThatIsNotKept(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	_, garbled := garble(t, w, content)
	garbled.Store(true)
	block := file("a", w.Write("1.pdf", content))
	e := w.Engine(nil)
	finds(t, e.Run(block), "error source rebilly-file-content-differs")
	if !e.Tainted("a") {
		t.Error("the state does not know the file")
	}
	sends(t, w, func() { finds(t, e.Run(block)) }, deleted, created)
	holds(t, w, content)
	plans(t, e.Plan(block), acctest.NoOp)
}

// Details that are kept in another form would differ in every plan: the apply says so, and
// taints nothing, because what is tainted is deleted.
func TestDetailsKeptInAnotherForm(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	world := w.Handler()
	behind(t, w, func(out http.ResponseWriter, in *http.Request) bool {
		answer := httptest.NewRecorder()
		world.ServeHTTP(answer, in)
		for name, values := range answer.Header() {
			out.Header()[name] = values
		}
		out.WriteHeader(answer.Code)
		_, _ = out.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte("Case 7"), []byte("case 7")))
		return true
	})
	path := w.Write("1.pdf", acctest.PDF("one", 1))
	e := w.Engine(nil)
	said := e.Run(file("a", path, "name", "Case 7", "tags", acctest.List{"Case 7"}))
	finds(t, said, "warning name rebilly-file-details-differ")
	contains(t, said.String(), `name is "case 7" at Rebilly and "Case 7" here, tags is "case 7" at Rebilly and "Case 7" here`)
	if e.Tainted("a") {
		t.Error("the file is tainted")
	}
	sends(t, w, func() { finds(t, e.Run(file("a", path, "name", "case 7"))) }, updated)
	finds(t, e.Run(file("a", path, "name", "Case 7")), "error name rebilly-file-details-differ")
	plans(t, e.Plan(file("a", path, "name", "case 7")), acctest.NoOp)
}

// What the API refuses is shown on the attribute that it names.
func TestFieldErrorsUnderlineTheirAttribute(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	behind(t, w, func(out http.ResponseWriter, in *http.Request) bool {
		if in.Method == http.MethodGet {
			return false
		}
		out.Header().Set("Content-Type", "application/json")
		out.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = out.Write([]byte(`{"status":422,"title":"Validation Failed","invalidFields":[` +
			`{"field":"name","message":"has a forbidden word"},{"field":"isPublic","message":"is not allowed"},` +
			`{"field":"description","message":"is too plain"},{"field":"tags","message":"are too many"},{"field":"file","message":"is infected"}]}`))
		return true
	})
	said := w.Engine(nil).Run(file("a", w.Write("1.pdf", acctest.PDF("one", 1))))
	const what = " Cannot create file"
	finds(t, said, "error name"+what, "error is_public"+what, "error description"+what, "error tags"+what, "error source"+what)
	contains(t, said.String(), "is infected")
}
