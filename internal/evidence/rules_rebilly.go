package evidence

import "strconv"

// Codes of the rules about values that are written to Rebilly.
const (
	CodeRebillyReasonCodeUnknown    = "rebilly-reason-code-unknown"
	CodeRebillyReasonCodeZeros      = "rebilly-reason-code-zeros"
	CodeRebillyTypeUnknown          = "rebilly-type-unknown"
	CodeRebillyStatusUnknown        = "rebilly-status-unknown"
	CodeRebillyIDInvalid            = "rebilly-id-invalid"
	CodeRebillyTextEmpty            = "rebilly-text-empty"
	CodeRebillyTextTooLong          = "rebilly-text-too-long"
	CodeRebillyTextOuterSpace       = "rebilly-text-outer-space"
	CodeRebillyTagReserved          = "rebilly-tag-reserved"
	CodeRebillyAmountNotPositive    = "rebilly-amount-not-positive"
	CodeRebillyAmountTooLarge       = "rebilly-amount-too-large"
	CodeRebillyAmountInexact        = "rebilly-amount-inexact"
	CodeRebillyDeadlinePassed       = "rebilly-deadline-passed"
	CodeRebillyPostedInFuture       = "rebilly-posted-in-future"
	CodeRebillyDeadlineBeforePosted = "rebilly-deadline-before-posted"
	CodeRebillyFileType             = "rebilly-file-type-unsupported"
	CodeRebillyFileNotChecked       = "rebilly-file-not-checked"
	CodeRebillyFilePublic           = "rebilly-file-public"
	CodeRebillyFileContentDiffers   = "rebilly-file-content-differs"
)

var rebillyValueRules = []Rule{
	{
		CodeRebillyReasonCodeUnknown, AreaType, Warning,
		"The reason code is not one of those that Rebilly documents.",
		"Rebilly documents " + strconv.Itoa(len(rebillyReasonCodes)) + " codes, in which capitals and leading zeros matter (" + rebillyDefinition + "). The list grows every few " +
			"months, so an unknown code may be a new one; Rebilly has the last word. Without quotes a code such as `021` is a number to Terraform and arrives as `21`.",
		"Correct the code and write it in quotes, or go on if Rebilly documents it by now.",
	},
	{
		CodeRebillyReasonCodeZeros, AreaType, Warning,
		"The reason code exists with other leading zeros too.",
		"Without quotes a code is a number to Terraform and loses its leading zeros: `004` arrives as `4`. For `0`, `4`, `59`, `62` and `63` both forms are " +
			"codes (" + rebillyDefinition + "), so nobody else would notice. A `13.10` that arrives as `13.1` cannot be noticed at all.",
		"Go on if the code is the one you mean, and write codes in quotes.",
	},
	{
		CodeRebillyTypeUnknown, AreaType, Error,
		"The dispute type is not one that Rebilly knows.",
		"Rebilly refuses other values (" + rebillyDefinition + "). Capitals matter.",
		"Use one of the documented types.",
	},
	{
		CodeRebillyStatusUnknown, AreaType, Error,
		"The status is not one that Rebilly knows.",
		"Rebilly refuses other values (" + rebillyDefinition + "). Capitals matter.",
		"Use one of the documented statuses.",
	},
	{
		CodeRebillyIDInvalid, AreaType, Error,
		"The id is not one that Rebilly takes.",
		"An id has 1 to 50 characters out of ASCII letters, digits and `@ ~ - . _` (Rebilly's public API definition, parameter resourceId). " +
			"`.` and `..` are none: in an address they mean another place.",
		"Correct the id; that of a dispute resource can also be left out, and is then derived.",
	},
	{
		CodeRebillyTextEmpty, AreaType, Error,
		"The text is empty.",
		"Rebilly does not say whether it keeps an empty text or takes it for none; what comes back might not be what was reviewed.",
		"Write the value, or `null` if there is none.",
	},
	{
		CodeRebillyTextTooLong, AreaType, Error,
		"The text is longer than Rebilly takes.",
		"Limits, in characters: `transaction_id` 50, `case_id` 100, `acquirer_reference_number`, `reason_code` and the names and descriptions of files and " +
			"attachments 255 (Rebilly API reference, Create a dispute, Files and Attachments).",
		"Shorten the text.",
	},
	{
		CodeRebillyTextOuterSpace, AreaType, Error,
		"The text begins or ends with white space.",
		"No document says that Rebilly keeps it, and what comes back would then not be what was reviewed. In ids it is usually a mistake of copying.",
		"Remove the white space, for instance with `trimspace()`.",
	},
	{
		CodeRebillyTagReserved, AreaType, Error,
		"The tag looks like the provider's own mark.",
		"The provider recognises its uploads by a tag of `tf-` and 32 hexadecimal digits, and hides it in state. A tag written by hand in that form could " +
			"not be told apart from it.",
		"Choose another tag.",
	},
}

var rebillyMoneyRules = []Rule{
	{
		CodeRebillyAmountNotPositive, AreaMoney, Warning,
		"The amount is zero or negative.",
		"Rebilly names no minimum (Rebilly API reference, Create a dispute), and an inquiry can be about no money at all; otherwise it is probably a slip. " +
			"A dispute is a positive amount that is claimed back.",
		"Write the amount in minor units, greater than zero, or go on if it is meant.",
	},
	{
		CodeRebillyAmountTooLarge, AreaMoney, Error,
		"The amount has more than 15 digits.",
		"Rebilly declares amounts as double-precision numbers (Rebilly's public API definition), which keep no more than 15 decimal digits exactly (IEEE 754). " +
			"A longer amount might come back as another one.",
		"Check the amount: it is in minor units, such as cents.",
	},
	{
		CodeRebillyAmountInexact, AreaMoney, Warning,
		"The amount at Rebilly is not a whole number of minor units.",
		"It has more decimals than its currency (ISO 4217), or the currency is none, so that `amount` cannot say it. `amount_decimal` shows it exactly.",
		"Find out who wrote the amount, and write the right one.",
	},
}

var rebillyTimeRules = []Rule{
	{
		CodeRebillyDeadlinePassed, AreaTime, Warning,
		"The deadline has passed, and the status still asks for a response.",
		"If the deadline is missed, the merchant loses the dispute (Rebilly API reference, Create a dispute). Rebilly does not move the status by itself.",
		"Correct `deadline_time`, or set `status` to what has become of the dispute.",
	},
	{
		CodeRebillyPostedInFuture, AreaTime, Warning,
		"The dispute was posted in the future.",
		"`posted_time` is when a dispute was posted (Rebilly API reference, Create a dispute). Rebilly refuses no time; a wrong year or a wrong offset is the usual cause.",
		"Correct `posted_time`, or go on if it is meant.",
	},
	{
		CodeRebillyDeadlineBeforePosted, AreaTime, Warning,
		"The deadline is before the dispute was posted.",
		"Nobody can respond before a dispute is posted. Rebilly refuses no time; a wrong year or two times that were mixed up are the usual causes.",
		"Correct `deadline_time` or `posted_time`, or go on if both are meant.",
	},
}

var rebillyFileRules = []Rule{
	{
		CodeRebillyFileType, AreaFile, Error,
		"The content is not a PDF, JPEG, PNG or GIF.",
		"The type is told from the content, not from the name. Rebilly takes JPG, PNG, GIF and PDF (Rebilly API reference, Files). " +
			"A web page saved under the name of a PDF is a common case.",
		"Convert the file to PDF, JPEG, PNG or GIF.",
	},
	{
		CodeRebillyFileNotChecked, AreaFile, Warning,
		"The file is too large for its content to be checked.",
		"Content is checked up to 10 MiB, so that a plan needs little memory and always ends. Rebilly documents no limit of size; one may exist.",
		"Open the file and look at it before you apply.",
	},
	{
		CodeRebillyFilePublic, AreaFile, Warning,
		"The file is public.",
		"With `is_public = true` everybody who has the link can read the file, without any authorization (Rebilly API reference, Files). " +
			"Evidence usually holds personal data.",
		"Remove `is_public`, or go on if the whole world may read the file.",
	},
	{
		CodeRebillyFileContentDiffers, AreaFile, Error,
		"What Rebilly holds is not what was sent.",
		"Size or SHA-1 that Rebilly tells of the file differ from those of the reviewed one (Rebilly API reference, Files).",
		"Apply again, which uploads the file anew.",
	},
}
