package file_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	typeName = "disputes_rebilly_file"

	created = "rebilly_create_file"
	updated = "rebilly_update_file"
	deleted = "rebilly_delete_file"

	// What a plan says of a file that it replaces, and of one that is there already.
	replaced = "warning source rebilly-file-replaced"
	adopted  = "warning source rebilly-file-adopted"
	taken    = "error source rebilly-file-taken"
)

// file is a resource with this source; more are further attributes, by twos.
func file(name string, source any, more ...any) acctest.Block {
	body := acctest.Object{"source": source}
	for i := 0; i < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return acctest.Block{Type: typeName, Name: name, Body: body}
}

// finds requires exactly these findings, in any order.
func finds(t *testing.T, said acctest.Diagnostics, want ...string) {
	t.Helper()
	got := said.Findings()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(want, got) {
		t.Fatalf("findings are %q, want %q:\n%s", got, want, said)
	}
}

// plans requires what a plan does to the resource "a", and what it says.
func plans(t *testing.T, plan acctest.Plan, action string, findings ...string) {
	t.Helper()
	finds(t, plan.Diagnostics, findings...)
	if got := plan.Action("a"); got != action {
		t.Fatalf("the plan is %q, want %q", got, action)
	}
}

// sends requires that what is done sends exactly these writes.
func sends(t *testing.T, w *acctest.World, do func(), writes ...string) {
	t.Helper()
	before := len(w.Writes())
	do()
	got := w.Writes()[before:]
	if !slices.Equal(got, writes) {
		t.Fatalf("sent %v, want %v", got, writes)
	}
}

// files are those of the organization, oldest first.
func files(t *testing.T, w *acctest.World) []simulator.RebillyFile {
	t.Helper()
	all, err := w.RebillyFiles()
	w.Do(err)
	return all
}

// holds requires that Rebilly holds exactly these contents, oldest first.
func holds(t *testing.T, w *acctest.World, contents ...[]byte) {
	t.Helper()
	want, got := []string{}, []string{}
	for _, content := range contents {
		want = append(want, acctest.SHA256(content))
	}
	for _, f := range files(t, w) {
		got = append(got, f.SHA256)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("files (-want +got):\n%s", diff)
	}
}

// mark is the tag by which the provider knows content.
func mark(content []byte, generation int64) string {
	return evidence.RebillyFileMark(acctest.SHA256(content), generation)
}

func digest(content []byte) string {
	sum := sha1.Sum(content)
	return hex.EncodeToString(sum[:])
}

func contains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Errorf("%q is not in:\n%s", part, text)
	}
}

func strike(w *acctest.World, rules ...simulator.FaultRule) {
	w.Do(w.SetFaults(simulator.Faults{Rules: rules}))
}

// detailsOf are the details of a file as it stands.
func detailsOf(f simulator.RebillyFile) rebilly.FileDetails {
	return rebilly.FileDetails{Name: f.Name, Description: f.Description, Tags: f.Tags, IsPublic: f.IsPublic}
}

// behind puts what answer does in front of the world; it returns false to let a request
// pass.
func behind(t *testing.T, w *acctest.World, answer func(out http.ResponseWriter, in *http.Request) bool) {
	t.Helper()
	world := w.Handler()
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		if !answer(out, in) {
			world.ServeHTTP(out, in)
		}
	}))
	t.Cleanup(server.Close)
	w.URL = server.URL
}

// eventually waits for what another goroutine does.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		<-time.After(2 * time.Millisecond)
	}
	t.Fatal("it did not happen within two seconds")
}

// beside uploads content as another run of the provider does, and returns the id.
func beside(t *testing.T, w *acctest.World, content []byte, details rebilly.FileDetails) string {
	t.Helper()
	f, err := w.Rebilly().Files.Create(t.Context(), rebilly.Upload{
		FileDetails: details, Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	})
	w.Do(err)
	return f.ID
}

// fetch is what the organization answers to a GET.
func fetch(t *testing.T, w *acctest.World, path string) []byte {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, "/organizations/"+simulator.RebillyOrganization+path, http.NoBody)
	req.Header.Set("REB-APIKEY", simulator.RebillyAPIKey)
	out := httptest.NewRecorder()
	w.Handler().ServeHTTP(out, req)
	return out.Body.Bytes()
}
