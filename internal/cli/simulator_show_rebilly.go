package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// rebillyObjects is all that the simulated Rebilly holds.
type rebillyObjects struct {
	Disputes    []simulator.RebillyDispute    `json:"disputes"`
	Files       []simulator.RebillyFile       `json:"files"`
	Attachments []simulator.RebillyAttachment `json:"attachments"`
}

// rebillyDispute is a dispute with what is attached to it.
type rebillyDispute struct {
	simulator.RebillyDispute

	Attachments []simulator.RebillyAttachment `json:"attachments"`
}

func rebillyOf(s *simulator.Simulator) (objects rebillyObjects, err error) {
	if objects.Disputes, err = s.RebillyDisputes(); err != nil {
		return objects, err
	}
	if objects.Files, err = s.RebillyFiles(); err != nil {
		return objects, err
	}
	objects.Attachments, err = s.RebillyAttachments()
	return objects, err
}

// find returns the object of that id, or nil.
func (o rebillyObjects) find(id string) any {
	for _, d := range o.Disputes {
		if d.ID == id {
			return rebillyDispute{d, o.attachedTo(id)}
		}
	}
	for _, f := range o.Files {
		if f.ID == id {
			return f
		}
	}
	for _, a := range o.Attachments {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func (o rebillyObjects) attachedTo(dispute string) []simulator.RebillyAttachment {
	return slices.DeleteFunc(slices.Clone(o.Attachments), func(a simulator.RebillyAttachment) bool {
		return a.RelatedType != "dispute" || a.RelatedID != dispute
	})
}

func (o rebillyObjects) disputeList() [][]string {
	rows := [][]string{{"DISPUTE", "TYPE", "STATUS", "REASON", "AMOUNT", "DEADLINE", "REVISION"}}
	for _, d := range o.Disputes {
		rows = append(rows, []string{
			d.ID, d.Type, d.Status, d.ReasonCode, d.Amount + " " + d.Currency, moment(d.DeadlineTime), strconv.FormatInt(d.Revision, 10),
		})
	}
	return rows
}

// evidenceLists are the lists of files and of attachments, as far as there are any.
func (o rebillyObjects) evidenceLists() [][][]string {
	files := [][]string{{"FILE", "NAME", "MEDIA TYPE", "BYTES", "TAGS"}}
	for _, f := range o.Files {
		files = append(files, []string{f.ID, f.Name, f.Mime, strconv.FormatInt(f.Size, 10), strings.Join(f.Tags, " ")})
	}
	attachments := [][]string{{"ATTACHMENT", "FILE", "ATTACHED TO", "NAME"}}
	for _, a := range o.Attachments {
		attachments = append(attachments, []string{a.ID, a.FileID, a.RelatedType + " " + a.RelatedID, a.Name})
	}
	return slices.DeleteFunc([][][]string{files, attachments}, func(rows [][]string) bool { return len(rows) == 1 })
}

// moment writes a time that may be missing.
func moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

func (d rebillyDispute) rows() [][]string {
	rows := [][]string{
		{"System", "Rebilly"},
		{"Dispute", d.ID},
		{"Type", d.Type},
		{"Status", d.Status},
		{"Reason code", strings.TrimSpace(d.ReasonCode + " " + d.Category)},
		{"Amount", d.Amount + " " + d.Currency},
		{"Posted", d.PostedTime.Format(time.RFC3339)},
		{"Deadline", moment(d.DeadlineTime)},
		{"Resolved", moment(d.ResolvedTime)},
		{"Case", d.CaseID},
		{"Acquirer reference", d.AcquirerReferenceNumber},
		{"Transaction", d.TransactionID},
		{"Customer", d.CustomerID},
		{"Source", d.Source},
		{"Created", d.CreatedTime.Format(time.RFC3339)},
		{"Updated", d.UpdatedTime.Format(time.RFC3339)},
		{"Revision", strconv.FormatInt(d.Revision, 10)},
	}
	for _, a := range d.Attachments {
		rows = append(rows, []string{"Attachment", strings.TrimSpace(strings.Join([]string{a.ID, a.FileID, a.Name}, " "))})
	}
	return rows
}

func rebillyFileRows(f simulator.RebillyFile) [][]string {
	return [][]string{
		{"System", "Rebilly"},
		{"File", f.ID},
		{"Name", f.Name},
		{"Description", f.Description},
		{"Tags", strings.Join(f.Tags, " ")},
		{"Content", fmt.Sprintf("%s, %d bytes, SHA-256 %s", f.Mime, f.Size, f.SHA256)},
		{"SHA-1", f.SHA1},
		{"Public", strconv.FormatBool(f.IsPublic)},
		{"Created", f.CreatedTime.Format(time.RFC3339)},
		{"Updated", f.UpdatedTime.Format(time.RFC3339)},
	}
}

func rebillyAttachmentRows(a simulator.RebillyAttachment) [][]string {
	return [][]string{
		{"System", "Rebilly"},
		{"Attachment", a.ID},
		{"File", a.FileID},
		{"Attached to", a.RelatedType + " " + a.RelatedID},
		{"Name", a.Name},
		{"Description", a.Description},
		{"Created", a.CreatedTime.Format(time.RFC3339)},
		{"Updated", a.UpdatedTime.Format(time.RFC3339)},
	}
}
