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
		"This is what an interrupted run leaves behind: the dispute arrived, and the state does not know it. Every attribute that can be written was compared.",
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
		"They have one id, so that each would overwrite what the other wrote. An id that is not chosen is derived from transaction, type, case, " +
			"acquirer reference number, posted time and `generation`.",
		"Give one of them another `id` or `generation`, or remove it.",
	},
	{
		CodeRebillyRevisionMoved, AreaState, Error,
		"The dispute has changed since the plan looked at it.",
		"An update writes every attribute, and Rebilly takes no condition with it: what somebody else has changed in between would be overwritten unseen. " +
			"The revision counts the changes (Rebilly API reference, Upsert a dispute).",
		"Plan again and review what has changed.",
	},
	{
		CodeRebillyStatusOverwritten, AreaState, Warning,
		"The gateway has moved the dispute, and this plan puts it back.",
		"Gateways and acquirers report to Rebilly how a dispute goes on. With `status_authority = \"config\"` the configuration wins, and their newer values are lost.",
		"Take the new values over into the configuration, or set `status_authority = \"gateway\"`.",
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
			"to many disputes.",
		"Keep one of them and attach it wherever it is needed; for a second copy on purpose set another `generation`.",
	},
	{
		CodeRebillyFileUploadedTwice, AreaState, Warning,
		"The file was uploaded twice.",
		"An upload whose answer was lost cannot be told from one that never arrived, so that a copy can be left over. All copies carry the same mark and have the same bytes.",
		"Apply, which deletes the surplus copies.",
	},
	{
		CodeRebillyAttachmentPlannedTwice, AreaState, Error,
		"Two resources of this plan stand for one attachment.",
		"They attach the same file to the same dispute, and so have one id.",
		"Remove one of them.",
	},
}
