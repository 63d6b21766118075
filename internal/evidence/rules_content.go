package evidence

var imageRules = []Rule{
	{
		CodeImageDamaged, AreaFile, Error,
		"The image is damaged.",
		"The image was decoded completely and does not hold what it announces. Nobody could read it on the other side.",
		"Export or scan the image again.",
	},
	{
		CodeImageTruncated, AreaFile, Error,
		"The image is cut off.",
		"The image ends before its end marker, as after a broken download or copy. Viewers often show the upper part and hide the damage.",
		"Copy or export the image again.",
	},
	{
		CodeImageTooManyPixels, AreaFile, Error,
		"The image has more than 100 million pixels.",
		"Such an image cannot be decoded, and so not be checked, within reasonable memory, and it is larger than any reviewer can use: " +
			"A4 at 300 dpi has 9 million pixels.",
		"Lower the resolution of the image.",
	},
	{
		CodeImageNotChecked, AreaFile, Warning,
		"The image uses an encoding that cannot be checked.",
		"The encoding is allowed by the format but rare (arithmetic or lossless JPEG, for example), and other programs may not show it either.",
		"Open the image and look at it, or save it as baseline JPEG or as PNG.",
	},
}

var pdfRules = []Rule{
	{
		CodePDFDamaged, AreaFile, Error,
		"The PDF is damaged.",
		"Its header, its cross-reference table or its page tree cannot be read (ISO 32000-1, 7.5 File structure and 7.7.3 Page tree). " +
			"Nobody could open it on the other side.",
		"Export or print the document to PDF again.",
	},
	{
		CodePDFTruncated, AreaFile, Error,
		"The PDF is cut off.",
		"A PDF ends with `startxref`, an offset and `%%EOF` (ISO 32000-1, 7.5.5 File trailer). Without them it is the beginning of a file, " +
			"as after a broken download or copy.",
		"Copy or export the document again.",
	},
	{
		CodePDFEncrypted, AreaFile, Error,
		"The PDF is encrypted.",
		"The reviewers have no password. A PDF that opens without one but restricts printing or copying is encrypted too " +
			"(ISO 32000-1, 7.6 Encryption), and automatic processing refuses it.",
		"Save the document without a password and without restrictions, for example by printing it to PDF.",
	},
	{
		CodePDFWithoutPages, AreaFile, Error,
		"The PDF has no pages.",
		"Its page tree is readable and empty: the file is well-formed and says nothing.",
		"Export the document again.",
	},
	{
		CodePDFNonconforming, AreaFile, Warning,
		"The PDF can be read but does not follow the standard.",
		"Header, cross-reference table and page tree could be read or repaired, but parts of the file break ISO 32000. " +
			"Most viewers show such files; some programs refuse them.",
		"Open the document and look at every page, or print it to PDF again.",
	},
	{
		CodePDFNotChecked, AreaFile, Warning,
		"The PDF could not be checked in reasonable time.",
		"The check of one file is bounded in time and memory, so that a plan always ends.",
		"Open the document and look at every page, or print it to PDF again.",
	},
}
