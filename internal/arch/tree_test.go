package arch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const (
	root   = "../.."
	module = "github.com/disputeops/terraform-provider-disputes"
)

// source is one Go file; its path is relative to the repository, with slashes.
type source struct {
	path string
	text string
	file *ast.File
	set  *token.FileSet
}

func (s source) folder() string { return strings.TrimPrefix(path.Dir(s.path), ".") }

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

func (s source) at(pos token.Pos) string {
	p := s.set.Position(pos)
	return s.path + ":" + itoa(p.Line)
}

func (s source) lines(node ast.Node) int {
	return s.set.Position(node.End()).Line - s.set.Position(node.Pos()).Line + 1
}

func parse(name, text string) (source, error) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
	return source{path: name, text: text, file: file, set: set}, err
}

// product leaves out the test files.
func product(sources []source) []source {
	return slices.DeleteFunc(slices.Clone(sources), source.isTest)
}

// files reads every text file of the repository that is written by people or generated for them.
var files = sync.OnceValues(func() (map[string]string, error) {
	read := make(map[string]string)
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.IsDir() {
			if skipped(relative) {
				return fs.SkipDir
			}
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil || !entry.Type().IsRegular() || slices.Contains(content, 0) {
			return err
		}
		read[relative] = string(content)
		return nil
	})
	return read, err
})

func skipped(folder string) bool {
	base := path.Base(folder)
	return folder == ".git" || folder == "bin" || base == "node_modules" || base == ".terraform"
}

// tree parses the Go files of the main module.
func tree(t *testing.T) []source {
	t.Helper()
	all, err := files()
	if err != nil {
		t.Fatal(err)
	}
	var sources []source
	for name, text := range all {
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(name, "internal/tools/") {
			continue
		}
		s, err := parse(name, text)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, s)
	}
	slices.SortFunc(sources, func(a, b source) int { return strings.Compare(a.path, b.path) })
	return sources
}
