package evidence

var disputeRules = []Rule{
	{
		CodeDisputeNotOpenForDocuments, AreaState, Error,
		"The dispute takes no documents now.",
		"Documents and pages are taken while it is the platform's turn: `PENDING_CLIENT_ACTION` and `REOPENED_PENDING_CLIENT_ACTION` " +
			"(Mangopay guide Disputes). Otherwise Mangopay answers `dispute_can_not_currently_accept_documents`.",
		"Wait until the dispute asks for action, or remove the document from the configuration if it is closed.",
	},
	{
		CodeDisputeNotContestable, AreaState, Error,
		"The dispute cannot be contested.",
		"A `NOT_CONTESTABLE` dispute is closed by Mangopay after its creation, without any action possible for the platform " +
			"(Mangopay API reference, The Dispute object).",
		"Remove this from the configuration; nothing can be sent for the dispute.",
	},
	{
		CodeDisputeNotSubmittable, AreaState, Error,
		"The dispute cannot be submitted yet.",
		"A dispute is submitted from `PENDING_CLIENT_ACTION` or `REOPENED_PENDING_CLIENT_ACTION`, which it reaches shortly after its creation " +
			"(Mangopay API reference, The Dispute object).",
		"Wait for the status `PENDING_CLIENT_ACTION`, then plan again.",
	},
	{
		CodeDisputeNotClosable, AreaState, Error,
		"The dispute cannot be closed now.",
		"The platform closes a dispute while it is its turn: in `PENDING_CLIENT_ACTION` or `REOPENED_PENDING_CLIENT_ACTION`. " +
			"Otherwise Mangopay answers `dispute_cant_be_closed` (Mangopay guide Disputes).",
		"Wait for the decision, or for the dispute to be reopened.",
	},
	{
		CodeDisputeAlreadySubmitted, AreaState, Error,
		"The dispute was already submitted and is being reviewed.",
		"Between a submission and its answer there is nothing for the platform to do: Mangopay (`SUBMITTED`) or the bank " +
			"(`PENDING_BANK_ACTION`) has the case (Mangopay API reference, The Dispute object).",
		"Import the submission if it was made elsewhere, and wait for the answer.",
	},
	{
		CodeDisputeAlreadyClosed, AreaState, Error,
		"The dispute is closed.",
		"`CLOSED` is final; a dispute is not opened again (Mangopay API reference, The Dispute object).",
		"Remove this from the configuration; nothing can be sent for the dispute any more.",
	},
	{
		CodeDisputeReopened, AreaState, Warning,
		"The dispute was reopened: more evidence is asked for.",
		"Mangopay or the bank did not accept the documents and wants others (Mangopay API reference, The Dispute object). " +
			"Reopening is not announced by e-mail, and the deadline goes on.",
		"Add the evidence that is asked for to `documents` and apply, which submits the dispute again.",
	},
	{
		CodeDisputeStatusUnknown, AreaState, Warning,
		"The dispute has a status that this version does not know.",
		"Whether the step is allowed cannot be told in advance. Mangopay adds values without notice; the step is left to its judgement.",
		"Look the status up in Mangopay's documentation, and update the provider.",
	},
	{
		CodeDisputeTypeUnknown, AreaState, Warning,
		"The dispute has a type that this version does not know.",
		"Whether the dispute can be contested cannot be told in advance. Mangopay adds values without notice; the step is left to its judgement.",
		"Look the type up in Mangopay's documentation, and update the provider.",
	},
}

var documentRules = []Rule{
	{
		CodeDocumentNotCreated, AreaState, Error,
		"The document was already sent for validation.",
		"Pages are taken, and a document is submitted, only while its status is `CREATED` (Mangopay API reference, Create a Dispute Document Page). " +
			"A document that was refused cannot be submitted again.",
		"Make a new document for what is to be added.",
	},
	{
		CodeDocumentWithoutPages, AreaState, Error,
		"The document has no pages.",
		"Mangopay answers `cant_validate_empty_document`: validation cannot be asked for a document without pages.",
		"Add at least one page, or make the submission depend on the pages.",
	},
	{
		CodeDocumentStatusUnknown, AreaState, Warning,
		"The document has a status that this version does not know.",
		"Whether the step is allowed cannot be told in advance. Mangopay adds values without notice; the step is left to its judgement.",
		"Look the status up in Mangopay's documentation, and update the provider.",
	},
	{
		CodeDocumentAlreadySent, AreaState, Warning,
		"A document that was already sent is replaced.",
		"What was sent stays with Mangopay and in the case. The replacement is a further document beside it.",
		"Go on if the change answers a refusal, or if the reviewers are to get both; otherwise undo it.",
	},
	{
		CodeDocumentRefused, AreaState, Warning,
		"Mangopay refused the document.",
		"A refused document cannot be submitted again; the evidence needs a new document (Mangopay guide on document verification). " +
			"The reason is Mangopay's, verbatim.",
		"Change the pages as the reason says; the plan then makes a new document.",
	},
	{
		CodeContentAlreadySent, AreaState, Error,
		"The content has changed after it was sent.",
		"Validation was asked for the document with other content, and that cannot be taken back or repeated " +
			"(Mangopay API reference, Submit a Dispute Document).",
		"Undo the change, or make a new document with the new content.",
	},
	{
		CodeContestedFundsAlreadySent, AreaState, Error,
		"The contested funds have changed after they were sent.",
		"They are part of the first submission only; a dispute that is submitted again keeps them (Mangopay guide Disputes).",
		"Undo the change of `contested_funds`.",
	},
	{
		CodeDocumentsChangedInReview, AreaState, Error,
		"The documents have changed while the case is being reviewed.",
		"After a submission Mangopay and then the bank have the case, and nothing can be added until the dispute is reopened " +
			"(Mangopay API reference, The Dispute object).",
		"Undo the change of `documents`, and repeat it when the dispute is reopened.",
	},
}
