package evidence_test

import (
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func TestRebillyFilesThatExist(t *testing.T) {
	t.Parallel()
	held := evidence.Upload{File: evidence.File{Size: 2048}, SHA1: "aa"}
	local := evidence.Upload{File: evidence.File{Path: "a.pdf", Size: 1024}, SHA1: "bb"}
	got := evidence.CheckRebillyFileAdopted("file_1", time.Date(2026, 3, 1, 13, 0, 0, 0, time.FixedZone("", 3600)))
	wantCodes(t, got, evidence.CodeRebillyFileAdopted)
	wantDetail(t, got, `"file_1"`, "2026-03-01T12:00:00Z")
	wantCodes(t, evidence.CheckRebillyFileTaken("file_1", nil))
	wantCodes(t, evidence.CheckRebillyFileDetails("file_1", nil))
	changed := []evidence.Difference{{Attribute: "name", Here: "ours", There: "theirs"}}
	for code, check := range map[string]func(string, []evidence.Difference) []evidence.Finding{
		evidence.CodeRebillyFileTaken:         evidence.CheckRebillyFileTaken,
		evidence.CodeRebillyFileDetailsDiffer: evidence.CheckRebillyFileDetails,
	} {
		got := check("file_1", changed)
		wantCodes(t, got, code)
		wantDetail(t, got, `"file_1"`, `name is "theirs" at Rebilly and "ours" here`)
	}
	got = evidence.CheckRebillyFileReplaced("file_1", "a.pdf")
	wantCodes(t, got, evidence.CodeRebillyFileReplaced)
	wantDetail(t, got, `File "file_1", "a.pdf", is deleted.`)
	wantCodes(t, evidence.CheckRebillyFileLeft("file_1"), evidence.CodeRebillyFileLeft)
	wantCodes(t, evidence.CheckRebillyAttachmentReplaced("tf_1"), evidence.CodeRebillyAttachmentReplaced)
	for code, check := range map[string]func(string, evidence.Upload, evidence.Upload) []evidence.Finding{
		evidence.CodeRebillyFileExchanged: evidence.CheckRebillyFileExchanged,
		evidence.CodeRebillyFileMismatch:  evidence.CheckRebillyFileMismatch,
	} {
		got := check("file_1", held, local)
		wantCodes(t, got, code)
		wantDetail(t, got, `"file_1" has 2.0 KiB (2048 bytes) and SHA-1 "aa"`, `"a.pdf" has 1.0 KiB (1024 bytes) and SHA-1 bb`)
	}
}

func TestRebillyAttachmentsThatExist(t *testing.T) {
	t.Parallel()
	wantCodes(t, evidence.CheckRebillyAttachmentTaken("tf_1", nil))
	got := evidence.CheckRebillyAttachmentTaken("tf_1", []evidence.Difference{{Attribute: "name", Here: "ours", There: "theirs"}})
	wantCodes(t, got, evidence.CodeRebillyAttachmentTaken)
	wantDetail(t, got, `"tf_1"`, `name is "theirs" at Rebilly and "ours" here`)
	wantCodes(t, evidence.CheckRebillyAttachmentAdopted("tf_1"), evidence.CodeRebillyAttachmentAdopted)
	wantCodes(t, evidence.CheckRebillyAttachmentRaced("tf_1"), evidence.CodeRebillyAttachmentRaced)
	wantCodes(t, evidence.CheckRebillyAttachmentRelation("att_1", evidence.RebillyRelatedDispute, "dp-1"))
	got = evidence.CheckRebillyAttachmentRelation("att_1", "customer", "cus-1")
	wantCodes(t, got, evidence.CodeRebillyAttachmentRelation)
	wantDetail(t, got, `"customer" "cus-1"`)
}
