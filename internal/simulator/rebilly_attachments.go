package simulator

import (
	"net/http"
)

func listRebillyAttachments(c *call) (*answer, error) {
	return listRebilly(c, bucketRebillyAttachments, collection[recordedAttachment]{
		attributes: attachmentAttributes(), age: (*recordedAttachment).age,
		body: func(a *recordedAttachment, _ []string) any { return c.attachmentBody(a) },
		search: func(a *recordedAttachment) []string {
			return []string{a.ID, a.FileID, a.RelatedID, a.Name, a.Description}
		},
	})
}

func (c *call) rebillyAttachment() (*recordedAttachment, error) {
	a, err := load[recordedAttachment](c.txn, bucketRebillyAttachments, c.id(0))
	if err == nil && a == nil {
		return nil, &problem{Status: http.StatusNotFound}
	}
	return a, err
}

func getRebillyAttachment(c *call) (*answer, error) {
	a, err := c.rebillyAttachment()
	if err != nil {
		return nil, err
	}
	return c.object(http.StatusOK, c.attachmentBody(a))
}

// postRebillyAttachment ties a file to an object under an id of the server's.
func postRebillyAttachment(c *call) (*answer, error) { return c.attach(&recordedAttachment{}) }

// putRebillyAttachment replaces the attachment of this id, or makes a new one under it.
func putRebillyAttachment(c *call) (*answer, error) {
	if !rebillyID.MatchString(c.id(0)) {
		return nil, invalid("id", "id must match %s", rebillyID)
	}
	a, err := load[recordedAttachment](c.txn, bucketRebillyAttachments, c.id(0))
	if err != nil {
		return nil, err
	}
	if a == nil {
		a = &recordedAttachment{ID: c.id(0)}
	}
	return c.attach(a)
}

// attach fills an attachment and keeps it. One that has no place in the world's order yet is new.
func (c *call) attach(a *recordedAttachment) (*answer, error) {
	f, err := c.form()
	if err != nil {
		return nil, err
	}
	before := *a
	f.require("fileId", "relatedId", "relatedType")
	a.attachmentFields = attachmentFields{
		FileID: orEmpty(f.text("fileId", 50)), RelatedType: f.choice("relatedType", relatedTypes()), RelatedID: orEmpty(f.text("relatedId", 50)),
		Name: orEmpty(f.text("name", maxFileText)), Description: orEmpty(f.text("description", maxFileText)),
	}
	c.checkRelation(f, a.attachmentFields)
	if err := f.problem(); err != nil {
		return nil, err
	}
	if err := c.checkDuplicate(a); err != nil {
		return nil, err
	}
	isNew := a.Order == 0
	if isNew {
		if a.ID, a.Order, err = c.rebillyCreate("att_", a.ID); err != nil {
			return nil, err
		}
		a.Created = c.rebillyNow()
	} else if err := c.remove(bucketRebillyAttached, attachedKey(&before)); err != nil {
		return nil, err
	}
	a.Updated, c.entry.ObjectID = c.rebillyNow(), a.ID
	if err := c.keepAttachment(a); err != nil {
		return nil, err
	}
	if isNew {
		return c.createdAt("/attachments/"+a.ID, c.attachmentBody(a))
	}
	return c.object(http.StatusOK, c.attachmentBody(a))
}

func (w *world) keepAttachment(a *recordedAttachment) error {
	if err := w.put(bucketRebillyAttached, attachedKey(a), []byte(a.ID)); err != nil {
		return err
	}
	return save(w.txn, bucketRebillyAttachments, a.ID, a)
}

// checkRelation refuses an attachment of or to something that does not exist.
func (c *call) checkRelation(f *form, fields attachmentFields) {
	if fields.FileID != "" && c.get(bucketRebillyFiles, fields.FileID) == nil {
		f.refuse("fileId", "fileId must exist")
	}
	buckets := map[string]string{
		"dispute": bucketRebillyDisputes, "transaction": bucketRebillyTransactions, "customer": bucketRebillyCustomers,
	}
	if fields.RelatedID == "" || fields.RelatedType == "" {
		return
	}
	if bucket, held := buckets[fields.RelatedType]; !held || c.get(bucket, fields.RelatedID) == nil {
		f.refuse("relatedId", "relatedId must exist")
	}
}

// checkDuplicate refuses to attach the same file to the same object a second time.
func (c *call) checkDuplicate(a *recordedAttachment) error {
	if c.meta.Guesses.RebillyDuplicateAttachments {
		return nil
	}
	return c.scan(bucketRebillyAttached, attachedPrefix(a.attachmentFields), func(_ string, id []byte) error {
		if string(id) != a.ID {
			return &problem{Status: http.StatusConflict, Detail: "The file is attached to the object already."}
		}
		return nil
	})
}

func deleteRebillyAttachment(c *call) (*answer, error) {
	a, err := c.rebillyAttachment()
	if err != nil {
		return nil, err
	}
	return &answer{status: http.StatusNoContent}, c.removeAttachment(a)
}
