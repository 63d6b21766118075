package evidence

// Codes of the rules about what is, or is not, on the other side.
const (
	CodeDisputeNotFound        = "dispute-not-found"
	CodeDocumentNotFound       = "document-not-found"
	CodeDocumentOfOtherDispute = "document-of-other-dispute"
	CodeDocumentNotSubmitted   = "document-not-submitted"
	CodeDisputeNotSubmitted    = "dispute-not-submitted"
	CodeDisputeNotClosed       = "dispute-not-closed"
	CodeDocumentSentAlready    = "document-sent-already"
	CodeDocumentSentLater      = "document-sent-later"
	CodeDocumentRefusedBefore  = "document-refused-before"
	CodeSeveralMarked          = "several-documents-marked"
	CodePagesNotShown          = "pages-not-shown"
	CodeImportedPagesMissing   = "imported-pages-missing"
	CodeSubmissionAdopted      = "submission-adopted"
	CodeClosureAdopted         = "closure-adopted"
	CodeContentNotBase64       = "content-not-base64"
	CodePageExchanged          = "page-exchanged"
)

var remoteRules = []Rule{
	{
		CodeDisputeNotFound, AreaState, Error,
		"There is no such dispute.",
		"Disputes are opened by Mangopay; ids belong to one account in one environment, and are case-sensitive (Mangopay API reference, Data formats).",
		"Check the id, and that `client_id` and `environment` are those of the account that got the chargeback; the data source `disputes_mangopay_disputes` lists what there is.",
	},
	{
		CodeDocumentNotFound, AreaState, Error,
		"There is no such dispute document.",
		"Ids belong to one account in one environment, and are case-sensitive (Mangopay API reference, Data formats).",
		"Check the id; the data source `disputes_mangopay_documents` lists the documents of a dispute.",
	},
	{
		CodeDocumentOfOtherDispute, AreaState, Error,
		"The document belongs to another dispute.",
		"A document answers the dispute that it was created for, and cannot be moved.",
		"Use the `dispute_id` of the document, or create a document for this dispute.",
	},
	{
		CodeDocumentNotSubmitted, AreaState, Error,
		"The document was not sent for validation.",
		"Mangopay reviews documents that were sent; one that is `CREATED` is a draft, and nobody would look at it (Mangopay API reference, Submit a Dispute Document).",
		"Send it with `disputes_mangopay_document_submission`, and take `document_id` from there so that the order is right.",
	},
	{
		CodeDisputeNotSubmitted, AreaState, Error,
		"The dispute was not submitted.",
		"Only a dispute that was submitted has a submission that can be imported.",
		"Plan the submission without an import.",
	},
	{
		CodeDisputeNotClosed, AreaState, Error,
		"The dispute is not closed and lost.",
		"Only a dispute that was given up, or lost otherwise, has a closure that can be imported.",
		"Plan the closure without an import, if the dispute is to be given up.",
	},
	{
		CodeDocumentSentAlready, AreaState, Warning,
		"The document was sent already, and is recorded without sending anything.",
		"This is what an interrupted run leaves behind: the document arrived, and the state does not know it. The apply compares its content first.",
		"Go on if your last run was interrupted; if somebody else sent the document, ask them first.",
	},
	{
		CodeDocumentSentLater, AreaState, Error,
		"The document is younger than the submission that it is said to belong to.",
		"A submission that was made elsewhere is recorded with the documents it was made with; one that came later was not reviewed with it.",
		"Import the submission with the documents it had, `<dispute_id>?document=<id>`; the plan then submits the dispute again with the new ones, if it was reopened.",
	},
	{
		CodeDocumentRefusedBefore, AreaState, Error,
		"A document with this content was sent before, and is of no use any more.",
		"It was refused or is out of date, and cannot be submitted again (Mangopay guide on document verification). Recording it as the new one " +
			"would look as if evidence had been sent.",
		"Change the pages; to send the same content again on purpose raise `generation`, to keep the old document import it.",
	},
	{
		CodeSeveralMarked, AreaState, Error,
		"Several documents at Mangopay carry the mark of this one.",
		"The mark at the end of the Tag names one piece of work. Two documents have it when a Tag was copied, or when a fresh copy was made of a " +
			"document that was sent; which of them is meant cannot be told.",
		"Import the document you mean, or raise `generation` for a fresh one.",
	},
	{
		CodePagesNotShown, AreaState, Error,
		"Mangopay shows no pages of the document before it is sent.",
		"Pages are read back through links (Mangopay API reference, Consult a Dispute Document), and what cannot be seen cannot be compared with " +
			"what was reviewed. The reference does not say whether there are links to the pages of a document that is `CREATED`.",
		"If pages are missing, add them; if your account never shows them before a document is sent, set `policy.verify_contents = false`.",
	},
	{
		CodeImportedPagesMissing, AreaState, Error,
		"The configuration has more pages than the imported document.",
		"An import without sources says nothing about pages: whether those that Mangopay lacks are to be added, or belong to another document, " +
			"is not decided by an upload that cannot be taken back.",
		"Import the document with the sources it has, `<document_id>?source=<path>`; the next plan then adds the others.",
	},
	{
		CodeSubmissionAdopted, AreaState, Warning,
		"The dispute is submitted already, and is recorded without sending anything.",
		"This is what an interrupted run leaves behind: the submission arrived, and the state does not know it. The apply compares the documents first.",
		"Go on if your last run was interrupted; if somebody else submitted the dispute, ask them first.",
	},
	{
		CodeClosureAdopted, AreaState, Warning,
		"The dispute is closed and lost already, and is recorded without sending anything.",
		"Either an interrupted run closed it, or it was closed elsewhere, or its deadline passed.",
		"Go on; there is nothing left to send.",
	},
	{
		CodeContentNotBase64, AreaFile, Error,
		"The content is not base64.",
		"`content_base64_wo` takes standard base64 with padding (RFC 4648, section 4), without line breaks and without a `data:` prefix.",
		"Give it the output of `filebase64()`, or of a provider that makes base64.",
	},
	{
		CodePageExchanged, AreaState, Error,
		"A page that was sent cannot be exchanged.",
		"Mangopay neither deletes nor replaces pages: the document would hold the old page and the new one (Mangopay API reference, Create a Dispute Document Page).",
		"Put the old file back, or start a fresh document by raising its `generation`.",
	},
}
