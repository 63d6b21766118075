package evidence

var planRules = []Rule{
	{
		CodeDuplicateDocument, AreaState, Error,
		"Two new documents in this plan could not be told apart.",
		"They have the same dispute, type, tag, generation and pages, and so one fingerprint. After an interrupted run nobody could say " +
			"which of them exists, and one would be sent twice or never.",
		"Give one of them another `tag` or `generation`, or remove it.",
	},
	{
		CodeDuplicatePage, AreaState, Error,
		"Two page resources stand for one page.",
		"They add the same bytes to the same document. A page is known by its bytes, so the document would get it once, and one of the two " +
			"resources would stand for nothing.",
		"Remove one of the two, or correct its content; for the same page twice on purpose use the document's own `pages`.",
	},
	{
		CodeForcedReplacement, AreaState, Warning,
		"A document with the same content exists already.",
		"Either the replacement of this document is forced (`-replace`): one that is still `CREATED` is then found and finished, one that was sent gets a " +
			"fresh copy beside it. Or a second resource describes the same document, and both then stand for one.",
		"For a fresh document on purpose raise `generation`; if there are two resources, remove one.",
	},
	{
		CodeDocumentRenamed, AreaState, Error,
		"A document that was sent would be forgotten and created again.",
		"One resource of this plan forgets a document, another creates one with the same content, as when a resource gets another name. " +
			"Nothing would tell the apply whether the second is the first or a fresh copy, and evidence is sent once.",
		"Write a `moved` block from the old address to the new one; for a fresh document on purpose raise `generation`.",
	},
	{
		CodeForgetOnDestroy, AreaState, Warning,
		"The object stays on the other side; only the state forgets it.",
		"Mangopay has no call that deletes or takes back disputes, documents, pages or submissions, and Rebilly has none that deletes a dispute " +
			"(Rebilly API reference, Disputes).",
		"Go on if that is what you want; `policy.on_destroy = \"refuse\"` turns this warning into an error.",
	},
	{
		CodeDestroyRefused, AreaState, Error,
		"The policy refuses to forget what stays on the other side.",
		"`policy.on_destroy` is `refuse`, and Mangopay or Rebilly has no call that would delete the object.",
		"Use a `removed` block with `destroy = false`, or set `policy.on_destroy` to `forget`.",
	},
	{
		CodeSimulatorInUse, AreaState, Warning,
		"The embedded simulator is used: nothing is sent to the real system.",
		"With `environment = \"simulator\"` the provider answers its own calls from a local file. No dispute is contested.",
		"Set `environment` to `sandbox`, or to `production` (Mangopay) or `live` (Rebilly), to reach the other side.",
	},
	{
		CodeTagOverwritten, AreaState, Warning,
		"The dispute has a tag that was written elsewhere and is overwritten.",
		"A dispute has one Tag (Mangopay API reference, The Dispute object); what another program keeps in it is lost.",
		"Import the tag first, or leave it to the program that wrote it.",
	},
}
