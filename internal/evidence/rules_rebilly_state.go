package evidence

// Codes of the rules about what Rebilly holds, and about what a plan does to it.
const (
	CodeRebillyDisputeTaken           = "rebilly-dispute-taken"
	CodeRebillyDisputeAdopted         = "rebilly-dispute-adopted"
	CodeRebillyDisputeOverwritten     = "rebilly-dispute-overwritten"
	CodeRebillyDisputeRecreated       = "rebilly-dispute-recreated"
	CodeRebillyDisputePlannedTwice    = "rebilly-dispute-planned-twice"
	CodeRebillyRevisionMoved          = "rebilly-revision-moved"
	CodeRebillyStatusOverwritten      = "rebilly-status-overwritten"
	CodeRebillyDeadlinePutBack        = "rebilly-deadline-put-back"
	CodeRebillyChangeOverwritten      = "rebilly-change-overwritten"
	CodeRebillyIDNotWritten           = "rebilly-id-not-written"
	CodeRebillyAutomations            = "rebilly-automations"
	CodeRebillyNotFound               = "rebilly-not-found"
	CodeRebillyFilePlannedTwice       = "rebilly-file-planned-twice"
	CodeRebillyFileUploadedTwice      = "rebilly-file-uploaded-twice"
	CodeRebillyAttachmentPlannedTwice = "rebilly-attachment-planned-twice"
)

var rebillyStateRules = []Rule{
	{
		CodeRebillyDisputeTaken, AreaState, Error,
		"The id belongs to another dispute already.",
		"A write to an id that exists replaces what is there (Rebilly API reference, Upsert a dispute). The dispute that has this id is not the planned " +
			"one, and somebody else may keep it.",
		"Import the dispute if it is meant, or choose another `id` or `generation` for a new one.",
	},
	{
		CodeRebillyDisputeAdopted, AreaState, Warning,
		"The dispute exists already, and is recorded without a write.",
		"This is what an interrupted run leaves behind: the dispute arrived, and the state does not know it. Every attribute that can be written was compared; " +
			"with `status_authority = \"gateway\"`, every one but `status`, `type` and `deadline_time`.",
		"Go on if your last run was interrupted; if somebody else keeps this dispute, ask them first.",
	},
	{
		CodeRebillyDisputeOverwritten, AreaState, Error,
		"A dispute with this id was created at the same moment, and was overwritten.",
		"The id was free when it was looked up. Rebilly then answered that it updated a dispute instead of creating one, and has no condition that would " +
			"have prevented it (Rebilly API reference, Upsert a dispute).",
		"Find out who else writes this `id`, import the dispute if it is yours, or choose another `id` or `generation`.",
	},
	{
		CodeRebillyDisputeRecreated, AreaState, Warning,
		"The dispute had vanished, and was created again.",
		"Rebilly answers the update of an id that does not exist by creating it (Rebilly API reference, Upsert a dispute). It documents no way to delete a " +
			"dispute, so that this is unusual; automations on new disputes may have run.",
		"Check that `organization_id` and `environment` are the ones you mean.",
	},
	{
		CodeRebillyDisputePlannedTwice, AreaState, Error,
		"Two resources of this plan stand for one dispute.",
		"They have one id, so that each would overwrite what the other wrote. An id that is not chosen is derived from `transaction_id`, `posted_time` and `generation`.",
		"Give one of them another `id` or `generation`, or remove it.",
	},
	{
		CodeRebillyRevisionMoved, AreaState, Error,
		"The dispute has changed since the plan looked at it.",
		"An update writes every attribute, and Rebilly takes no condition with it: what somebody else has changed in between would be overwritten unseen. " +
			"The revision counts the changes (Rebilly API reference, Upsert a dispute); the values are compared as well.",
		"Plan again and review what has changed.",
	},
	{
		CodeRebillyChangeOverwritten, AreaState, Warning,
		"Somebody changed the dispute at the same moment, and that change was overwritten.",
		"The dispute was as planned with when it was looked at, directly before the write. The revision in the answer counts more changes than this one, and Rebilly has " +
			"no condition that would have prevented it (Rebilly API reference, Upsert a dispute).",
		"Look at the gateway's own record of the dispute, and write down here what is right.",
	},
	{
		CodeRebillyStatusOverwritten, AreaState, Warning,
		"The gateway has moved the dispute, and this plan puts it back.",
		"Gateways and acquirers report to Rebilly how a dispute goes on. With `status_authority = \"config\"` the configuration wins, and their newer values are lost.",
		"Take the new values over into the configuration, or set `status_authority = \"gateway\"`.",
	},
	{
		CodeRebillyDeadlinePutBack, AreaState, Warning,
		"The gateway has taken the deadline away, and this plan puts it back.",
		"With `status_authority = \"gateway\"` the deadline is the gateway's. But where a `deadline_time` is configured, engines accept no plan that has none.",
		"Remove `deadline_time` from the configuration; what the gateway says then stays.",
	},
	{
		CodeRebillyIDNotWritten, AreaState, Warning,
		"The id of the dispute is in the state alone.",
		"The configuration has no `id`, and the one that would be derived from `transaction_id`, `posted_time` and `generation` is another: the dispute was imported, or one of " +
			"them was changed after its creation. If the state is lost, or the resource is replaced, the dispute would be recorded a second time, and Rebilly deletes none.",
		"Write the `id` of the dispute into the configuration, which changes nothing at Rebilly.",
	},
	{
		CodeRebillyAutomations, AreaState, Warning,
		"A new dispute can run automations in Rebilly.",
		"An organization's rules on the event \"Dispute created\" can stop the customer's subscriptions, put the customer on a blocklist and send e-mail " +
			"(Rebilly documentation, Event types). What they did is not undone when the dispute is forgotten here.",
		"Look at the organization's automations before you apply; `policy.automation_warning = false` silences this warning.",
	},
	{
		CodeRebillyNotFound, AreaState, Error,
		"There is no such object in this organization.",
		"Ids belong to one organization in one environment. A key that is restricted to another organization sees nothing here either. " +
			"Rebilly deletes no disputes, so that one which was there before hints at another organization or environment.",
		"Check the id, and that `organization_id` and `environment` are the ones you mean.",
	},
	{
		CodeRebillyFilePlannedTwice, AreaState, Error,
		"Two file resources stand for one file.",
		"They have the same bytes and the same `generation`. After an interrupted run nobody could say which of the two was uploaded. One file can be attached " +
			"to many disputes. If the state has both already, destroying one deletes the file of both.",
		"Keep one of them and attach it wherever it is needed, and take the other out of the state by `state rm` if it is there; for a second copy on purpose set another `generation`.",
	},
	{
		CodeRebillyFileUploadedTwice, AreaState, Warning,
		"The file was uploaded twice.",
		"An upload whose answer was lost cannot be told from one that never arrived, so that a copy can be left over. All copies have the same bytes, mark and details. " +
			"Another configuration that uploads the same file in the same moment looks just like that.",
		"Apply, which deletes the surplus copies; if one of them is another configuration's, set another `generation` in one of the two first.",
	},
	{
		CodeRebillyAttachmentPlannedTwice, AreaState, Error,
		"Two resources of this plan stand for one attachment.",
		"They attach the same file to the same dispute, and so have one id. If the state has both already, destroying one deletes the attachment of both.",
		"Remove one of them, by `state rm` if it is in the state.",
	},
}
