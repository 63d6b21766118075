package evidence

// Codes of the rules about what a submission sends, and what has been sent before.
const (
	CodeEvidenceUnchanged   = "evidence-unchanged"
	CodeRoundUnknown        = "round-unknown"
	CodeDocumentListedTwice = "document-listed-twice"
	CodeDocumentsNotListed  = "documents-not-listed"
	CodeDisputePlannedTwice = "dispute-planned-twice"
)

var submissionRules = []Rule{
	{
		CodeEvidenceUnchanged, AreaState, Error,
		"The dispute came back, and nothing shows that its evidence has changed since.",
		"The state does not know the submission that Mangopay or the bank answered. Sending the same documents again would use up a round " +
			"with evidence that was not accepted; when the last submission was, Mangopay's events tell (Mangopay API reference, List Events).",
		"Import the submission with the documents it had, `<dispute_id>?document=<id>`, or list a document that was created after it.",
	},
	{
		CodeRoundUnknown, AreaState, Warning,
		"How often the dispute was submitted is not known; once is recorded.",
		"Submissions are counted from Mangopay's events, which reach back 45 days and need a permission of the API key " +
			"(Mangopay API reference, List Events).",
		"Go on if the dispute was submitted at all, which Mangopay's dashboard shows.",
	},
	{
		CodeDocumentListedTwice, AreaState, Error,
		"A document is listed twice.",
		"Each document is part of the evidence once; the second entry most likely means another document.",
		"Remove one of the entries, or correct its `document_id`.",
	},
	{
		CodeDocumentsNotListed, AreaState, Warning,
		"Mangopay holds documents of the dispute that are not listed.",
		"Whatever was sent for validation is part of the evidence of the dispute, but `evidence_digest`, and so the approval, covers the " +
			"listed documents only (Mangopay API reference, Submit a Dispute Document).",
		"List them in `documents`, or go on if they were reviewed elsewhere.",
	},
	{
		CodeDisputePlannedTwice, AreaState, Error,
		"Two resources of this plan contradict each other over one dispute.",
		"A dispute is contested or given up, it is submitted once in each round, and it has one tag. Which of the two would " +
			"come first is not determined, and neither can be taken back.",
		"Remove one of the resources, or correct its `dispute_id`.",
	},
}
