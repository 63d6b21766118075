package evidence

var fileRules = []Rule{
	{
		CodeFileMissing, AreaFile, Error,
		"The file does not exist.",
		"A relative path is looked up from the working directory of the run, or from `path.module` when the configuration says so. " +
			"In CI the file may not have been checked out.",
		"Correct the path or add the file.",
	},
	{
		CodeFileIsDirectory, AreaFile, Error,
		"The path is a directory.",
		"A page is one file. A directory has no order that could be reviewed.",
		"Name the files one by one, for example with `fileset` and `sort`.",
	},
	{
		CodeFileUnreadable, AreaFile, Error,
		"The file cannot be read.",
		"The operating system refuses to open or to read it.",
		"Give the user who runs the plan permission to read the file.",
	},
	{
		CodeFileNotRegular, AreaFile, Error,
		"The path is not a regular file.",
		"A pipe, a socket or a device gives other bytes each time it is read, or none: what was reviewed could not be what is sent.",
		"Write the content to a regular file first.",
	},
	{
		CodeFileOutsideDirectories, AreaFile, Error,
		"The file is outside the directories that may be sent from.",
		"A module can name any path of the machine, a private key included, and the file would leave it. Sources are therefore confined to " +
			"`policy.allowed_directories`, or without it to the git work tree around the working directory, or else to the working directory.",
		"Move the file into one of the directories, or add its directory to `policy.allowed_directories`.",
	},
	{
		CodeFileSymlinkOutside, AreaFile, Error,
		"A symbolic link leads out of the directories that may be sent from.",
		"The path looks as if it were inside, but the file it leads to is not. Links are followed only as far as they stay inside " +
			"`policy.allowed_directories`.",
		"Replace the link by the file, or add the directory it leads to to `policy.allowed_directories`.",
	},
	{
		CodeFileEmpty, AreaFile, Error,
		"The file is empty.",
		"Nobody can read an empty page, and an empty file is usually the trace of an export that failed.",
		"Export the file again.",
	},
	{
		CodeFileLFSPointer, AreaFile, Error,
		"The file is a Git LFS pointer, not the evidence itself.",
		"Without Git LFS a checkout holds a short text in place of each large file, and that text would be sent as the page. " +
			"Many CI checkouts leave LFS out unless they are told otherwise.",
		"Run `git lfs pull`, and in CI switch LFS on for the checkout (`lfs: true` for actions/checkout).",
	},
	{
		CodeFileTooSmall, AreaFile, Error,
		"The file is smaller than 1 KiB.",
		"Mangopay refuses such files as too small to be readable. The limit is documented for KYC documents (Mangopay API reference, " +
			"Create a KYC Document Page; guide on document requirements), which dispute documents work like.",
		"Export the page in a readable size.",
	},
	{
		CodeFileTooLarge, AreaFile, Error,
		"The file is larger than 7 MiB.",
		"Mangopay gives the maximum of a page as about 7 MB, or 10 MB as base64 (Mangopay API reference, Create a Dispute Document Page). " +
			"7 MiB are 7,340,032 bytes.",
		"Split the document into more pages, or lower the resolution of its images.",
	},
	{
		CodeFileTooLargeEncoded, AreaFile, Error,
		"The file is larger than 10 MiB as base64.",
		"A page is sent as base64, which is a third longer than the file; over 10 MB the API answers 413 " +
			"(Mangopay API reference, Create a Dispute Document Page and HTTP response codes). 10 MiB of base64 are 7,864,320 bytes of file.",
		"Split the document into more pages, or lower the resolution of its images.",
	},
	{
		CodeFileTypeUnsupported, AreaFile, Error,
		"The content is not a PDF, JPEG or PNG.",
		"The type is told from the content, not from the name. Mangopay accepts PDF, JPEG and PNG (guide on document requirements) and answers " +
			"anything else with 415 (HTTP response codes). A web page saved under the name of a PDF is a common case.",
		"Convert the file to PDF, JPEG or PNG.",
	},
	{
		CodeFileGIF, AreaFile, Warning,
		"The file is a GIF.",
		"The older reference of KYC and dispute documents lists GIF, the current guide on document requirements does not. It may be refused.",
		"Convert the image to PNG.",
	},
	{
		CodeFileExtensionMismatch, AreaFile, Error,
		"The extension of the file contradicts its content.",
		"The file says it is one thing and is another: probably it is not the file that was meant.",
		"Check that it is the right file, then rename it to match its content.",
	},
	{
		CodeFileChanged, AreaFile, Error,
		"The file is not the one that was planned.",
		"Its size or its SHA-256 differs from the plan's, or it is gone. What was reviewed is what is sent, so the upload stopped before its end.",
		"Plan again and review the new content.",
	},
	{
		CodeDuplicateBytes, AreaFile, Warning,
		"The same bytes are sent twice in one dispute.",
		"Mangopay does not compare pages: the reviewer would get the same page twice. Often one of the two was meant to be another file.",
		"Remove one of the two, or correct its path.",
	},
	{
		CodeDigestMismatch, AreaFile, Error,
		"What Mangopay holds is not what was reviewed.",
		"The pages were downloaded and compared by SHA-256. Nothing can be deleted or replaced there, and sending what nobody reviewed is worse " +
			"than sending nothing.",
		"Correct the sources or the digest here if they are the wrong ones; if the pages at Mangopay are, raise `generation` for a fresh document.",
	},
}
