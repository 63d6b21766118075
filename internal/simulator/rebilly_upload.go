package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// receiveFile reads an upload in one of its three forms: JSON with the file in base64, multipart/form-data, or the
// file itself (Rebilly API reference, Create a file).
func receiveFile(c *call) error {
	const largest = guessRebillyMaxFile/3*4 + maxJSON
	body, err := io.ReadAll(io.LimitReader(c.body, largest+1))
	if err != nil {
		return err
	}
	if len(body) > largest {
		return &problem{Status: guessRebillyTooLarge}
	}
	mediaType, parameters, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	switch {
	case err == nil && mediaType == "application/json":
		c.json = body
		c.page, err = c.readInline()
	case err == nil && mediaType == "multipart/form-data":
		c.page, err = readMultipart(body, parameters["boundary"])
	default:
		c.page, err = &upload{content: body, form: &form{}}, nil
	}
	if err != nil {
		return err
	}
	if len(c.page.content) > guessRebillyMaxFile {
		return &problem{Status: guessRebillyTooLarge}
	}
	if len(c.page.content) == 0 && len(c.page.form.invalid) == 0 {
		c.page.form.refuse("file", "file is required")
	}
	digest := sha256.Sum256(c.page.content)
	c.entry.PageSHA256 = hex.EncodeToString(digest[:])
	return nil
}

func (c *call) readInline() (*upload, error) {
	f, err := c.form()
	if err != nil {
		return nil, err
	}
	var content []byte
	if f.given("url") && !f.given("file") {
		f.refuse("url", "url can not be fetched")
	}
	f.read("file", "base64 text", &content)
	return &upload{content: content, form: f}, nil
}

// readMultipart reads a form whose fields have the names of the JSON members. A tag is a field of its own.
func readMultipart(body []byte, boundary string) (*upload, error) {
	result := &upload{form: &form{members: map[string]json.RawMessage{}}}
	texts := map[string]string{}
	var tags []string
	for parts := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return result, result.describe(texts, tags)
		}
		if err != nil {
			return nil, &problem{Status: guessRebillyBadJSON, Detail: "The request body is not a form."}
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, &problem{Status: guessRebillyBadJSON, Detail: "The request body is not a form."}
		}
		switch name := part.FormName(); {
		case name == "file":
			result.content = content
			if _, named := texts["name"]; !named && part.FileName() != "" {
				texts["name"] = part.FileName()
			}
		case strings.TrimRight(name, "[]0123456789") == "tags":
			tags = append(tags, string(content))
		default:
			texts[name] = string(content)
		}
	}
}

// describe gives the fields of a form the types that the JSON members have.
func (u *upload) describe(texts map[string]string, tags []string) error {
	for name, text := range texts {
		var member any = text
		switch {
		case name == "isPublic" && (text == "true" || text == "1"):
			member = true
		case name == "isPublic" && (text == "false" || text == "0" || text == ""):
			member = false
		}
		data, err := json.Marshal(member)
		if err != nil {
			return err
		}
		u.form.members[name] = data
	}
	if len(tags) == 0 {
		return nil
	}
	data, err := json.Marshal(tags)
	u.form.members["tags"] = data
	return err
}
