package evidence_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestInspectConfinesSources(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	page := pdfPages(1)
	outside := write(t, top, "elsewhere/secret.pdf", page)
	write(t, top, "repo/evidence/a.pdf", page)
	write(t, top, "repo/more/b.pdf", page)
	write(t, top, "repo/other/c.pdf", page)
	evidenceDir := filepath.Join(top, "repo/evidence")
	link(t, outside, filepath.Join(evidenceDir, "absolute-out.pdf"))
	link(t, "../../elsewhere/secret.pdf", filepath.Join(evidenceDir, "relative-out.pdf"))
	link(t, "../../elsewhere", filepath.Join(evidenceDir, "dir-out"))
	link(t, filepath.Join(evidenceDir, "a.pdf"), filepath.Join(evidenceDir, "absolute-in.pdf"))
	link(t, "../more/b.pdf", filepath.Join(evidenceDir, "to-other-allowed.pdf"))
	link(t, "nowhere.pdf", filepath.Join(evidenceDir, "dangling.pdf"))
	link(t, "loop.pdf", filepath.Join(evidenceDir, "loop.pdf"))
	d := directories(t, filepath.Join(top, "repo"), "evidence", filepath.Join(top, "repo/more"))

	tests := map[string]struct {
		source string
		want   []string
	}{
		"relative":                      {"evidence/a.pdf", nil},
		"absolute":                      {filepath.Join(evidenceDir, "a.pdf"), nil},
		"second directory":              {"more/b.pdf", nil},
		"dots that stay inside":         {"evidence/../evidence/./a.pdf", nil},
		"absolute link inside":          {"evidence/absolute-in.pdf", nil},
		"link to the other directory":   {"evidence/to-other-allowed.pdf", nil},
		"neighbour":                     {"other/c.pdf", []string{evidence.CodeFileOutsideDirectories}},
		"dots that leave":               {"evidence/../other/c.pdf", []string{evidence.CodeFileOutsideDirectories}},
		"absolute outside":              {outside, []string{evidence.CodeFileOutsideDirectories}},
		"outside, whether there or not": {filepath.Join(top, "elsewhere/none.pdf"), []string{evidence.CodeFileOutsideDirectories}},
		"absolute link out":             {"evidence/absolute-out.pdf", []string{evidence.CodeFileSymlinkOutside}},
		"relative link out":             {"evidence/relative-out.pdf", []string{evidence.CodeFileSymlinkOutside}},
		"through a linked directory":    {"evidence/dir-out/secret.pdf", []string{evidence.CodeFileSymlinkOutside}},
		"missing":                       {"evidence/none.pdf", []string{evidence.CodeFileMissing}},
		"file as a directory":           {"evidence/a.pdf/b", []string{evidence.CodeFileMissing}},
		"dangling link":                 {"evidence/dangling.pdf", []string{evidence.CodeFileMissing}},
		"link to itself":                {"evidence/loop.pdf", []string{evidence.CodeFileUnreadable}},
		"directory":                     {"evidence", []string{evidence.CodeFileIsDirectory}},
		"empty source":                  {"", []string{evidence.CodeFileOutsideDirectories}},
		"NUL":                           {"evidence/a\x00.pdf", []string{evidence.CodeFileUnreadable}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file, findings := d.Inspect(tt.source)
			wantCodes(t, findings, tt.want...)
			if file.Path != tt.source {
				t.Errorf("path %q, want the source as written", file.Path)
			}
			r, err := d.Open(file)
			if opened := err == nil; opened != (tt.want == nil) {
				t.Errorf("Open after Inspect: %v", err)
			}
			if err == nil {
				_ = r.Close()
			}
		})
	}
	t.Run("names the directories", func(t *testing.T) {
		t.Parallel()
		_, findings := d.Inspect(outside)
		wantDetail(t, findings, evidenceDir, filepath.Join(top, "repo/more"), outside)
		if !strings.Contains(findings[0].Remedy, "policy.allowed_directories") {
			t.Errorf("remedy %q", findings[0].Remedy)
		}
	})
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

func TestNewDirectoriesDefaults(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, dir := range []string{"repo/.git", "repo/infra/live", "worktree/infra", "plain/sub"} {
		if err := os.MkdirAll(filepath.Join(top, dir), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	write(t, top, "worktree/.git", []byte("gitdir: ../repo/.git/worktrees/x\n"))
	tests := map[string]struct{ workingDir, want string }{
		"work tree":        {"repo/infra/live", "repo"},
		"top of it":        {"repo", "repo"},
		"linked work tree": {"worktree/infra", "worktree"},
		"no git":           {"plain/sub", "plain/sub"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := directories(t, filepath.Join(top, tt.workingDir))
			if diff := cmp.Diff([]string{filepath.Join(top, tt.want)}, d.Allowed()); diff != "" {
				t.Errorf("allowed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNewDirectoriesRefuses(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	write(t, top, "file", []byte("x"))
	for _, allowed := range []string{"missing", "file"} {
		if _, err := evidence.NewDirectories(top, []string{allowed}); err == nil || !strings.Contains(err.Error(), `"`+allowed+`"`) {
			t.Errorf("%s: error %v does not name the directory", allowed, err)
		}
	}
}

// A working directory that is reached through a link is the same directory.
func TestInspectThroughLinkedWorkingDirectory(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	path := write(t, top, "real/evidence/a.pdf", pdfPages(1))
	link(t, "real", filepath.Join(top, "linked"))
	d := directories(t, filepath.Join(top, "linked"))
	for _, source := range []string{"evidence/a.pdf", path, filepath.Join(top, "linked/evidence/a.pdf")} {
		_, findings := d.Inspect(source)
		wantCodes(t, findings)
	}
}

// A large file is refused by its size, without being read.
func TestInspectLargeFile(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	path := write(t, top, "huge.pdf", pdfPages(1))
	if err := os.Truncate(path, 1<<40); err != nil {
		t.Skip("no sparse files here:", err)
	}
	file, findings := directories(t, top).Inspect("huge.pdf")
	wantCodes(t, findings, evidence.CodeFileTooLargeEncoded)
	if file.Size != 1<<40 || file.SHA256 != "" {
		t.Errorf("got %+v", file)
	}
}

func TestInspectWithoutDirectories(t *testing.T) {
	t.Parallel()
	_, findings := evidence.Directories{}.Inspect(write(t, t.TempDir(), "a.pdf", pdfPages(1)))
	wantCodes(t, findings, evidence.CodeFileOutsideDirectories)
}
