//go:build unix

package process_test

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// broken says what is wrong with what has been sent for a dispute that has one
// document with these pages, by their SHA-256.
func broken(journal []simulator.Request, d simulator.DisputeState, pages []string) []string {
	violations := slices.Concat(history(journal, len(pages)), rounds(journal, d))
	if len(d.Documents) != 1 {
		violations = append(violations, fmt.Sprintf("%d documents with one fingerprint", len(d.Documents)))
	}
	for _, doc := range d.Documents {
		held := []string{}
		for _, page := range doc.Pages {
			held = append(held, page.SHA256)
		}
		if !slices.Equal(held, pages) {
			violations = append(violations, fmt.Sprintf("document %s holds the pages %v, the files are %v", doc.ID, held, pages))
		}
	}
	return violations
}

func succeeded(r simulator.Request) bool {
	return r.Status >= http.StatusOK && r.Status < http.StatusMultipleChoices
}

// history follows each document: its pages, then its submission, once.
func history(journal []simulator.Request, pages int) []string {
	var violations []string
	filled, submitted := map[string]int{}, map[string]int{}
	for _, r := range journal {
		switch {
		case r.Operation == "create_page" && submitted[r.DocumentID] > 0:
			violations = append(violations, fmt.Sprintf("request %d adds a page to document %s, which was submitted", r.Sequence, r.DocumentID))
		case r.Operation == "create_page" && succeeded(r):
			filled[r.DocumentID]++
		case r.Operation == "submit_document" && succeeded(r):
			if submitted[r.DocumentID]++; submitted[r.DocumentID] > 1 {
				violations = append(violations, fmt.Sprintf("request %d submits document %s again", r.Sequence, r.DocumentID))
			}
			if filled[r.DocumentID] != pages {
				violations = append(violations, fmt.Sprintf("request %d submits document %s with %d pages", r.Sequence, r.DocumentID, filled[r.DocumentID]))
			}
		}
	}
	return violations
}

// rounds wants at most one submission of the dispute, after that of its document.
func rounds(journal []simulator.Request, d simulator.DisputeState) []string {
	var violations []string
	submissions, documents := 0, 0
	for _, r := range journal {
		switch {
		case r.Operation == "submit_document" && succeeded(r):
			documents++
		case r.Operation == "submit_dispute" && succeeded(r):
			submissions++
			if documents == 0 {
				violations = append(violations, fmt.Sprintf("request %d submits the dispute before its document", r.Sequence))
			}
		}
	}
	if max(submissions, d.Submissions) > 1 {
		violations = append(violations, fmt.Sprintf("the dispute was submitted %d times in one round", max(submissions, d.Submissions)))
	}
	return violations
}
