package file_test

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

// What is wrong with a file stops the plan at the attribute that names it, and nothing
// is sent. Mangopay's limits of size are not Rebilly's.
func TestFileRules(t *testing.T) {
	t.Parallel()
	pdf, png, jpeg := acctest.PDF("one", 1), acctest.PNG(1), acctest.JPEG(2, 64)
	for name, test := range map[string]struct {
		file    string
		content []byte
		finding string
	}{
		"empty":         {"a.pdf", nil, "error source file-empty"},
		"small":         {"a.jpg", acctest.JPEG(3, 1), ""},
		"large":         {"a.jpg", append(bytes.Clone(jpeg), make([]byte, 8<<20)...), ""},
		"very large":    {"a.jpg", append(bytes.Clone(jpeg), make([]byte, 11<<20)...), "warning source rebilly-file-not-checked"},
		"GIF":           {"a.gif", acctest.GIF(1), ""},
		"LFS pointer":   {"a.pdf", []byte(pointer), "error source file-lfs-pointer"},
		"web page":      {"a.pdf", bytes.Repeat([]byte("<html><p>please log in</p></html>\n"), 100), "error source rebilly-file-type-unsupported"},
		"extension":     {"a.pdf", png, "error source file-extension-mismatch"},
		"truncated PNG": {"a.png", png[:len(png)-200], "error source image-truncated"},
		"truncated PDF": {"a.pdf", pdf[:len(pdf)-100], "error source pdf-truncated"},
		"encrypted PDF": {"a.pdf", bytes.Replace(pdf, []byte("<< /Size"), []byte("<< /Encrypt << /Filter /Standard >> /Size"), 1), "error source pdf-encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.NewWorld(t)
			plan := w.Engine(nil).Plan(file("a", w.Write(test.file, test.content)))
			switch {
			case test.finding == "":
				plans(t, plan, acctest.Create)
			case strings.HasPrefix(test.finding, "warning"):
				plans(t, plan, acctest.Create, test.finding)
			default:
				plans(t, plan, "", test.finding)
			}
			w.WantWrites()
		})
	}
}

// Where a file may come from is decided before it is read.
func TestSourceRules(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(t.TempDir(), "secret.pdf")
	if err := os.WriteFile(outside, acctest.PDF("one", 1), 0o600); err != nil {
		t.Fatal(err)
	}
	w := acctest.NewWorld(t)
	link := filepath.Join(w.Dir, "link.pdf")
	w.Do(os.Symlink(outside, link))
	for source, finding := range map[string]string{
		filepath.Join(w.Dir, "none.pdf"): "error source file-missing",
		w.Dir:                            "error source file-is-directory",
		outside:                          "error source file-outside-directories",
		link:                             "error source file-symlink-outside",
		"":                               "error source Invalid Attribute Value Length",
	} {
		plans(t, w.Engine(nil).Plan(file("a", source)), "", finding)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	source := w.Write("1.pdf", acctest.PDF("one", 1))
	long := strings.Repeat("é", 256)
	for name, test := range map[string]struct {
		attribute string
		value     any
		finding   string
	}{
		"long name":        {"name", long, "error name rebilly-text-too-long"},
		"empty name":       {"name", "", "error name rebilly-text-empty"},
		"long description": {"description", long, "error description rebilly-text-too-long"},
		"spaces":           {"description", " x", "error description rebilly-text-outer-space"},
		"no tag":           {"tags", acctest.List{"a", nil}, "error tags Null Set Value"},
		"our own mark":     {"tags", acctest.List{"tf-0123456789abcdef0123456789abcdef"}, "error tags rebilly-tag-reserved"},
		"generation":       {"generation", int64(0), "error generation Invalid Attribute Value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plans(t, w.Engine(nil).Plan(file("a", source, test.attribute, test.value)), "", test.finding)
		})
	}
}

// Every text comes back as it was written, at the limit too.
func TestTextsComeBack(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	source, e := w.Write("1.pdf", acctest.PDF("one", 1)), w.Engine(nil)
	for _, text := range []string{"Ünïcödé 案件 \U0001F4E6", `"quotes" \ and <angles> & more`, "two\nlines", strings.Repeat("é", 255)} {
		block := file("a", source, "name", text, "description", text, "tags", acctest.List{text})
		finds(t, e.Run(block))
		plans(t, e.Plan(block), acctest.NoOp)
		if got := files(t, w)[0]; got.Name != text || got.Description != text || got.Tags[0] != text {
			t.Errorf("%q became %+v", text, got)
		}
	}
}

// What is not known yet waits for the apply.
func TestUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	path := w.Write("1.pdf", content)
	e := w.Engine(nil)
	plan := e.Plan(file("a", acctest.Unknown{}, "description", acctest.Unknown{}))
	plans(t, plan, acctest.Create)
	for _, attribute := range []string{"sha256", "sha1", "size", "media_type", "name", "id"} {
		if got := plan.Attribute(t, "a", attribute); got != "(unknown)" {
			t.Errorf("%s is planned as %q", attribute, got)
		}
	}
	plan.Know(t, "a", "source", path)
	plan.Know(t, "a", "description", "made by the apply")
	finds(t, e.Apply(plan))
	holds(t, w, content)
	e.WantState("a", map[string]string{"name": "1.pdf", "sha256": acctest.SHA256(content), "description": "made by the apply"})
	plans(t, e.Plan(file("a", path, "description", "made by the apply")), acctest.NoOp)

	// The same bytes are recorded; other ones have to be reviewed.
	plan = e.Plan(file("a", acctest.Unknown{}))
	plans(t, plan, acctest.Update)
	plan.Know(t, "a", "source", w.Write("2.pdf", content))
	sends(t, w, func() { finds(t, e.Apply(plan)) }, updated)
	plan = e.Plan(file("a", acctest.Unknown{}))
	plan.Know(t, "a", "source", w.Write("3.pdf", acctest.PDF("three", 1)))
	sends(t, w, func() { finds(t, e.Apply(plan), "error source rebilly-file-exchanged") })
	holds(t, w, content)
}

// Neither is anything asked of an organization that is not known.
func TestProviderUnknown(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	e := w.Engine(nil)
	plan := e.Defer().Plan(file("a", w.Write("1.pdf", content)))
	plans(t, plan, acctest.Create)
	if got := plan.Attribute(t, "a", "sha256"); got != acctest.SHA256(content) {
		t.Errorf("the digest is planned as %q", got)
	}
	if journal, err := w.Journal(); err != nil || len(journal) > 0 {
		t.Errorf("requests were sent: %v, %v", journal, err)
	}
	finds(t, e.Apply(plan))
	plans(t, e.Defer().Plan(file("a", filepath.Join(w.Dir, "1.pdf"))), acctest.NoOp)
}

// Other bytes than the reviewed ones are never sent completely.
func TestChangedBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	path := w.Write("1.pdf", acctest.PDF("one", 1))
	e := w.Engine(nil)
	plan := e.Plan(file("a", path))
	w.Write("1.pdf", acctest.PDF("two", 1))
	sends(t, w, func() { finds(t, e.Apply(plan), "error source file-changed") })
	w.Do(os.Remove(path))
	finds(t, e.Apply(plan), "error source file-missing")
	holds(t, w)
}

// Not even those of a file that changes while it is on its way.
func TestChangedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.JPEG(1, 400)
	path := w.Write("1.jpg", content)
	applied := false
	behind(t, w, func(_ http.ResponseWriter, in *http.Request) bool {
		if in.Method == http.MethodGet && applied { // the look before the upload
			changed := bytes.Clone(content)
			changed[len(changed)-1] ^= 1
			w.Write("1.jpg", changed)
		}
		return false
	})
	e := w.Engine(nil)
	plan := e.Plan(file("a", path))
	finds(t, plan.Diagnostics)
	applied = true
	finds(t, e.Apply(plan), "error source file-changed")
	holds(t, w)
}

// Two resources never become one file unnoticed.
func TestSameFileTwice(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	a, b := file("a", w.Write("1.pdf", content)), file("b", w.Write("2.pdf", content))
	e := w.Engine(nil)
	sends(t, w, func() { finds(t, e.Run(a, b), "error source rebilly-file-planned-twice") })

	// Not even when the plan could not know.
	later := file("b", acctest.Unknown{})
	plan := e.Plan(a, later)
	finds(t, plan.Diagnostics)
	plan.Know(t, "b", "source", filepath.Join(w.Dir, "2.pdf"))
	sends(t, w, func() { finds(t, e.Apply(plan), "error source rebilly-file-planned-twice") }, created)
	holds(t, w, content)

	finds(t, e.Plan(a, b).Diagnostics, "warning source rebilly-file-planned-twice")
	fresh := file("b", filepath.Join(w.Dir, "2.pdf"), "generation", int64(2))
	sends(t, w, func() { finds(t, e.Run(a, fresh)) }, created)
	holds(t, w, content, content)
	plans(t, e.Plan(a, fresh), acctest.NoOp)
}
