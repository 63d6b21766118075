package evidence

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Directories is where files may be sent from. Symbolic links are followed only as
// far as they stay inside. It is safe for concurrent use.
type Directories struct {
	workingDir string
	roots      []root
}

// root keeps its directory open, so that checking and sending look into the same one
// even when its path is given to another directory in between.
type root struct {
	path string // absolute, as configured
	real string // absolute, without symbolic links
	dir  *os.Root
}

// NewDirectories opens the directories that sources are confined to. Relative ones
// are taken from the working directory. Without any the limit is the git work tree
// around the working directory, or else the working directory. A directory that is
// missing or cannot be opened is an error.
func NewDirectories(workingDir string, allowed []string) (Directories, error) {
	wd, err := filepath.Abs(workingDir)
	if err != nil {
		return Directories{}, fmt.Errorf("working directory %s: %w", quoted(workingDir), err)
	}
	if len(allowed) == 0 {
		allowed = []string{workTree(wd)}
	}
	d := Directories{workingDir: wd}
	for _, a := range allowed {
		r, err := openRoot(absolute(wd, a))
		if err != nil {
			return Directories{}, fmt.Errorf("allowed directory %s: %w", quoted(a), err)
		}
		d.roots = append(d.roots, r)
	}
	return d, nil
}

// Allowed returns the absolute paths of the directories.
func (d Directories) Allowed() []string {
	paths := make([]string, len(d.roots))
	for i, r := range d.roots {
		paths[i] = r.path
	}
	return paths
}

func openRoot(path string) (root, error) {
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		return root{}, err
	}
	dir, err := os.OpenRoot(resolved)
	if err != nil {
		return root{}, err
	}
	return root{path: path, real: resolved, dir: dir}, nil
}

// workTree walks up to the directory that holds .git: a directory, or a file in a
// linked work tree or a submodule.
func workTree(from string) string {
	for dir := from; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return from
		}
	}
}

func absolute(base, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(base, path)
}

// open opens a regular file inside the directories. The path is resolved first, so
// that absolute links inside a directory work; what is opened is still confined by
// os.Root, whatever happens to the path in between.
func (d Directories) open(source string) (*os.File, *Finding) {
	path := absolute(d.workingDir, source)
	inside := d.contains(path)
	resolved, err := filepath.EvalSymlinks(path)
	if err != nil {
		if !inside { // nothing is told about files that are none of our business
			return nil, d.outside(CodeFileOutsideDirectories, source)
		}
		return nil, pathFinding(source, err)
	}
	for _, r := range d.roots {
		if rel, ok := within(r.real, resolved); ok {
			return openRegular(r.dir, rel, source)
		}
	}
	if inside {
		return nil, d.outside(CodeFileSymlinkOutside, source)
	}
	return nil, d.outside(CodeFileOutsideDirectories, source)
}

func (d Directories) contains(path string) bool {
	for _, r := range d.roots {
		if _, ok := within(r.path, path); ok {
			return true
		}
		if _, ok := within(r.real, path); ok {
			return true
		}
	}
	return false
}

func within(dir, path string) (rel string, ok bool) {
	rel, err := filepath.Rel(dir, path)
	return rel, err == nil && filepath.IsLocal(rel)
}

func (d Directories) outside(code, source string) *Finding {
	f := NewFinding(code, fmt.Sprintf("%s is not inside %s.", quoted(source), strings.Join(d.Allowed(), " or ")))
	return &f
}

// openRegular opens without blocking, because opening a pipe would wait for its
// writer, and looks at what was opened rather than at what the path said before.
func openRegular(dir *os.Root, rel, source string) (*os.File, *Finding) {
	f, err := dir.OpenFile(rel, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, pathFinding(source, err)
	}
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() {
		return f, nil
	}
	_ = f.Close()
	if err != nil {
		return nil, pathFinding(source, err)
	}
	code, kind := CodeFileNotRegular, "not a regular file ("+info.Mode().Type().String()+")"
	if info.IsDir() {
		code, kind = CodeFileIsDirectory, "a directory"
	}
	finding := NewFinding(code, fmt.Sprintf("%s is %s.", quoted(source), kind))
	return nil, &finding
}

// pathFinding classifies an operating system error; its path is left out, the
// source says it as the user wrote it.
func pathFinding(source string, err error) *Finding {
	code, reason := CodeFileUnreadable, err
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		reason = pathErr.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		code = CodeFileMissing
	case errors.Is(err, syscall.EISDIR):
		code = CodeFileIsDirectory
	case errors.Is(err, syscall.ENXIO), errors.Is(err, syscall.EOPNOTSUPP): // a socket
		code = CodeFileNotRegular
	}
	f := NewFinding(code, fmt.Sprintf("%s: %s.", quoted(source), reason))
	return &f
}
