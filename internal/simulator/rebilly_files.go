package simulator

import (
	"bytes"
	"cmp"
	"crypto/sha1" //nolint:gosec // G505: the API shows this digest
	"encoding/hex"
	"image"
	_ "image/gif"  // tells the dimensions of GIF files
	_ "image/jpeg" // and of JPEG files
	"net/http"
)

// maxFileText is the longest name and description of a file, in characters.
const maxFileText = 255

// fileTypes are the media types that the API takes, with their extensions (Rebilly API reference, Create a file).
var fileTypes = map[string]string{"application/pdf": "pdf", "image/gif": "gif", "image/jpeg": "jpg", "image/png": "png"}

func listRebillyFiles(c *call) (*answer, error) {
	return listRebilly(c, bucketRebillyFiles, collection[recordedFile]{
		attributes: c.fileAttributes(), age: (*recordedFile).age,
		body:   func(f *recordedFile, _ []string) any { return c.fileBody(f) },
		search: func(f *recordedFile) []string { return append([]string{f.ID, f.Name, f.Description}, f.Tags...) },
	})
}

func (c *call) rebillyFile() (*recordedFile, error) {
	f, err := load[recordedFile](c.txn, bucketRebillyFiles, c.id(0))
	if err == nil && f == nil {
		return nil, &problem{Status: http.StatusNotFound}
	}
	return f, err
}

func getRebillyFile(c *call) (*answer, error) {
	f, err := c.rebillyFile()
	if err != nil {
		return nil, err
	}
	return c.object(http.StatusOK, c.fileBody(f))
}

// downloadRebillyFile serves a file byte for byte as it was uploaded.
func downloadRebillyFile(c *call) (*answer, error) {
	f, err := c.rebillyFile()
	if err != nil {
		return nil, err
	}
	return &answer{
		status: http.StatusOK, header: http.Header{"Content-Type": {f.Mime}},
		// The store's bytes end with the transaction, the answer is sent after it.
		body: bytes.Clone(c.get(bucketRebillyContent, f.ID)),
	}, nil
}

// postRebillyFile keeps an uploaded file.
func postRebillyFile(c *call) (*answer, error) {
	f, sent := &recordedFile{Size: int64(len(c.page.content)), SHA256: c.entry.PageSHA256}, c.page.form
	f.Mime = http.DetectContentType(c.page.content)
	if fileTypes[f.Mime] == "" && len(sent.invalid) == 0 {
		sent.refuse("file", "file must be a jpg, png, gif or pdf file")
	}
	if err := f.fill(sent); err != nil {
		return nil, err
	}
	f.Name = cmp.Or(f.Name, "file."+fileTypes[f.Mime])
	digest := sha1.Sum(c.page.content) //nolint:gosec // G401: the API shows this digest
	f.SHA1 = hex.EncodeToString(digest[:])
	if picture, _, err := image.DecodeConfig(bytes.NewReader(c.page.content)); err == nil {
		f.Width, f.Height = picture.Width, picture.Height
	}
	var err error
	if f.ID, f.Order, err = c.rebillyCreate("file_", ""); err != nil {
		return nil, err
	}
	f.Created, f.Updated = c.rebillyNow(), c.rebillyNow()
	c.entry.ObjectID = f.ID
	if err := c.put(bucketRebillyContent, f.ID, c.page.content); err != nil {
		return nil, err
	}
	if err := save(c.txn, bucketRebillyFiles, f.ID, f); err != nil {
		return nil, err
	}
	return c.createdAt("/files/"+f.ID, c.fileBody(f))
}

// fill puts what a client can write of a file into it, if all of it is valid.
func (f *recordedFile) fill(sent *form) error {
	f.fileFields = fileFields{
		Name: cmp.Or(orEmpty(sent.text("name", maxFileText)), f.Name), Description: orEmpty(sent.text("description", maxFileText)),
		Tags: sent.texts("tags"), IsPublic: sent.flag("isPublic"), SourceType: sent.choice("sourceType", []string{"upload", "camera"}),
	}
	return sent.problem()
}

// putRebillyFile changes what is known of a file. It makes none: a file is created by its upload only.
func putRebillyFile(c *call) (*answer, error) {
	f, err := c.rebillyFile()
	if err != nil {
		return nil, err
	}
	sent, err := c.form()
	if err != nil {
		return nil, err
	}
	if err := f.fill(sent); err != nil {
		return nil, err
	}
	f.Updated = c.rebillyNow()
	if err := save(c.txn, bucketRebillyFiles, f.ID, f); err != nil {
		return nil, err
	}
	return c.object(http.StatusOK, c.fileBody(f))
}

// deleteRebillyFile removes a file for good, and the attachments that it has.
func deleteRebillyFile(c *call) (*answer, error) {
	f, err := c.rebillyFile()
	if err != nil {
		return nil, err
	}
	var attached []*recordedAttachment
	err = c.scan(bucketRebillyAttached, f.ID+"/", func(_ string, id []byte) error {
		a, err := load[recordedAttachment](c.txn, bucketRebillyAttachments, string(id))
		attached = append(attached, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(attached) > 0 && c.meta.Guesses.RebillyAttachedFileStays {
		return nil, &problem{Status: http.StatusConflict, Detail: "The file is attached."}
	}
	for _, a := range attached {
		if err := c.removeAttachment(a); err != nil {
			return nil, err
		}
	}
	if err := c.remove(bucketRebillyContent, f.ID); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusNoContent}, c.remove(bucketRebillyFiles, f.ID)
}
