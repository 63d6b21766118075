package workspace

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files are the contents of everything in the workspace, with the entries of
// archives, such as saved plans, as NAME/ENTRY.
func (w *Workspace) Files(skip func(name string) bool) map[string][]byte {
	w.t.Helper()
	contents := map[string][]byte{}
	err := filepath.WalkDir(w.Dir, func(path string, entry os.DirEntry, err error) error {
		name := strings.TrimPrefix(path, w.Dir+string(filepath.Separator))
		if err != nil || !entry.Type().IsRegular() || skip(name) {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // G304: a file of the test's own directory
		if err != nil {
			return err
		}
		contents[name] = content
		return unpack(name, content, contents)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return contents
}

// unpack adds the entries of an archive.
func unpack(name string, content []byte, into map[string][]byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil //nolint:nilerr // it is no archive
	}
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			return err
		}
		if into[name+"/"+file.Name], err = io.ReadAll(reader); err != nil {
			return err
		}
		_ = reader.Close() // it was only read
	}
	return nil
}

// Secret makes a text that is found nowhere by chance.
func Secret(t *testing.T, prefix string) string {
	t.Helper()
	random := make([]byte, 15)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	return prefix + hex.EncodeToString(random)
}
