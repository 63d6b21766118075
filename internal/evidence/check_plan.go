package evidence

import "fmt"

// CheckApproval compares the digest that a person approved with the planned one. A
// digest that was written down counts even where none is required.
func CheckApproval(required bool, approved, planned string) []Finding {
	switch {
	case approved == "" && !required:
		return nil
	case approved == "":
		return []Finding{NewFinding(CodeApprovalMissing, fmt.Sprintf("The digest to approve is %s.", quoted(planned)))}
	case approved != planned:
		return []Finding{NewFinding(CodeEvidenceNotApproved,
			fmt.Sprintf("Approved is %s. The digest to approve is %s.", quoted(approved), quoted(planned)))}
	}
	return nil
}

// CheckFingerprint judges how often one fingerprint occurs in a plan: in documents
// that would be created, and in documents that exist already. What says which
// documents they are.
func CheckFingerprint(what string, created, existing int) []Finding {
	switch {
	case created > 1:
		return []Finding{NewFinding(CodeDuplicateDocument, fmt.Sprintf("%d new documents are the same: %s.", created, what))}
	case created == 1 && existing > 0:
		return []Finding{NewFinding(CodeForcedReplacement, fmt.Sprintf("One new document and one existing are the same: %s.", what))}
	}
	return nil
}

// CheckPlannedPage judges how often one page, the same bytes in the same document,
// occurs in a plan's page resources: in those that would be created, and in those that
// exist. One of each may also be a replacement that was forced, which sends nothing.
func CheckPlannedPage(what string, created, existing int) []Finding {
	if created == 0 || created+existing < 2 {
		return nil
	}
	finding := NewFinding(CodeDuplicatePage, what)
	if created == 1 {
		finding.Severity = Warning
	}
	return []Finding{finding}
}

// SentPage is one page of the evidence of a dispute.
type SentPage struct {
	Where  string // for people: the file, or the document and the position in it
	SHA256 string // lower-case hex; "" while it is not known
}

// CheckDuplicatePages reports pages of one dispute that have the same bytes.
func CheckDuplicatePages(pages []SentPage) []Finding {
	var findings []Finding
	first := make(map[string]string)
	for _, p := range pages {
		if p.SHA256 == "" {
			continue
		}
		if where, seen := first[p.SHA256]; seen {
			findings = append(findings, NewFinding(CodeDuplicateBytes,
				fmt.Sprintf("%s has the same content as %s (SHA-256 %s).", quoted(p.Where), quoted(where), p.SHA256)))
			continue
		}
		first[p.SHA256] = p.Where
	}
	return findings
}

// CheckForget reports that destroying an object leaves it on the other side. What names
// it: "document doc_1 of dispute 42 (VALIDATION_ASKED)". Refuse is the policy that
// turns the warning into an error.
func CheckForget(what string, refuse bool) []Finding {
	code := CodeForgetOnDestroy
	if refuse {
		code = CodeDestroyRefused
	}
	return []Finding{NewFinding(code, "What stays: "+what+".")}
}

// CheckPlannedFile compares the digest of a file now with the one in the plan.
func CheckPlannedFile(planned string, now File) []Finding {
	if planned == now.SHA256 {
		return nil
	}
	return []Finding{NewFinding(CodeFileChanged,
		fmt.Sprintf("%s was planned with SHA-256 %s and has %s now.", quoted(now.Path), quoted(planned), quoted(now.SHA256)))}
}
