package evidence

var typeRules = []Rule{
	{
		CodeDocumentTypeUnknown, AreaType, Error,
		"The document type is not one that Mangopay knows.",
		"A type cannot be changed after the document is created, so a misspelt one must not get that far. The values, " +
			"`USER_CORRESPONDANCE` with its spelling included, are those of the Mangopay API reference, Create a Dispute Document.",
		"Use one of the documented types.",
	},
	{
		CodeCurrencyUnknown, AreaType, Error,
		"The currency is not an ISO 4217 code.",
		"Funds carry a three-letter ISO 4217 code in capitals (Mangopay API reference, The Dispute object; Rebilly API reference, Create a dispute). " +
			"Which of them an account can use depends on its contract; the dispute's own currency is the one that counts.",
		"Use the currency of the disputed funds, in capitals.",
	},
	{
		CodeFilterValueUnknown, AreaType, Error,
		"The filter names a value that Mangopay does not document.",
		"A list filtered by a misspelt value is empty, and what is made for each of its elements is silently not made " +
			"(Mangopay API reference, List Disputes and List Dispute Documents).",
		"Use one of the documented values, or filter the whole list in the configuration.",
	},
	{
		CodeSortFieldUnknown, AreaType, Error,
		"The list cannot be sorted by this name.",
		"A list that is sorted by something else than was meant has another first element.",
		"Use the name of an attribute of the list's elements, with a leading `-` for descending order.",
	},
	{
		CodeTagTooLong, AreaType, Error,
		"The tag is longer than Mangopay keeps.",
		"A Tag holds 255 characters (Mangopay API reference, Create a Dispute Document). Where the provider marks documents, " +
			"so that an interrupted creation is recognised instead of repeated, the mark takes 20 of them and leaves 235.",
		"Shorten the tag, or switch marking off with `policy.mark_documents`.",
	},
	{
		CodeTagMarkReserved, AreaType, Error,
		"The tag ends in what looks like the provider's own mark.",
		"The provider recognises its documents by `tf:` and sixteen hexadecimal digits at the end of the Tag and hides this mark in state. " +
			"A tag written by hand in that form could not be told apart from it.",
		"Remove `tf:` and the digits from the end of the tag.",
	},
	{
		CodeTagOuterSpace, AreaType, Error,
		"The tag begins or ends with white space.",
		"No document says that Mangopay keeps it. If it does not, the document that comes back is not the one that was reviewed, and its submission is refused.",
		"Remove the white space, for instance with `trimspace()`.",
	},
}

var moneyRules = []Rule{
	{
		CodeAmountNotWhole, AreaMoney, Error,
		"The amount is not a whole number of minor units.",
		"Amounts are integers in the smallest unit of the currency: EUR 12.60 is `1260`, JPY 12 is `12` " +
			"(Mangopay API reference, The Dispute object). Towards Rebilly, which takes decimals, they are converted exactly.",
		"Write the amount in the smallest unit of the currency, without a fraction.",
	},
	{
		CodeAmountNotPositive, AreaMoney, Error,
		"The amount is zero or negative.",
		"Contested funds are an integer in the smallest unit of the currency: EUR 12.60 is `1260`, JPY 12 is `12` " +
			"(Mangopay API reference, The Dispute object). Contesting nothing is not contesting.",
		"Write the amount in minor units, greater than zero.",
	},
	{
		CodeContestedExceedsDisputed, AreaMoney, Error,
		"More is contested than is disputed.",
		"Mangopay answers that the ContestedFunds amount must be less than or equal to the DisputedFunds amount " +
			"(Mangopay API reference, Submit a Dispute). The disputed amount can be lower than the pay-in.",
		"Contest at most the disputed amount.",
	},
	{
		CodeContestedCurrencyDiffers, AreaMoney, Error,
		"The contested currency is not the disputed one.",
		"Contested funds are a part of the disputed funds and have their currency (Mangopay API reference, The Dispute object).",
		"Use the currency of the disputed funds.",
	},
	{
		CodeDisputedFundsUnknown, AreaMoney, Warning,
		"Mangopay does not say how much is disputed.",
		"Without disputed funds the contested amount cannot be compared with anything. A retrieval takes no funds " +
			"(Mangopay API reference, The Dispute object), and Mangopay writes undetermined funds as `XXX` with the amount 0.",
		"Compare the contested funds with the pay-in before you apply.",
	},
}

var timeRules = []Rule{
	{
		CodeDeadlinePassed, AreaTime, Error,
		"The contest deadline has passed.",
		"Once the deadline passes, Mangopay closes the dispute (Mangopay API reference, The Dispute object) and refuses a submission with " +
			"`dispute_contest_deadline_passed` (Submit a Dispute). The time compared is the server's, from the Date header of its answers.",
		"Remove this from the configuration; nothing can be sent for the dispute any more.",
	},
	{
		CodeDeadlineMargin, AreaTime, Error,
		"The contest deadline is too close to send anything safely.",
		"Creating documents, uploading pages and submitting takes time, may be slowed down by rate limits, and is one-way: started and not finished, " +
			"it may leave the dispute unanswered. `policy.deadline_margin` says how much time must be left.",
		"Lower `policy.deadline_margin` if you accept the risk, and apply at once.",
	},
	{
		CodeDeadlineWarning, AreaTime, Warning,
		"The deadline is near.",
		"After the deadline the dispute is lost, and the money with it (Mangopay API reference, The Dispute object; Rebilly API reference, Create a dispute). " +
			"`policy.deadline_warning` says from when on a plan mentions it.",
		"Review and apply before the deadline.",
	},
}

var approvalRules = []Rule{
	{
		CodeApprovalMissing, AreaApproval, Error,
		"The evidence has not been approved.",
		"`policy.require_approval` asks for a digest that a person wrote down after reviewing the evidence. The digest covers the dispute, " +
			"the contested funds and every document with its pages, in order: the approval is of these bytes and no others.",
		"Review the evidence, then set `approved_digest` to the planned digest.",
	},
	{
		CodeEvidenceNotApproved, AreaApproval, Error,
		"The approved evidence is not the evidence that would be sent.",
		"`approved_digest` differs from the planned `evidence_digest`: since the approval the contested funds, a document, a page or " +
			"their order has changed.",
		"Review what has changed, then set `approved_digest` to the planned digest.",
	},
}
