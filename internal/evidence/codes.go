package evidence

// Codes of the rules about vocabulary.
const (
	CodeDocumentTypeUnknown = "document-type-unknown"
	CodeCurrencyUnknown     = "currency-unknown"
	CodeFilterValueUnknown  = "filter-value-unknown"
	CodeSortFieldUnknown    = "sort-field-unknown"
	CodeTagTooLong          = "tag-too-long"
	CodeTagMarkReserved     = "tag-mark-reserved"
	CodeTagOuterSpace       = "tag-outer-space"
)

// Codes of the rules about files.
const (
	CodeFileMissing            = "file-missing"
	CodeFileIsDirectory        = "file-is-directory"
	CodeFileUnreadable         = "file-unreadable"
	CodeFileNotRegular         = "file-not-regular"
	CodeFileOutsideDirectories = "file-outside-directories"
	CodeFileSymlinkOutside     = "file-symlink-outside"
	CodeFileEmpty              = "file-empty"
	CodeFileLFSPointer         = "file-lfs-pointer"
	CodeFileTooSmall           = "file-too-small"
	CodeFileTooLarge           = "file-too-large"
	CodeFileTooLargeEncoded    = "file-too-large-encoded"
	CodeFileTypeUnsupported    = "file-type-unsupported"
	CodeFileGIF                = "file-gif"
	CodeFileExtensionMismatch  = "file-extension-mismatch"
	CodeFileChanged            = "file-changed"
	CodeDuplicateBytes         = "duplicate-bytes"
	CodeDigestMismatch         = "digest-mismatch"
	CodeImageDamaged           = "image-damaged"
	CodeImageTruncated         = "image-truncated"
	CodeImageTooManyPixels     = "image-too-many-pixels"
	CodeImageNotChecked        = "image-not-checked"
	CodePDFDamaged             = "pdf-damaged"
	CodePDFTruncated           = "pdf-truncated"
	CodePDFEncrypted           = "pdf-encrypted"
	CodePDFWithoutPages        = "pdf-without-pages"
	CodePDFNonconforming       = "pdf-nonconforming"
	CodePDFNotChecked          = "pdf-not-checked"
)

// Codes of the rules about the states of disputes and documents, and about what
// a plan does to them.
const (
	CodeDisputeNotOpenForDocuments = "dispute-not-open-for-documents"
	CodeDisputeNotContestable      = "dispute-not-contestable"
	CodeDisputeNotSubmittable      = "dispute-not-submittable"
	CodeDisputeNotClosable         = "dispute-not-closable"
	CodeDisputeAlreadySubmitted    = "dispute-already-submitted"
	CodeDisputeAlreadyClosed       = "dispute-already-closed"
	CodeDisputeReopened            = "dispute-reopened"
	CodeDisputeStatusUnknown       = "dispute-status-unknown"
	CodeDisputeTypeUnknown         = "dispute-type-unknown"
	CodeDocumentNotCreated         = "document-not-created"
	CodeDocumentWithoutPages       = "document-without-pages"
	CodeDocumentStatusUnknown      = "document-status-unknown"
	CodeDocumentAlreadySent        = "document-already-sent"
	CodeDocumentRefused            = "document-refused"
	CodeContentAlreadySent         = "content-already-sent"
	CodeContestedFundsAlreadySent  = "contested-funds-already-sent"
	CodeDocumentsChangedInReview   = "documents-changed-in-review"
	CodeDuplicateDocument          = "duplicate-document"
	CodeDuplicatePage              = "duplicate-page"
	CodeForcedReplacement          = "forced-replacement"
	CodeDocumentRenamed            = "document-renamed"
	CodeForgetOnDestroy            = "forget-on-destroy"
	CodeDestroyRefused             = "destroy-refused"
	CodeSimulatorInUse             = "simulator-in-use"
	CodeTagOverwritten             = "tag-overwritten"
)

// Codes of the rules about money.
const (
	CodeAmountNotWhole           = "amount-not-whole"
	CodeAmountNotPositive        = "amount-not-positive"
	CodeContestedExceedsDisputed = "contested-exceeds-disputed"
	CodeContestedCurrencyDiffers = "contested-currency-differs"
	CodeDisputedFundsUnknown     = "disputed-funds-unknown"
)

// Codes of the rules about time.
const (
	CodeDeadlinePassed  = "deadline-passed"
	CodeDeadlineMargin  = "deadline-margin"
	CodeDeadlineWarning = "deadline-warning"
)

// Codes of the rules about approval.
const (
	CodeApprovalMissing     = "approval-missing"
	CodeEvidenceNotApproved = "evidence-not-approved"
)
