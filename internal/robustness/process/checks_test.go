//go:build unix

package process_test

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// broken says what is wrong with what has been sent for a dispute of a story, whose
// pages are given by file.
func broken(journal []simulator.Request, d simulator.DisputeState, st story, pages map[string][]byte) []string {
	violations := slices.Concat(history(journal, d, st), rounds(journal, d, st), ending(journal, d, st))
	if len(d.Documents) != len(st.documents) {
		violations = append(violations, fmt.Sprintf("%d documents, although there are %d fingerprints", len(d.Documents), len(st.documents)))
	}
	for i, doc := range d.Documents[:min(len(d.Documents), len(st.documents))] {
		want, held := []string{}, []string{}
		for _, file := range st.documents[i] {
			want = append(want, acctest.SHA256(pages[file]))
		}
		for _, page := range doc.Pages {
			held = append(held, page.SHA256)
		}
		if !slices.Equal(held, want) {
			violations = append(violations, fmt.Sprintf("document %s holds the pages %v, the files are %v", doc.ID, held, want))
		}
	}
	return violations
}

func succeeded(r simulator.Request) bool {
	return r.Status >= http.StatusOK && r.Status < http.StatusMultipleChoices
}

// history follows each document: its pages, then its submission, once.
func history(journal []simulator.Request, d simulator.DisputeState, st story) []string {
	var violations []string
	files, filled, submitted := map[string]int{}, map[string]int{}, map[string]int{}
	for i, doc := range d.Documents[:min(len(d.Documents), len(st.documents))] {
		files[doc.ID] = len(st.documents[i])
	}
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
			if filled[r.DocumentID] != files[r.DocumentID] {
				violations = append(violations, fmt.Sprintf("request %d submits document %s with %d pages", r.Sequence, r.DocumentID, filled[r.DocumentID]))
			}
		}
	}
	return violations
}

// rounds wants one submission of the dispute in each round, after those of its
// documents.
func rounds(journal []simulator.Request, d simulator.DisputeState, st story) []string {
	var violations []string
	submissions, documents := 0, 0
	for _, r := range journal {
		switch {
		case r.Operation == "submit_document" && succeeded(r):
			documents++
		case r.Operation == "submit_dispute" && succeeded(r):
			if submissions < len(st.rounds) && documents < st.rounds[submissions] {
				violations = append(violations, fmt.Sprintf("request %d submits the dispute before its document", r.Sequence))
			}
			submissions++
		}
	}
	if submissions != len(st.rounds) || d.Submissions != submissions {
		violations = append(violations, fmt.Sprintf("the dispute was submitted %d times (it says %d), and there are %d rounds", submissions, d.Submissions, len(st.rounds)))
	}
	return violations
}

// ending wants the dispute closed once if it is given up, and tagged as it should be.
func ending(journal []simulator.Request, d simulator.DisputeState, st story) []string {
	var violations []string
	closures := 0
	for _, r := range journal {
		if r.Operation == "close_dispute" && succeeded(r) {
			closures++
		}
	}
	switch {
	case !st.closed && closures > 0, closures > 1:
		violations = append(violations, fmt.Sprintf("the dispute was closed %d times", closures))
	case st.closed && closures == 0:
		violations = append(violations, "the dispute was not closed")
	}
	if d.Tag != st.tag {
		violations = append(violations, fmt.Sprintf("the dispute has the tag %q instead of %q", d.Tag, st.tag))
	}
	return violations
}
