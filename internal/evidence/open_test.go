package evidence_test

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestOpenHandsOutTheReviewedBytes(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, size := range []int{1 << 10, 32<<10 - 1, 32 << 10, 32<<10 + 1, 64 << 10, 100_000} {
		content := sized(max(size, 1800))
		write(t, top, "a.pdf", content)
		d := directories(t, top)
		file, findings := d.Inspect("a.pdf")
		wantCodes(t, findings)
		r, err := d.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := iotest.TestReader(r, content); err != nil {
			t.Errorf("%d bytes: %v", len(content), err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// drain reads as an upload does and returns what it could have sent.
func drain(d evidence.Directories, file evidence.File) ([]byte, error) {
	r, err := d.Open(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

func wantChanged(t *testing.T, got []byte, err error, file evidence.File) {
	t.Helper()
	var changed *evidence.ChangedError
	if !errors.As(err, &changed) {
		t.Fatalf("got error %v, want a ChangedError", err)
	}
	if int64(len(got)) >= file.Size {
		t.Errorf("%d of %d bytes were handed out before the error", len(got), file.Size)
	}
	if changed.Path != file.Path || changed.WantSHA256 != file.SHA256 || changed.Finding().Code != evidence.CodeFileChanged {
		t.Errorf("got %+v", changed)
	}
}

func TestOpenDetectsEveryFlippedByte(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	content := sized(100_000)
	path := write(t, top, "a.pdf", content)
	d := directories(t, top)
	file, _ := d.Inspect("a.pdf")
	r := rand.New(rand.NewPCG(3, 4))
	positions := []int{0, 32<<10 - 1, 32 << 10, len(content) - 1}
	for range 40 {
		positions = append(positions, r.IntN(len(content)))
	}
	for _, at := range positions {
		changed := bytes.Clone(content)
		changed[at] ^= byte(1 + r.IntN(255))
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := drain(d, file)
		wantChanged(t, got, err, file)
	}
}

func TestOpenDetectsOtherFiles(t *testing.T) {
	t.Parallel()
	content := sized(70_000)
	tests := map[string]func(path string) error{
		"shorter": func(path string) error { return os.Truncate(path, 69_999) },
		"longer":  func(path string) error { return os.WriteFile(path, append(bytes.Clone(content), 'x'), 0o600) },
		"empty":   func(path string) error { return os.Truncate(path, 0) },
		"gone":    os.Remove,
		"a directory": func(path string) error {
			return errors.Join(os.Remove(path), os.Mkdir(path, 0o750))
		},
		"a link out": func(path string) error {
			other := filepath.Join(filepath.Dir(filepath.Dir(path)), "outside.pdf")
			return errors.Join(os.WriteFile(other, content, 0o600), os.Remove(path), os.Symlink(other, path))
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := filepath.Join(t.TempDir(), "evidence")
			path := write(t, top, "a.pdf", content)
			d := directories(t, top)
			file, _ := d.Inspect("a.pdf")
			if err := change(path); err != nil {
				t.Fatal(err)
			}
			got, err := drain(d, file)
			wantChanged(t, got, err, file)
		})
	}
}

// The file changes under the reader, after it was opened.
func TestOpenDetectsChangesWhileReading(t *testing.T) {
	t.Parallel()
	content := sized(200_000)
	tests := map[string]func(f *os.File) error{
		"grows":      func(f *os.File) error { _, err := f.WriteAt([]byte("x"), 200_000); return err },
		"shrinks":    func(f *os.File) error { return f.Truncate(199_000) },
		"is altered": func(f *os.File) error { _, err := f.WriteAt([]byte("x"), 199_999); return err },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			path := write(t, top, "a.pdf", content)
			d := directories(t, top)
			file, _ := d.Inspect("a.pdf")
			r, err := d.Open(file)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			first := make([]byte, 1000)
			if _, err := io.ReadFull(r, first); err != nil {
				t.Fatal(err)
			}
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(change(f), f.Close()); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(r)
			wantChanged(t, append(first, rest...), err, file)
		})
	}
}

// What is sent comes from the directory that was checked, even when its path leads
// to another one by then.
func TestOpenKeepsTheDirectory(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	write(t, top, "evidence/a.pdf", pdfPages(1))
	d := directories(t, top, "evidence")
	file, _ := d.Inspect("evidence/a.pdf")
	if err := os.Rename(filepath.Join(top, "evidence"), filepath.Join(top, "old")); err != nil {
		t.Fatal(err)
	}
	write(t, top, "evidence/a.pdf", pdfUpdated())
	got, err := drain(d, file)
	if err != nil || !bytes.Equal(got, pdfPages(1)) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}
