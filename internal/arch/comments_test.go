package arch_test

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

// documentation wants a comment on every package and on every exported name of product code.
func documentation(sources []source) []string {
	var violations []string
	commented := make(map[string]bool)
	for _, s := range product(sources) {
		commented[s.folder()] = commented[s.folder()] || s.file.Doc != nil
		for _, declaration := range s.file.Decls {
			for _, name := range undocumented(declaration) {
				violations = append(violations, fmt.Sprintf("%s: %s has no comment", s.at(name.Pos()), name.Name))
			}
		}
	}
	for folder, found := range commented {
		if !found {
			violations = append(violations, fmt.Sprintf("package in %q has no comment", folder))
		}
	}
	return violations
}

func undocumented(declaration ast.Decl) []*ast.Ident {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d.Recv) {
			return []*ast.Ident{d.Name}
		}
	case *ast.GenDecl:
		if d.Doc != nil {
			return nil
		}
		var names []*ast.Ident
		for _, spec := range d.Specs {
			names = append(names, undocumentedIn(spec)...)
		}
		return slices.DeleteFunc(names, func(name *ast.Ident) bool { return !name.IsExported() })
	}
	return nil
}

func undocumentedIn(spec ast.Spec) []*ast.Ident {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Doc == nil && s.Comment == nil {
			return []*ast.Ident{s.Name}
		}
	case *ast.ValueSpec:
		if s.Doc == nil && s.Comment == nil {
			return s.Names
		}
	}
	return nil
}

func exportedReceiver(receiver *ast.FieldList) bool {
	if receiver == nil {
		return true
	}
	exported := false
	ast.Inspect(receiver.List[0].Type, func(node ast.Node) bool {
		name, ok := node.(*ast.Ident)
		exported = exported || ok && name.IsExported()
		return true
	})
	return exported
}

var (
	anyNolint  = regexp.MustCompile(`^//\s*nolint`)
	goodNolint = regexp.MustCompile(`^//nolint:[a-z0-9]+(,[a-z0-9]+)* // \S.{5,}`)
)

func nolint(sources []source) []string {
	var violations []string
	for _, s := range sources {
		for _, group := range s.file.Comments {
			for _, c := range group.List {
				if anyNolint.MatchString(c.Text) && (!goodNolint.MatchString(c.Text) || strings.HasPrefix(c.Text, "//nolint:all")) {
					violations = append(violations, s.at(c.Pos())+": "+c.Text+": wants //nolint:LINTER // REASON")
				}
			}
		}
	}
	return violations
}
