package evidence

// Codes of the rules about files and attachments that Rebilly holds.
const (
	CodeRebillyFileAdopted        = "rebilly-file-adopted"
	CodeRebillyFileTaken          = "rebilly-file-taken"
	CodeRebillyFileReplaced       = "rebilly-file-replaced"
	CodeRebillyFileLeft           = "rebilly-file-left"
	CodeRebillyFileDetailsDiffer  = "rebilly-file-details-differ"
	CodeRebillyFileExchanged      = "rebilly-file-exchanged"
	CodeRebillyFileMismatch       = "rebilly-file-mismatch"
	CodeRebillyAttachmentAdopted  = "rebilly-attachment-adopted"
	CodeRebillyAttachmentReplaced = "rebilly-attachment-replaced"
	CodeRebillyAttachmentTaken    = "rebilly-attachment-taken"
	CodeRebillyAttachmentRaced    = "rebilly-attachment-raced"
	CodeRebillyAttachmentConflict = "rebilly-attachment-conflict"
	CodeRebillyAttachmentRelation = "rebilly-attachment-relation"
)

var rebillyUploadRules = []Rule{
	{
		CodeRebillyFileAdopted, AreaState, Warning,
		"The file was at Rebilly already, and is recorded without an upload.",
		"It has the same bytes, the same `generation` and the same name, description, tags and `is_public`. An interrupted run leaves that behind: the file arrived, and the " +
			"state does not know it. Or another configuration uploads the same file to this organization; this one then takes it over, and deletes it when it is destroyed.",
		"Go on if your last run was interrupted, or the resource has another address now; if another configuration has this file, set another `generation` here.",
	},
	{
		CodeRebillyFileTaken, AreaState, Error,
		"The file is at Rebilly already, with other details.",
		"It has the same bytes and the same `generation`. Another configuration may have uploaded it, whose name, description, tags and `is_public` would be overwritten. " +
			"Or it is your own: an interrupted run uploaded it before the configuration was changed, or the resource has another address now.",
		"Set another `generation` here if the file is another configuration's; if it is yours, import it, write a `moved` block if it had another address, or `untaint` it if it is tainted.",
	},
	{
		CodeRebillyFileReplaced, AreaState, Warning,
		"The file is replaced; without create_before_destroy the old one is deleted first.",
		"Rebilly cannot change the content of a file (Rebilly API reference, Files): another content or `generation` is another file, and the old one is deleted for good. " +
			"Engines delete first unless the configuration says otherwise, which a provider cannot see. If the new file is then refused, or the run breaks off, Rebilly has neither of them.",
		"Set `lifecycle { create_before_destroy = true }` in the file and its attachments; go on if it is set, or if the old file may go first.",
	},
	{
		CodeRebillyFileLeft, AreaState, Warning,
		"The file was taken over meanwhile, and is not deleted.",
		"Another resource or another configuration with the same file stands for it now: its tags carry another claim. This is also how the end of an interrupted replacement looks.",
		"Nothing, if the file is in use elsewhere; otherwise delete it at Rebilly.",
	},
	{
		CodeRebillyFileDetailsDiffer, AreaState, Error,
		"Rebilly keeps the details of the file in another form.",
		"What came back is not what was written. It would be a difference in every plan.",
		"Write it in the form in which Rebilly keeps it.",
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
		CodeRebillyAttachmentReplaced, AreaState, Warning,
		"The attachment is replaced; without create_before_destroy the old one is deleted first.",
		"Another file or dispute is another attachment. Engines delete first unless the configuration says otherwise, which a provider cannot see. " +
			"If the new file or attachment is then refused, or the run breaks off, nothing is attached to the dispute.",
		"Set `lifecycle { create_before_destroy = true }` in the attachment, which then holds for its file too; go on if it is set, or if the old one may go first.",
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
