package file_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestLifeOfAFile(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	path := w.Write("1.pdf", content)
	e := w.Engine(nil)
	block := file("a", path, "description", "the invoice", "tags", acctest.List{"a", "b"})
	plan := e.Plan(block)
	plans(t, plan, acctest.Create)
	for attribute, want := range map[string]string{
		"sha256": acctest.SHA256(content), "sha1": digest(content), "media_type": "application/pdf", "name": "1.pdf", "is_public": "false",
	} {
		if got := plan.Attribute(t, "a", attribute); got != want {
			t.Errorf("%s is planned as %q, want %q", attribute, got, want)
		}
	}
	sends(t, w, func() { finds(t, e.Apply(plan)) }, created)
	holds(t, w, content)
	made := files(t, w)[0]
	want := simulator.RebillyFile{
		ID: e.Attribute("a", "id"), Name: "1.pdf", Description: "the invoice", Tags: []string{"a", "b", mark(content, 0)},
		Mime: "application/pdf", Size: int64(len(content)), SHA1: digest(content), SHA256: acctest.SHA256(content),
		CreatedTime: made.CreatedTime, UpdatedTime: made.UpdatedTime,
	}
	if diff := cmp.Diff(want, made); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "b"}, e.Values("a", "tags")); diff != "" {
		t.Errorf("tags in the state (-want +got):\n%s", diff)
	}
	plans(t, e.Plan(block), acctest.NoOp)

	// Its details can be changed, its bytes cannot.
	other := file("a", path, "name", "invoice.pdf", "is_public", true)
	plan = e.Plan(other)
	plans(t, plan, acctest.Update, "warning is_public rebilly-file-public")
	sends(t, w, func() { finds(t, e.Apply(plan)) }, updated)
	made = files(t, w)[0]
	if made.ID != want.ID || made.Name != "invoice.pdf" || made.Description != "" || !made.IsPublic || !cmp.Equal(made.Tags, []string{mark(content, 0)}) {
		t.Errorf("the file has become %+v", made)
	}
	plans(t, e.Plan(other), acctest.NoOp) // the warning was for the change
	next := acctest.PNG(2)
	plan = e.Plan(file("a", w.Write("2.png", next)))
	plans(t, plan, acctest.Replace, replaced)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, deleted, created)
	holds(t, w, next)

	sends(t, w, func() { finds(t, e.Run()) }, deleted)
	holds(t, w)
}

// Another way to the same bytes sends nothing but the name that follows from it.
func TestOtherSourceOfTheSameBytes(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	e := w.Engine(nil)
	finds(t, e.Run(file("a", w.Write("1.pdf", content), "name", "invoice.pdf")))
	moved := w.Write("2.pdf", content)
	plan := e.Plan(file("a", moved, "name", "invoice.pdf"))
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) })
	sends(t, w, func() { finds(t, e.Run(file("a", moved))) }, updated)
	if got := files(t, w)[0].Name; got != "2.pdf" {
		t.Errorf("the name is %q", got)
	}
	plans(t, e.Plan(file("a", moved)), acctest.NoOp)
}

// What Rebilly holds does not hang on the local file.
func TestLocalFileMayGo(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	path := w.Write("1.pdf", acctest.PDF("one", 1))
	e := w.Engine(nil)
	finds(t, e.Run(file("a", path)))
	w.Do(os.Remove(path))
	plans(t, e.Plan(file("a", path)), acctest.NoOp)
	sends(t, w, func() { finds(t, e.Run(file("a", path, "description", "gone here"))) }, updated)
	plans(t, e.Plan(file("a", filepath.Join(w.Dir, "2.pdf"))), "", "error source file-missing")
	finds(t, e.Run())
	holds(t, w)
}

func TestGenerationMakesAFreshFile(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	path := w.Write("1.pdf", content)
	e := w.Engine(nil)
	finds(t, e.Run(file("a", path)))
	first := e.Attribute("a", "id")
	plan := e.Plan(file("a", path, "generation", int64(2)))
	plans(t, plan, acctest.Replace, replaced)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, deleted, created)
	if e.Attribute("a", "id") == first {
		t.Error("the file is the old one")
	}
	if got := files(t, w)[0].Tags; !cmp.Equal(got, []string{mark(content, 2)}) {
		t.Errorf("the tags are %q", got)
	}
}

func TestVanishedFileIsPlannedAgain(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	content := acctest.PDF("one", 1)
	block := file("a", w.Write("1.pdf", content))
	e := w.Engine(nil)
	finds(t, e.Run(block))
	w.Do(w.Rebilly().Files.Delete(t.Context(), e.Attribute("a", "id")))
	plan := e.Plan(block)
	plans(t, plan, acctest.Create)
	finds(t, e.Apply(plan))
	holds(t, w, content)
}

// What somebody else changes of the details is put back.
func TestDriftOfDetails(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	block := file("a", w.Write("1.pdf", acctest.PDF("one", 1)), "tags", acctest.List{"case 7"})
	e := w.Engine(nil)
	finds(t, e.Run(block))
	details := detailsOf(files(t, w)[0])
	details.Name, details.Tags = "theirs.pdf", append(details.Tags, "theirs")
	_, err := w.Rebilly().Files.Update(t.Context(), e.Attribute("a", "id"), details)
	w.Do(err)
	plan := e.Plan(block)
	plans(t, plan, acctest.Update)
	sends(t, w, func() { finds(t, e.Apply(plan)) }, updated)
	plans(t, e.Plan(block), acctest.NoOp)
	if got := files(t, w)[0]; got.Name != "1.pdf" || len(got.Tags) != 2 {
		t.Errorf("the file is %+v", got)
	}
}

// A file that is gone when it is destroyed is as it should be.
func TestDestroyOfWhatIsGone(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	e := w.Engine(acctest.Object{"on_destroy": "refuse"}) // which is about what cannot be deleted
	finds(t, e.Run(file("a", w.Write("1.pdf", acctest.PDF("one", 1)))))
	plan := e.Plan()
	finds(t, plan.Diagnostics)
	w.Do(w.Rebilly().Files.Delete(t.Context(), e.Attribute("a", "id")))
	finds(t, e.Apply(plan))
	if e.Attribute("a", "id") != "" {
		t.Error("the state still has the file")
	}
}

// To Rebilly an empty set of tags and none are one; the state has what is configured.
func TestEmptyTags(t *testing.T) {
	t.Parallel()
	w := acctest.NewWorld(t)
	path := w.Write("1.pdf", acctest.PDF("one", 1))
	e := w.Engine(nil)
	none, empty := file("a", path), file("a", path, "tags", acctest.List{})
	finds(t, e.Run(empty))
	plans(t, e.Plan(empty), acctest.NoOp)
	for _, block := range []acctest.Block{none, empty} {
		sends(t, w, func() { finds(t, e.Run(block)) })
		plans(t, e.Plan(block), acctest.NoOp)
	}
	details := detailsOf(files(t, w)[0])
	details.Tags = append(details.Tags, "theirs")
	_, err := w.Rebilly().Files.Update(t.Context(), e.Attribute("a", "id"), details)
	w.Do(err)
	plans(t, e.Plan(empty), acctest.Update)
	sends(t, w, func() { finds(t, e.Run(empty)) }, updated)
	plans(t, e.Plan(empty), acctest.NoOp)
	sends(t, w, func() { finds(t, e.Run(file("a", path, "tags", acctest.List{"mine"}))) }, updated)
	sends(t, w, func() { finds(t, e.Run(empty)) }, updated)
	plans(t, e.Plan(empty), acctest.NoOp)
}
