//go:build unix

package evidence_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// Opening a pipe would wait for a writer that never comes.
func TestInspectSpecialFiles(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(top, "pipe.pdf"), 0o600); err != nil {
		t.Fatal(err)
	}
	bindSocket(t, filepath.Join(top, "socket.pdf"))
	d := directories(t, top)
	for _, source := range []string{"pipe.pdf", "socket.pdf"} {
		_, findings := d.Inspect(source)
		wantCodes(t, findings, evidence.CodeFileNotRegular)
	}
	_, findings := directories(t, "/dev").Inspect("zero")
	wantCodes(t, findings, evidence.CodeFileNotRegular)
}

// bindSocket makes a socket file.
func bindSocket(t *testing.T, path string) {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrUnix{Name: path}); err != nil {
		t.Skip("the temporary directory's path is too long for a socket:", err)
	}
}

func TestInspectUnreadableFile(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root reads everything")
	}
	top := t.TempDir()
	path := write(t, top, "a.pdf", pdfPages(1))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	_, findings := directories(t, top).Inspect("a.pdf")
	wantCodes(t, findings, evidence.CodeFileUnreadable)
}
