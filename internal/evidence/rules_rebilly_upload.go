package evidence

// Codes of the rules about files and attachments that Rebilly holds.
const (
	CodeRebillyFileAdopted        = "rebilly-file-adopted"
	CodeRebillyFileExchanged      = "rebilly-file-exchanged"
	CodeRebillyFileMismatch       = "rebilly-file-mismatch"
	CodeRebillyAttachmentAdopted  = "rebilly-attachment-adopted"
	CodeRebillyAttachmentTaken    = "rebilly-attachment-taken"
	CodeRebillyAttachmentRaced    = "rebilly-attachment-raced"
	CodeRebillyAttachmentConflict = "rebilly-attachment-conflict"
	CodeRebillyAttachmentRelation = "rebilly-attachment-relation"
)

var rebillyUploadRules = []Rule{
	{
		CodeRebillyFileAdopted, AreaState, Warning,
		"The file was at Rebilly already, and is recorded without an upload.",
		"It has the same bytes and the mark of this very file. An interrupted run leaves that behind: the file arrived, and the state does not know it. " +
			"Or another configuration uploads the same bytes to this organization, and both now stand for one file, which either of them can delete.",
		"Go on if your last run was interrupted; if another configuration has this file, set another `generation` in one of them.",
	},
	{
		CodeRebillyFileExchanged, AreaState, Error,
		"The file has other content than Rebilly holds, and the plan could not know.",
		"`source` was known only during the apply. Other content is a new file under another id, and that the old one is deleted has to be reviewed.",
		"Plan again: `source` is known now, and the plan shows the replacement.",
	},
	{
		CodeRebillyFileMismatch, AreaState, Error,
		"The file at Rebilly is not the file that was named.",
		"Size or SHA-1 that Rebilly tells of the imported file differ from those of `source`.",
		"Correct the id or `source`; without `source` in the import id the plan shows what would become of the file.",
	},
	{
		CodeRebillyAttachmentAdopted, AreaState, Warning,
		"The file is attached to the dispute already, exactly as planned.",
		"This is what an interrupted run leaves behind: the attachment arrived, and the state does not know it. Or another configuration attaches the file, and " +
			"both now stand for one attachment, which either of them can delete.",
		"Go on if your last run was interrupted; if another configuration has this attachment, remove one of the two.",
	},
	{
		CodeRebillyAttachmentRaced, AreaState, Error,
		"The same attachment was created at the same moment by somebody else.",
		"There was none when it was looked up. Rebilly then answered that it updated one instead of creating it, and has no condition that would have " +
			"prevented it (Rebilly API reference, Upsert an attachment). The id is derived from dispute and file: another run attaches the same file.",
		"Find out which other run attaches the file, and remove one of the two resources.",
	},
	{
		CodeRebillyAttachmentTaken, AreaState, Error,
		"The file is attached to the dispute already, and differently.",
		"The id of an attachment is derived from its dispute and its file, so that it is the same on every try. A write to an id that exists replaces what is " +
			"there (Rebilly API reference, Upsert an attachment), and somebody else may keep it.",
		"Import the attachment; the plan then shows what changes.",
	},
	{
		CodeRebillyAttachmentConflict, AreaState, Error,
		"Rebilly refuses the attachment because of a conflict.",
		"The API answers 409 without saying what conflicts (Rebilly API reference, Upsert an attachment). Usually the file is attached to the dispute already " +
			"under another id, as from the dashboard.",
		"Import the attachment that exists, or remove it at Rebilly.",
	},
	{
		CodeRebillyAttachmentRelation, AreaState, Error,
		"The attachment belongs to something else than a dispute.",
		"Files can be attached to customers, invoices, transactions and other objects too (Rebilly API reference, Attachments). This resource attaches them to disputes.",
		"Name an attachment of a dispute.",
	},
}
