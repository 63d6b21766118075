package arch_test

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

const addErrorsPerNoun = 2

// called returns the receiver and the name of a call such as fmt.Println; for r.Diagnostics.AddError
// the receiver is the last name before the method, and for a builtin it is empty.
func called(call *ast.CallExpr) (receiver, name string) {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return "", f.Name
	case *ast.SelectorExpr:
		switch x := f.X.(type) {
		case *ast.Ident:
			return x.Name, f.Sel.Name
		case *ast.SelectorExpr:
			return x.Sel.Name, f.Sel.Name
		}
		return "?", f.Sel.Name
	}
	return "?", "?"
}

func eachCall(s source, visit func(call *ast.CallExpr, receiver, name string)) {
	ast.Inspect(s.file, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok {
			receiver, name := called(call)
			visit(call, receiver, name)
		}
		return true
	})
}

// addErrors counts the places of a noun that word a diagnostic by themselves. What the API or a rule
// says goes through tfkit, so that it reads the same everywhere.
func addErrors(sources []source) []string {
	places := make(map[string][]string)
	for _, s := range product(sources) {
		if !strings.HasPrefix(s.path, "internal/mangopay/") && !strings.HasPrefix(s.path, "internal/rebilly/") || s.folder() == "internal/mangopay/platform" {
			continue
		}
		eachCall(s, func(call *ast.CallExpr, receiver, name string) {
			if receiver != "tfkit" && (name == "AddError" || name == "AddAttributeError") {
				places[s.folder()] = append(places[s.folder()], s.at(call.Pos()))
			}
		})
	}
	var violations []string
	for folder, found := range places {
		if len(found) > addErrorsPerNoun {
			violations = append(violations, fmt.Sprintf("%s adds errors in %d places, more than %d: %s",
				folder, len(found), addErrorsPerNoun, strings.Join(found, ", ")))
		}
	}
	return violations
}

func banned(sources []source) []string {
	var violations []string
	for _, s := range sources {
		if !s.isTest() && slices.Contains(imported(s), "log") {
			violations = append(violations, s.path+" imports log")
		}
		eachCall(s, func(call *ast.CallExpr, receiver, name string) {
			sleeps := receiver == "time" && name == "Sleep"
			prints := receiver == "fmt" && strings.HasPrefix(name, "Print") ||
				receiver == "" && (name == "print" || name == "println")
			if sleeps || prints && !s.isTest() {
				violations = append(violations, s.at(call.Pos())+": "+receiver+"."+name)
			}
		})
	}
	return violations
}

var secretName = regexp.MustCompile(`(?i)api_?key|token|secret|password|authorization|credential|^body|body$|base64|^content|^bytes$|^header$`)

// loggedSecrets reads the names of what is handed to a logger. It is a net with wide meshes; tests
// that read the real log are the fine one.
func loggedSecrets(sources []source) []string {
	var violations []string
	for _, s := range product(sources) {
		eachCall(s, func(call *ast.CallExpr, receiver, _ string) {
			if receiver != "tflog" && receiver != "slog" {
				return
			}
			for _, argument := range call.Args {
				ast.Inspect(argument, func(node ast.Node) bool {
					if name, ok := node.(*ast.Ident); ok && secretName.MatchString(name.Name) {
						violations = append(violations, s.at(name.Pos())+": logs "+name.Name)
					}
					return true
				})
			}
		})
	}
	return violations
}
