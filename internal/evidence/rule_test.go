package evidence_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestRulesAreComplete(t *testing.T) {
	t.Parallel()
	rules := evidence.Rules()
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)+$`)
	areas := []string{"approval", "file", "money", "state", "time", "type"}
	for i, r := range rules {
		if !kebab.MatchString(r.Code) || !slices.Contains(areas, r.Area) || r.Explanation == "" {
			t.Errorf("rule %+v", r)
		}
		for _, sentence := range []string{r.Summary, r.Remedy} {
			if !strings.HasSuffix(sentence, ".") || strings.Contains(sentence, ". ") || strings.Contains(sentence, "|") {
				t.Errorf("%s: %q is not one sentence for a table", r.Code, sentence)
			}
		}
		if i > 0 && strings.Compare(rules[i-1].Area+" "+rules[i-1].Code, r.Area+" "+r.Code) >= 0 {
			t.Errorf("%s is out of order or twice in the table", r.Code)
		}
	}
}

// Every code is a constant and every constant a rule.
func TestCodesAndRulesAgree(t *testing.T) {
	t.Parallel()
	var constants, table []string
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		constants = append(constants, codeConstants(t, source)...)
	}
	for _, r := range evidence.Rules() {
		table = append(table, r.Code)
	}
	slices.Sort(constants)
	slices.Sort(table)
	if diff := cmp.Diff(constants, table); diff != "" {
		t.Errorf("constants and table (-constants +table):\n%s", diff)
	}
}

func codeConstants(t *testing.T, source string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		for _, value := range spec.Values {
			literal, ok := value.(*ast.BasicLit)
			if !ok {
				t.Errorf("%s is not written as a literal", spec.Names[0].Name)
				continue
			}
			code, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			found = append(found, code)
		}
		return true
	})
	return found
}

func TestNewFindingTakesEverythingFromTheTable(t *testing.T) {
	t.Parallel()
	for _, r := range evidence.Rules() {
		want := evidence.Finding{Code: r.Code, Severity: r.Severity, Summary: r.Summary, Detail: `a\x1bb c`, Remedy: r.Remedy}
		if diff := cmp.Diff(want, evidence.NewFinding(r.Code, "a\x1bb\nc")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.Code, diff)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown code was accepted")
		}
	}()
	evidence.NewFinding("no-such-rule", "")
}

// Severities that a user would notice if they changed.
func TestSeverities(t *testing.T) {
	t.Parallel()
	tests := map[string]evidence.Severity{
		evidence.CodeFileGIF:                     evidence.Warning,
		evidence.CodeDuplicateBytes:              evidence.Warning,
		evidence.CodeImageNotChecked:             evidence.Warning,
		evidence.CodePDFNonconforming:            evidence.Warning,
		evidence.CodeDeadlineWarning:             evidence.Warning,
		evidence.CodeForcedReplacement:           evidence.Warning,
		evidence.CodeDocumentAlreadySent:         evidence.Warning,
		evidence.CodeDocumentRefused:             evidence.Warning,
		evidence.CodeDisputeReopened:             evidence.Warning,
		evidence.CodeDisputeStatusUnknown:        evidence.Warning,
		evidence.CodeForgetOnDestroy:             evidence.Warning,
		evidence.CodeSimulatorInUse:              evidence.Warning,
		evidence.CodeTagOverwritten:              evidence.Warning,
		evidence.CodeRebillyReasonCodeUnknown:    evidence.Warning,
		evidence.CodeRebillyReasonCodeZeros:      evidence.Warning,
		evidence.CodeRebillyAmountNotPositive:    evidence.Warning,
		evidence.CodeRebillyDeadlinePassed:       evidence.Warning,
		evidence.CodeRebillyDisputeAdopted:       evidence.Warning,
		evidence.CodeRebillyDisputeRecreated:     evidence.Warning,
		evidence.CodeRebillyStatusOverwritten:    evidence.Warning,
		evidence.CodeRebillyDeadlinePutBack:      evidence.Warning,
		evidence.CodeRebillyChangeOverwritten:    evidence.Warning,
		evidence.CodeRebillyIDNotWritten:         evidence.Warning,
		evidence.CodeRebillyPostedInFuture:       evidence.Warning,
		evidence.CodeRebillyDeadlineBeforePosted: evidence.Warning,
		evidence.CodeRebillyAutomations:          evidence.Warning,
		evidence.CodeRebillyFilePublic:           evidence.Warning,
		evidence.CodeRebillyFileNotChecked:       evidence.Warning,
		evidence.CodeRebillyTypeUnknown:          evidence.Error,
		evidence.CodeRebillyStatusUnknown:        evidence.Error,
		evidence.CodeRebillyDisputeTaken:         evidence.Error,
		evidence.CodeRebillyDisputeOverwritten:   evidence.Error,
		evidence.CodeRebillyDisputePlannedTwice:  evidence.Error,
		evidence.CodeRebillyRevisionMoved:        evidence.Error,
		evidence.CodeRebillyFilePlannedTwice:     evidence.Error,
		evidence.CodeFileExtensionMismatch:       evidence.Error,
		evidence.CodePDFEncrypted:                evidence.Error,
		evidence.CodeDeadlineMargin:              evidence.Error,
		evidence.CodeDuplicateDocument:           evidence.Error,
		evidence.CodeDestroyRefused:              evidence.Error,
		evidence.CodeDigestMismatch:              evidence.Error,
		evidence.CodeFileChanged:                 evidence.Error,
		evidence.CodeEvidenceNotApproved:         evidence.Error,
	}
	for code, want := range tests {
		if got := evidence.NewFinding(code, "x").Severity; got != want {
			t.Errorf("%s is of severity %s, want %s", code, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain é 漢字 📦":          "plain é 漢字 📦",
		"line\r\nbreak\ttab":    "line  break tab",
		"\x1b]0;title\x07":      `\x1b]0;title\a`,
		"\u009b31m":             `\u009b31m`,
		"abc\u202efdp.exe":      `abc\u202efdp.exe`,
		"\u2066a\u2069\u200b":   `\u2066a\u2069\u200b`,
		"bad \xff utf-8":        "bad \ufffd utf-8",
		"no\u00a0break\u2028ls": "no break ls",
		`"quotes" and \ stay`:   `"quotes" and \ stay`,
	}
	for in, want := range tests {
		if got := evidence.Printable(in); got != want {
			t.Errorf("Printable(%q) = %q, want %q", in, got, want)
		}
		if twice := evidence.Printable(evidence.Printable(in)); twice != want {
			t.Errorf("Printable is not stable for %q: %q", in, twice)
		}
	}
}

func TestMoneyText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		currency string
		amount   int64
		want     string
	}{
		{"EUR", 12000, "EUR 120.00"},
		{"EUR", 5, "EUR 0.05"},
		{"JPY", 12, "JPY 12"},
		{"KWD", 1, "KWD 0.001"},
		{"HUF", 12345, "HUF 123.45"},
		{"EUR", -150, "EUR -1.50"},
		{"EUR", 9223372036854775807, "EUR 92233720368547758.07"},
		{"XXX", 0, `0 minor units of "XXX"`},
		{"", 3, `3 minor units of ""`},
	}
	for _, tt := range tests {
		if got := evidence.MoneyText(tt.currency, tt.amount); got != tt.want {
			t.Errorf("MoneyText(%q, %d) = %q, want %q", tt.currency, tt.amount, got, tt.want)
		}
	}
}
