package evidence_test

import (
	"slices"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// stateCase says what each question about a dispute of one type and status yields.
type stateCase struct {
	kind, status                 string
	documents, submit, closeable []string
}

func one(code string) []string { return []string{code} }

func TestDisputeStates(t *testing.T) {
	t.Parallel()
	const (
		notOpen   = evidence.CodeDisputeNotOpenForDocuments
		submitted = evidence.CodeDisputeAlreadySubmitted
		closed    = evidence.CodeDisputeAlreadyClosed
		never     = evidence.CodeDisputeNotContestable
		keepOpen  = evidence.CodeDisputeNotClosable
		newStatus = evidence.CodeDisputeStatusUnknown
		newType   = evidence.CodeDisputeTypeUnknown
	)
	cases := []stateCase{
		{"CONTESTABLE", "CREATED", one(notOpen), one(evidence.CodeDisputeNotSubmittable), one(keepOpen)},
		{"CONTESTABLE", "PENDING_CLIENT_ACTION", nil, nil, nil},
		{"CONTESTABLE", "SUBMITTED", one(notOpen), one(submitted), one(keepOpen)},
		{"CONTESTABLE", "PENDING_BANK_ACTION", one(notOpen), one(submitted), one(keepOpen)},
		{"CONTESTABLE", "REOPENED_PENDING_CLIENT_ACTION", nil, nil, nil},
		{"CONTESTABLE", "CLOSED", one(notOpen), one(closed), one(closed)},
		{"CONTESTABLE", "ARBITRATION", one(newStatus), one(newStatus), one(newStatus)},
		{"CONTESTABLE", "", one(newStatus), one(newStatus), one(newStatus)},
		{"RETRIEVAL", "PENDING_CLIENT_ACTION", nil, nil, nil},
		{"RETRIEVAL", "CLOSED", one(notOpen), one(closed), one(closed)},
		{"NOT_CONTESTABLE", "CREATED", one(never), one(never), one(keepOpen)},
		{"NOT_CONTESTABLE", "CLOSED", one(never), one(never), one(closed)},
		{"PRE_ARBITRATION", "PENDING_CLIENT_ACTION", one(newType), one(newType), nil},
		{"PRE_ARBITRATION", "ARBITRATION", []string{newType, newStatus}, []string{newType, newStatus}, one(newStatus)},
		{"PRE_ARBITRATION", "CLOSED", []string{newType, notOpen}, []string{newType, closed}, one(closed)},
	}
	for _, tt := range cases {
		t.Run(tt.kind+" "+tt.status, func(t *testing.T) {
			t.Parallel()
			d := dispute(tt.kind, tt.status)
			wantCodes(t, evidence.CheckTakesDocuments(d, clock()), tt.documents...)
			wantCodes(t, evidence.CheckDisputeSubmittable(d, clock()), tt.submit...)
			wantCodes(t, evidence.CheckDisputeClosable(d), tt.closeable...)
		})
	}
}

func TestDisputeStatesMindTheDeadline(t *testing.T) {
	t.Parallel()
	d := dispute("CONTESTABLE", "PENDING_CLIENT_ACTION")
	d.Deadline = noon.Add(time.Hour)
	wantCodes(t, evidence.CheckTakesDocuments(d, clock()), evidence.CodeDeadlineMargin)
	wantCodes(t, evidence.CheckDisputeSubmittable(d, clock()), evidence.CodeDeadlineMargin)
	wantCodes(t, evidence.CheckDocumentsChange(d, clock()), evidence.CodeDeadlineMargin)
	wantCodes(t, evidence.CheckDisputeClosable(d)) // giving up is possible until the end
}

func TestDocumentsMayChangeWhenReopened(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"SUBMITTED":                      evidence.CodeDocumentsChangedInReview,
		"PENDING_BANK_ACTION":            evidence.CodeDocumentsChangedInReview,
		"CLOSED":                         evidence.CodeDisputeAlreadyClosed,
		"REOPENED_PENDING_CLIENT_ACTION": "",
	}
	for status, want := range tests {
		got := evidence.CheckDocumentsChange(dispute("CONTESTABLE", status), clock())
		if want == "" {
			wantCodes(t, got)
			continue
		}
		wantCodes(t, got, want)
		wantDetail(t, got, `"42"`, status)
	}
}

func TestReopenedAndRefusedQuoteMangopay(t *testing.T) {
	t.Parallel()
	d := dispute("CONTESTABLE", "REOPENED_PENDING_CLIENT_ACTION")
	d.StatusMessage = "Send the \x1b[31msigned\x1b[0m\ndelivery note\u202e"
	reopened := evidence.CheckReopened(d)
	wantCodes(t, reopened, evidence.CodeDisputeReopened)
	wantDetail(t, reopened, `Mangopay says: "Send the \x1b[31msigned\x1b[0m delivery note\u202e"`)
	wantCodes(t, evidence.CheckReopened(dispute("CONTESTABLE", "SUBMITTED")))

	refused := evidence.CheckDocumentRefused("7", "REFUSED", "DOCUMENT_UNREADABLE", "Too \x07dark")
	wantCodes(t, refused, evidence.CodeDocumentRefused)
	wantDetail(t, refused, "DOCUMENT_UNREADABLE", `Mangopay says: "Too \adark"`)
	wantCodes(t, evidence.CheckDocumentRefused("7", "REFUSED", "", ""), evidence.CodeDocumentRefused)
	wantCodes(t, evidence.CheckDocumentRefused("7", "VALIDATED", "", ""))
}

func TestDocumentStates(t *testing.T) {
	t.Parallel()
	const sent = evidence.CodeDocumentNotCreated
	tests := []struct {
		status          string
		pages           int
		addPage, submit []string
		replaced        []string
	}{
		{"CREATED", 2, nil, nil, nil},
		{"CREATED", -1, nil, nil, nil},
		{"CREATED", 0, nil, one(evidence.CodeDocumentWithoutPages), nil},
		{"VALIDATION_ASKED", 2, one(sent), one(sent), one(evidence.CodeDocumentAlreadySent)},
		{"VALIDATED", 2, one(sent), one(sent), one(evidence.CodeDocumentAlreadySent)},
		{"REFUSED", 2, one(sent), one(sent), one(evidence.CodeDocumentAlreadySent)},
		{"REFUSED", 0, one(sent), []string{sent, evidence.CodeDocumentWithoutPages}, one(evidence.CodeDocumentAlreadySent)},
		{"OUT_OF_DATE", 2, one(sent), one(sent), one(evidence.CodeDocumentAlreadySent)},
		{"ARCHIVED", 2, one(evidence.CodeDocumentStatusUnknown), one(evidence.CodeDocumentStatusUnknown), nil},
	}
	for _, tt := range tests {
		wantCodes(t, evidence.CheckTakesPages("7", tt.status), tt.addPage...)
		wantCodes(t, evidence.CheckDocumentSubmittable("7", tt.status, tt.pages), tt.submit...)
		wantCodes(t, evidence.CheckDocumentReplaced("7", tt.status), tt.replaced...)
	}
}

// What the answers allow to the platform is exactly what the state machines allow.
func TestAnswersFollowTheStateMachines(t *testing.T) {
	t.Parallel()
	machine := evidence.DisputeTransitions()
	may := func(from, to string) bool {
		return slices.ContainsFunc(machine, func(tr evidence.Transition) bool {
			return tr.From == from && tr.To == to && tr.Who == evidence.ByPlatform
		})
	}
	for _, tr := range machine {
		d := dispute("CONTESTABLE", tr.To)
		if got := !refuses(evidence.CheckDisputeSubmittable(d, clock())); got != may(tr.To, "SUBMITTED") {
			t.Errorf("%s: submittable %t", tr.To, got)
		}
		if got := !refuses(evidence.CheckDisputeClosable(d)); got != may(tr.To, "CLOSED") {
			t.Errorf("%s: closable %t", tr.To, got)
		}
	}
	machine[0].To = "changed"
	if evidence.DisputeTransitions()[0].To == "changed" {
		t.Error("the table can be changed from outside")
	}
}

func TestTerminalStates(t *testing.T) {
	t.Parallel()
	disputes := map[string]bool{
		"CREATED": false, "PENDING_CLIENT_ACTION": false, "SUBMITTED": false, "PENDING_BANK_ACTION": false,
		"REOPENED_PENDING_CLIENT_ACTION": false, "CLOSED": true, "ARBITRATION": false, "": false,
	}
	for status, want := range disputes {
		if got := evidence.TerminalDispute(status); got != want {
			t.Errorf("dispute %q: terminal %t", status, got)
		}
	}
}
