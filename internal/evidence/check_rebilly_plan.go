package evidence

import (
	"fmt"
	"strings"
)

// Difference is an attribute whose value at Rebilly is not the value here.
type Difference struct {
	Attribute string // as the configuration names it: "status", "deadline_time"
	Here      string // planned, or recorded by the last refresh; "" for none
	There     string // at Rebilly now; "" for none
}

// CheckRebillyTaken reports that the id of a new dispute belongs to a dispute that
// exists already and is not the planned one. Without differences there is no finding:
// that dispute is the planned one (CheckRebillyAdopted).
func CheckRebillyTaken(id string, differences []Difference) []Finding {
	return differing(CodeRebillyDisputeTaken, "Dispute "+quoted(id)+" exists and differs from the planned one", differences)
}

// CheckRebillyAdopted reports that a new dispute exists already, with exactly the
// planned content, and is recorded without a write. The differences are those that were
// left out of account, because the gateway has the authority.
func CheckRebillyAdopted(id string, differences []Difference) []Finding {
	detail := fmt.Sprintf("Dispute %s has exactly the planned content", quoted(id))
	if len(differences) > 0 {
		detail += ", but for what is the gateway's: " + differencesText(differences)
	}
	return []Finding{NewFinding(CodeRebillyDisputeAdopted, detail+".")}
}

// CheckRebillyOverwritten reports that a dispute which was to be created was answered
// as an update (200 instead of 201): it came to exist between the look and the write.
func CheckRebillyOverwritten(id string) []Finding {
	return []Finding{NewFinding(CodeRebillyDisputeOverwritten,
		fmt.Sprintf("There was no dispute %s just before; the answer to the write was 200, not 201.", quoted(id)))}
}

// CheckRebillyRecreated reports that a dispute which was to be updated was answered
// as created (201 instead of 200): it was gone.
func CheckRebillyRecreated(id string) []Finding {
	return []Finding{NewFinding(CodeRebillyDisputeRecreated,
		fmt.Sprintf("There was a dispute %s just before; the answer to the write was 201, not 200.", quoted(id)))}
}

// CheckRebillyMoved compares the revision of a dispute that the state knows with the
// one at Rebilly. The differences say what has changed since the last refresh; there may
// be none among the attributes that can be written. They count without a revision too:
// no answer has to have one.
func CheckRebillyMoved(id string, known, now int64, differences []Difference) []Finding {
	if known == now && len(differences) == 0 {
		return nil
	}
	detail := fmt.Sprintf("Dispute %s has revision %d; the last refresh saw %d.", quoted(id), now, known)
	if len(differences) == 0 {
		return []Finding{NewFinding(CodeRebillyRevisionMoved, detail+" Nothing that can be written has changed.")}
	}
	texts := make([]string, len(differences))
	for i, d := range differences {
		texts[i] = fmt.Sprintf("%s was %s at the last refresh and is %s now", d.Attribute, valueText(d.Here), valueText(d.There))
	}
	return []Finding{NewFinding(CodeRebillyRevisionMoved, detail+" Changed: "+strings.Join(texts, ", ")+".")}
}

// CheckRebillyChangeOverwritten compares the revision of a dispute just before an update
// with the one in the answer: more than one change is one change too many.
func CheckRebillyChangeOverwritten(id string, before, after int64) []Finding {
	if after <= before+1 {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyChangeOverwritten,
		fmt.Sprintf("Dispute %s had revision %d just before the write, and %d after it.", quoted(id), before, after))}
}

// CheckRebillyStatusOverwritten reports what a plan would put back although a gateway
// has moved it: of status, type and deadline_time those that differ. Call it only where
// status_authority is "config".
func CheckRebillyStatusOverwritten(id string, differences []Difference) []Finding {
	return differing(CodeRebillyStatusOverwritten, "The plan puts dispute "+quoted(id)+" back", differences)
}

// CheckRebillyDeadlinePutBack reports a configured deadline, as text, that the gateway has
// taken away although it has the authority.
func CheckRebillyDeadlinePutBack(id, deadline string) []Finding {
	return []Finding{NewFinding(CodeRebillyDeadlinePutBack,
		fmt.Sprintf("The deadline_time of dispute %s is not set at Rebilly and %s in the configuration.", quoted(id), quoted(deadline)))}
}

// CheckRebillyIDNotWritten reports a dispute of which the configuration has no id, and
// whose id is not the one that is derived from it.
func CheckRebillyIDNotWritten(id, derived string) []Finding {
	if id == derived {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyIDNotWritten,
		fmt.Sprintf("The state has %s; from the configuration %s would be derived. Write id = %[1]s.", quoted(id), quoted(derived)))}
}

// CheckRebillyAutomations reports, where the policy automation_warning is on, that
// creating a dispute can run automations in Rebilly.
func CheckRebillyAutomations(id, transactionID string, warn bool) []Finding {
	if !warn {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyAutomations,
		fmt.Sprintf("Dispute %s of transaction %s is created.", quoted(id), quoted(transactionID)))}
}

// CheckRebillyPlannedDispute judges how many resources of a plan stand for the dispute
// of one id, chosen or derived. What says which dispute it is.
func CheckRebillyPlannedDispute(id, what string, resources int) []Finding {
	if resources < 2 {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyDisputePlannedTwice, fmt.Sprintf("%d resources have the id %s: %s.", resources, quoted(id), what))}
}

// CheckRebillyPlannedFile judges how often one file, the same bytes and the same
// generation, occurs in a plan: in resources that would be created, and in those that
// exist. One of each may also be a replacement that was forced: a warning.
func CheckRebillyPlannedFile(what string, created, existing int) []Finding {
	return plannedTwice(CodeRebillyFilePlannedTwice, what, created, existing)
}

// CheckRebillyPlannedAttachment judges how often one attachment, the same file at the
// same dispute, occurs in a plan, as CheckRebillyPlannedFile does.
func CheckRebillyPlannedAttachment(what string, created, existing int) []Finding {
	return plannedTwice(CodeRebillyAttachmentPlannedTwice, what, created, existing)
}

// CheckRebillyFileUploadedTwice reports surplus copies of a file, by their ids. The id
// is that of the copy that is kept.
func CheckRebillyFileUploadedTwice(id string, surplus []string) []Finding {
	if len(surplus) == 0 {
		return nil
	}
	copies := make([]string, len(surplus))
	for i, s := range surplus {
		copies[i] = quoted(s)
	}
	return []Finding{NewFinding(CodeRebillyFileUploadedTwice,
		fmt.Sprintf("File %s is kept; the surplus is %s.", quoted(id), strings.Join(copies, ", ")))}
}

// CheckRebillyNotFound reports that something which the configuration or an import
// names does not exist. What names it: `dispute "dp-1"`, `file "file_1"`.
func CheckRebillyNotFound(what string) []Finding {
	return []Finding{NewFinding(CodeRebillyNotFound, "Not found: "+what+".")}
}

func plannedTwice(code, what string, created, existing int) []Finding {
	if created+existing < 2 {
		return nil
	}
	finding := NewFinding(code, fmt.Sprintf("New: %d, existing: %d, of %s.", created, existing, what))
	if created == 1 && existing == 1 {
		finding.Severity = Warning
	}
	return []Finding{finding}
}

func differing(code, head string, differences []Difference) []Finding {
	if len(differences) == 0 {
		return nil
	}
	return []Finding{NewFinding(code, head+": "+differencesText(differences)+".")}
}

func differencesText(differences []Difference) string {
	texts := make([]string, len(differences))
	for i, d := range differences {
		texts[i] = fmt.Sprintf("%s is %s at Rebilly and %s here", d.Attribute, valueText(d.There), valueText(d.Here))
	}
	return strings.Join(texts, ", ")
}

func valueText(v string) string {
	if v == "" {
		return "not set"
	}
	return quoted(v)
}
