package rebilly

import (
	"strings"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// wireObject is the wire form of a T.
type wireObject[T any] interface {
	model() T
	key() string // The id; "" if it lacks what every object has.
	created() time.Time
}

// wireCommon is what every object has.
type wireCommon struct {
	ID          rest.Text `json:"id"`
	CreatedTime instant   `json:"createdTime"`
	UpdatedTime shown     `json:"updatedTime"`
}

func (w wireCommon) key() string { return string(w.ID) }

func (w wireCommon) created() time.Time { return time.Time(w.CreatedTime) }

type wireDispute struct {
	wireCommon
	wireRecord

	CustomerID        rest.Text `json:"customerId"`
	ReasonDescription rest.Text `json:"reasonDescription"`
	Category          rest.Text `json:"category"`
	Source            rest.Text `json:"source"`
	ResolvedTime      shown     `json:"resolvedTime"`
	Revision          count     `json:"revision"`
}

func (w wireDispute) model() Dispute {
	return Dispute{
		Record:            w.record(),
		ID:                string(w.ID),
		CustomerID:        string(w.CustomerID),
		ReasonDescription: string(w.ReasonDescription),
		Category:          string(w.Category),
		Source:            string(w.Source),
		ResolvedTime:      time.Time(w.ResolvedTime.instant),
		CreatedTime:       time.Time(w.CreatedTime),
		UpdatedTime:       time.Time(w.UpdatedTime.instant),
		Revision:          int64(w.Revision),
	}
}

// wireDetails is what can be written of a file.
type wireDetails struct {
	Name        rest.Text `json:"name"`
	Description rest.Text `json:"description"`
	Tags        texts     `json:"tags"`
	IsPublic    truth     `json:"isPublic"`
}

func detailsOf(d FileDetails) wireDetails {
	w := wireDetails{Name: rest.Text(d.Name), Description: rest.Text(d.Description), IsPublic: truth(d.IsPublic), Tags: texts{}}
	for _, tag := range d.Tags {
		w.Tags = append(w.Tags, rest.Text(tag))
	}
	return w
}

type wireFile struct {
	wireCommon
	wireDetails

	Extension rest.Text `json:"extension"`
	Mime      rest.Text `json:"mime"`
	Size      count     `json:"size"`
	SHA1      rest.Text `json:"sha1"`
}

func (w wireFile) model() File {
	f := File{
		ID:          string(w.ID),
		Name:        string(w.Name),
		Extension:   string(w.Extension),
		Description: string(w.Description),
		Mime:        string(w.Mime),
		Size:        int64(w.Size),
		SHA1:        strings.ToLower(string(w.SHA1)),
		IsPublic:    bool(w.IsPublic),
		CreatedTime: time.Time(w.CreatedTime),
		UpdatedTime: time.Time(w.UpdatedTime.instant),
	}
	for _, tag := range w.Tags {
		f.Tags = append(f.Tags, string(tag))
	}
	return f
}

// wireTie is what can be written of an attachment.
type wireTie struct {
	FileID      rest.Text `json:"fileId"`
	RelatedType rest.Text `json:"relatedType"`
	RelatedID   rest.Text `json:"relatedId"`
	Name        rest.Text `json:"name"`
	Description rest.Text `json:"description"`
}

type wireAttachment struct {
	wireCommon
	wireTie
}

func (w wireAttachment) model() Attachment {
	return Attachment{
		ID:          string(w.ID),
		FileID:      string(w.FileID),
		RelatedType: string(w.RelatedType),
		RelatedID:   string(w.RelatedID),
		Name:        string(w.Name),
		Description: string(w.Description),
		CreatedTime: time.Time(w.CreatedTime),
		UpdatedTime: time.Time(w.UpdatedTime.instant),
	}
}
