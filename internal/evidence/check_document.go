package evidence

import "fmt"

// CheckTakesPages tells whether a page can be added to a document of this status.
// Whether its dispute takes documents is a question of its own (CheckTakesDocuments).
func CheckTakesPages(documentID, documentStatus string) []Finding {
	switch {
	case documentStatus == DocumentCreated:
		return nil
	case !knownDocumentStatus(documentStatus):
		return []Finding{documentFinding(CodeDocumentStatusUnknown, documentID, documentStatus)}
	default:
		return []Finding{documentFinding(CodeDocumentNotCreated, documentID, documentStatus)}
	}
}

// CheckDocumentSubmittable tells whether validation can be asked for a document.
// A negative number of pages means that it is not known.
func CheckDocumentSubmittable(documentID, status string, pages int) []Finding {
	findings := CheckTakesPages(documentID, status)
	if pages == 0 {
		findings = append(findings, documentFinding(CodeDocumentWithoutPages, documentID, status))
	}
	return findings
}

// CheckDocumentReplaced reports that a plan replaces a document which was already sent.
func CheckDocumentReplaced(documentID, status string) []Finding {
	if status == DocumentCreated || !knownDocumentStatus(status) {
		return nil
	}
	return []Finding{documentFinding(CodeDocumentAlreadySent, documentID, status)}
}

// CheckDocumentRefused reports a document that Mangopay refused, with its reason and words.
func CheckDocumentRefused(documentID, status, reasonType, reasonMessage string) []Finding {
	if status != DocumentRefused {
		return nil
	}
	detail := fmt.Sprintf("Document %s is %s", quoted(documentID), status)
	if reasonType != "" {
		detail += " with the reason " + quoted(reasonType)
	}
	detail += "."
	if reasonMessage != "" {
		detail += " Mangopay says: " + quoted(reasonMessage)
	}
	return []Finding{NewFinding(CodeDocumentRefused, detail)}
}

func documentFinding(code, id, status string) Finding {
	return NewFinding(code, fmt.Sprintf("Document %s has the status %s.", quoted(id), quoted(status)))
}
