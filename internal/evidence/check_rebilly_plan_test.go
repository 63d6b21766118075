package evidence_test

import (
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

var twoDifferences = []evidence.Difference{
	{Attribute: "status", Here: "response-needed", There: "won"},
	{Attribute: "case_id", Here: "", There: "CB\n1"},
}

const twoDifferencesText = `status is "won" at Rebilly and "response-needed" here, case_id is "CB 1" at Rebilly and not set here`

func TestCheckRebillyExistingDispute(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyTaken("dp-1", nil))
	taken := evidence.CheckRebillyTaken("dp-1", twoDifferences)
	wantCodes(t, taken, evidence.CodeRebillyDisputeTaken)
	wantDetail(t, taken, `Dispute "dp-1" exists`, twoDifferencesText)

	adopted := evidence.CheckRebillyAdopted("dp-1", nil)
	wantCodes(t, adopted, evidence.CodeRebillyDisputeAdopted)
	wantDetail(t, adopted, `Dispute "dp-1" has exactly the planned content.`)
	yielded := evidence.CheckRebillyAdopted("dp-1", twoDifferences[:1])
	wantCodes(t, yielded, evidence.CodeRebillyDisputeAdopted)
	wantDetail(t, yielded, `, but for what is the gateway's: status is "won" at Rebilly and "response-needed" here.`)
	overwritten := evidence.CheckRebillyOverwritten("dp-1")
	wantCodes(t, overwritten, evidence.CodeRebillyDisputeOverwritten)
	wantDetail(t, overwritten, `"dp-1"`, "200, not 201")
	recreated := evidence.CheckRebillyRecreated("dp-1")
	wantCodes(t, recreated, evidence.CodeRebillyDisputeRecreated)
	wantDetail(t, recreated, `"dp-1"`, "201, not 200")
	missing := evidence.CheckRebillyNotFound(`file "file_1"`)
	wantCodes(t, missing, evidence.CodeRebillyNotFound)
	wantDetail(t, missing, `file "file_1"`)
}

func TestCheckRebillyMoved(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyMoved("dp-1", 3, 3, nil))
	moved := evidence.CheckRebillyMoved("dp-1", 3, 5, twoDifferences)
	wantCodes(t, moved, evidence.CodeRebillyRevisionMoved)
	wantDetail(t, moved, `"dp-1" has revision 5; the last refresh saw 3. Changed: status was "response-needed" at the last refresh and is "won" now, `+
		`case_id was not set at the last refresh and is "CB 1" now.`)
	wantCodes(t, evidence.CheckRebillyMoved("dp-1", 0, 0, twoDifferences), evidence.CodeRebillyRevisionMoved)
	unseen := evidence.CheckRebillyMoved("dp-1", 3, 2, nil)
	wantCodes(t, unseen, evidence.CodeRebillyRevisionMoved)
	wantDetail(t, unseen, "Nothing that can be written has changed.")
}

func TestCheckRebillyChangeOverwritten(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyChangeOverwritten("dp-1", 3, 3))
	wantCodes(t, evidence.CheckRebillyChangeOverwritten("dp-1", 3, 4))
	over := evidence.CheckRebillyChangeOverwritten("dp-1", 3, 5)
	wantCodes(t, over, evidence.CodeRebillyChangeOverwritten)
	wantDetail(t, over, `Dispute "dp-1" had revision 3 just before the write, and 5 after it.`)
}

func TestCheckRebillyIDNotWritten(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyIDNotWritten("tf_1", "tf_1"))
	unwritten := evidence.CheckRebillyIDNotWritten("dp-1", "tf_1")
	wantCodes(t, unwritten, evidence.CodeRebillyIDNotWritten)
	wantDetail(t, unwritten, `The state has "dp-1"; from the configuration "tf_1" would be derived. Write id = "dp-1".`)
}

func TestCheckRebillyStatusOverwritten(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyStatusOverwritten("dp-1", nil))
	back := evidence.CheckRebillyStatusOverwritten("dp-1", twoDifferences[:1])
	wantCodes(t, back, evidence.CodeRebillyStatusOverwritten)
	wantDetail(t, back, `The plan puts dispute "dp-1" back: status is "won" at Rebilly and "response-needed" here.`)
	deadline := evidence.CheckRebillyDeadlinePutBack("dp-1", "2026-03-02T10:00:00Z")
	wantCodes(t, deadline, evidence.CodeRebillyDeadlinePutBack)
	wantDetail(t, deadline, `deadline_time of dispute "dp-1" is not set at Rebilly and "2026-03-02T10:00:00Z" in the configuration.`)
}

func TestCheckRebillyPlanned(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyAutomations("dp-1", "txn-1", false))
	automations := evidence.CheckRebillyAutomations("dp-1", "txn-1", true)
	wantCodes(t, automations, evidence.CodeRebillyAutomations)
	wantDetail(t, automations, `"dp-1"`, `"txn-1"`)

	wantCodes(t, evidence.CheckRebillyPlannedDispute("dp-1", "a", 1))
	twice := evidence.CheckRebillyPlannedDispute("dp-1", "transaction txn-1", 2)
	wantCodes(t, twice, evidence.CodeRebillyDisputePlannedTwice)
	wantDetail(t, twice, `2 resources have the id "dp-1": transaction txn-1.`)

	for code, check := range map[string]func(string, int, int) []evidence.Finding{
		evidence.CodeRebillyFilePlannedTwice:       evidence.CheckRebillyPlannedFile,
		evidence.CodeRebillyAttachmentPlannedTwice: evidence.CheckRebillyPlannedAttachment,
	} {
		wantCodes(t, check("a.pdf", 1, 0))
		wantCodes(t, check("a.pdf", 0, 1))
		fresh, beside := check("a.pdf", 2, 0), check("a.pdf", 1, 1)
		wantCodes(t, fresh, code)
		wantCodes(t, beside, code)
		for _, both := range [][]evidence.Finding{check("a.pdf", 0, 2), check("a.pdf", 1, 2)} {
			wantCodes(t, both, code)
			if both[0].Severity != evidence.Error {
				t.Errorf("%s: two that exist are of severity %s", code, both[0].Severity)
			}
		}
		wantDetail(t, fresh, "New: 2, existing: 0, of a.pdf.")
		if fresh[0].Severity != evidence.Error || beside[0].Severity != evidence.Warning {
			t.Errorf("%s: two new ones are of severity %s, one beside an old one %s", code, fresh[0].Severity, beside[0].Severity)
		}
	}

	wantCodes(t, evidence.CheckRebillyFileUploadedTwice("file_1", nil))
	surplus := evidence.CheckRebillyFileUploadedTwice("file_1", []string{"file_2", "file_3"})
	wantCodes(t, surplus, evidence.CodeRebillyFileUploadedTwice)
	wantDetail(t, surplus, `File "file_1" is kept; the surplus is "file_2", "file_3".`)
}
