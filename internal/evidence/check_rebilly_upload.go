package evidence

import (
	"fmt"
	"time"
)

// CheckRebillyFileAdopted reports a file that was not uploaded, because it was there.
func CheckRebillyFileAdopted(id string, created time.Time) []Finding {
	return []Finding{NewFinding(CodeRebillyFileAdopted,
		fmt.Sprintf("File %s was uploaded at %s.", quoted(id), created.UTC().Format(time.RFC3339)))}
}

// CheckRebillyFileTaken refuses a new file that Rebilly holds already, with other details.
// Without differences there is no finding: that file is the planned one.
func CheckRebillyFileTaken(id string, differences []Difference) []Finding {
	return differing(CodeRebillyFileTaken, "File "+quoted(id)+" has the same bytes", differences)
}

// CheckRebillyFileDetails reports details that Rebilly keeps otherwise than they were
// written. Without differences there is no finding.
func CheckRebillyFileDetails(id string, differences []Difference) []Finding {
	return differing(CodeRebillyFileDetailsDiffer, "Of file "+quoted(id), differences)
}

// CheckRebillyFileReplaced reports that a plan replaces a file.
func CheckRebillyFileReplaced(id, name string) []Finding {
	return []Finding{NewFinding(CodeRebillyFileReplaced, fmt.Sprintf("File %s, %s, is deleted.", quoted(id), quoted(name)))}
}

// CheckRebillyFileLeft reports a file that a destroy leaves alone.
func CheckRebillyFileLeft(id string) []Finding {
	return []Finding{NewFinding(CodeRebillyFileLeft, fmt.Sprintf("File %s carries another claim than this resource.", quoted(id)))}
}

// CheckRebillyFileExchanged reports a file for whose content an update was planned and
// that has other content than Rebilly holds: the plan did not know its source.
func CheckRebillyFileExchanged(id string, held, now Upload) []Finding {
	return []Finding{NewFinding(CodeRebillyFileExchanged, fmt.Sprintf("File %s has %s and SHA-1 %s; %s has %s and SHA-1 %s.",
		quoted(id), sizeText(held.Size), quoted(held.SHA1), quoted(now.Path), sizeText(now.Size), now.SHA1))}
}

// CheckRebillyFileMismatch reports a file that was imported with a source of other
// content.
func CheckRebillyFileMismatch(id string, held, named Upload) []Finding {
	return []Finding{NewFinding(CodeRebillyFileMismatch, fmt.Sprintf("File %s has %s and SHA-1 %s; %s has %s and SHA-1 %s.",
		quoted(id), sizeText(held.Size), quoted(held.SHA1), quoted(named.Path), sizeText(named.Size), named.SHA1))}
}

// CheckRebillyAttachmentTaken reports that the id of a new attachment belongs to one that
// exists already and differs. Without differences there is no finding: that one is the
// planned one.
func CheckRebillyAttachmentTaken(id string, differences []Difference) []Finding {
	return differing(CodeRebillyAttachmentTaken, "Attachment "+quoted(id)+" exists and differs from the planned one", differences)
}

// CheckRebillyAttachmentReplaced reports that a plan replaces an attachment.
func CheckRebillyAttachmentReplaced(id string) []Finding {
	return []Finding{NewFinding(CodeRebillyAttachmentReplaced, fmt.Sprintf("Attachment %s is deleted.", quoted(id)))}
}

// CheckRebillyAttachmentAdopted reports a new attachment that exists already, exactly as
// planned.
func CheckRebillyAttachmentAdopted(id string) []Finding {
	return []Finding{NewFinding(CodeRebillyAttachmentAdopted, fmt.Sprintf("Attachment %s is exactly as planned.", quoted(id)))}
}

// CheckRebillyAttachmentRaced reports that an attachment which was to be created was
// answered as an update (200 instead of 201).
func CheckRebillyAttachmentRaced(id string) []Finding {
	return []Finding{NewFinding(CodeRebillyAttachmentRaced,
		fmt.Sprintf("There was no attachment %s just before; the answer to the write was 200, not 201.", quoted(id)))}
}

// CheckRebillyAttachmentRelation refuses an attachment of something else than a dispute.
func CheckRebillyAttachmentRelation(id, relatedType, relatedID string) []Finding {
	if relatedType == RebillyRelatedDispute {
		return nil
	}
	return []Finding{NewFinding(CodeRebillyAttachmentRelation,
		fmt.Sprintf("Attachment %s belongs to %s %s.", quoted(id), quoted(relatedType), quoted(relatedID)))}
}

// RebillyRelatedDispute is the kind of object that an attachment of a dispute belongs to
// (Rebilly API reference, Attachments).
const RebillyRelatedDispute = "dispute"
