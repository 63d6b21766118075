// Package evidence holds the rules about disputes and their evidence: what may be
// sent to Mangopay and to Rebilly, when, and how it is identified. Everything in it is pure or reads
// local files only; it knows no network and no Terraform.
package evidence

import (
	"slices"
	"strings"
)

// Severity says whether a finding stops a plan.
type Severity int

// The severities. Error is the zero value: what nobody classified stops.
const (
	Error   Severity = iota // the plan is refused
	Warning                 // the plan goes on, the reviewer decides
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// The areas of the rules, as they are grouped in the documentation.
const (
	AreaType     = "type"
	AreaFile     = "file"
	AreaState    = "state"
	AreaMoney    = "money"
	AreaTime     = "time"
	AreaApproval = "approval"
)

// Rule is one line of the table of checks. Diagnostics, review reports and the
// documentation are made from it.
type Rule struct {
	Code        string   // stable, kebab-case; safe to search for and to link to
	Area        string   // one of the Area constants
	Severity    Severity // of every finding of this rule
	Summary     string   // one sentence: what is wrong
	Explanation string   // why it matters, and where the fact comes from
	Remedy      string   // one sentence: what to do
}

// Finding is a rule that applied to something concrete.
type Finding struct {
	Code     string
	Severity Severity
	Summary  string // from the rule
	Detail   string // what was found, with the values
	Remedy   string // from the rule: what to do
}

// Rules returns the whole table, sorted by area, then by code.
func Rules() []Rule {
	all := slices.Concat(typeRules, fileRules, imageRules, pdfRules, disputeRules, documentRules,
		planRules, remoteRules, submissionRules, moneyRules, timeRules, approvalRules,
		rebillyValueRules, rebillyMoneyRules, rebillyTimeRules, rebillyFileRules, rebillyStateRules, rebillyUploadRules)
	slices.SortFunc(all, func(a, b Rule) int {
		if c := strings.Compare(a.Area, b.Area); c != 0 {
			return c
		}
		return strings.Compare(a.Code, b.Code)
	})
	return all
}

var rulesByCode = func() map[string]Rule {
	byCode := make(map[string]Rule)
	for _, r := range Rules() {
		byCode[r.Code] = r
	}
	return byCode
}()

// NewFinding makes a finding of the rule with the given code; severity, summary
// and remedy come from the table. The detail is made safe to print. It panics
// when there is no such rule: codes are constants of this package.
func NewFinding(code, detail string) Finding {
	r, ok := rulesByCode[code]
	if !ok {
		panic("evidence: unknown rule " + code)
	}
	return Finding{Code: code, Severity: r.Severity, Summary: r.Summary, Detail: Printable(detail), Remedy: r.Remedy}
}
