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
		CodeForcedReplacement, AreaState, Warning,
		"A document with the same content exists already.",
		"Either the replacement of this document is forced (a taint or `-replace`), and the apply finds the existing document and keeps it; or a second " +
			"resource describes the same document, and both then stand for one.",
		"To get a fresh document give it another `generation`; if there are two resources, remove one.",
	},
	{
		CodeForgetOnDestroy, AreaState, Warning,
		"The object stays with Mangopay; only the state forgets it.",
		"Mangopay has no call that deletes or takes back disputes, documents, pages or submissions.",
		"Go on if that is what you want; `policy.on_destroy = \"refuse\"` turns this warning into an error.",
	},
	{
		CodeDestroyRefused, AreaState, Error,
		"The policy refuses to forget what stays with Mangopay.",
		"`policy.on_destroy` is `refuse`, and Mangopay has no call that would delete the object.",
		"Use a `removed` block with `destroy = false`, or set `policy.on_destroy` to `forget`.",
	},
	{
		CodeSimulatorInUse, AreaState, Warning,
		"The embedded simulator is used: nothing leaves this machine.",
		"With `environment = \"simulator\"` the provider answers its own calls from a local file. No dispute is contested.",
		"Set `environment` to `sandbox` or `production` to reach Mangopay.",
	},
	{
		CodeTagOverwritten, AreaState, Warning,
		"The dispute has a tag that was written elsewhere and is overwritten.",
		"A dispute has one Tag (Mangopay API reference, The Dispute object); what another program keeps in it is lost.",
		"Import the tag first, or leave it to the program that wrote it.",
	},
}
