package rebilly

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rest"
)

// FilesService reads and writes files.
type FilesService struct{ c *Client }

const fileRoute = "/files/{id}"

// Get returns what is known of a file, without its content (Rebilly API reference, Retrieve a file).
func (s FilesService) Get(ctx context.Context, id string) (*File, error) {
	f, _, err := object[wireFile](ctx, s.c, rest.Call{
		Operation: "read file", Method: http.MethodGet, Route: fileRoute, IDs: []string{id},
	})
	return f, err
}

// Create uploads a file, under an id that the API makes (Rebilly API reference, Create a file). It takes .jpg, .png, .gif and
// .pdf. Equal files are not merged: after an ambiguous failure look for the file by a tag of its own, with [FilesService.Tagged].
func (s FilesService) Create(ctx context.Context, u Upload) (*File, error) {
	f, _, err := object[wireFile](ctx, s.c, rest.Call{
		Operation: "create file", Method: http.MethodPost, Route: "/files",
		Body: rest.Upload(detailsOf(u.FileDetails), "file", rest.Content{What: "file", Size: u.Size, Open: u.Open}),
	})
	return f, err
}

// Update replaces what can be changed of a file (Rebilly API reference, Update a file).
func (s FilesService) Update(ctx context.Context, id string, d FileDetails) (*File, error) {
	f, _, err := object[wireFile](ctx, s.c, rest.Call{
		Operation: "update file", Method: http.MethodPut, Route: fileRoute, IDs: []string{id}, Body: rest.JSON(detailsOf(d)),
	})
	return f, err
}

// Delete deletes a file (Rebilly API reference, Delete a file). It cannot be undone.
func (s FilesService) Delete(ctx context.Context, id string) error {
	return s.c.gone(ctx, rest.Call{
		Operation: "delete file", Method: http.MethodDelete, Route: fileRoute, IDs: []string{id},
	})
}

// Tagged returns every file that carries exactly this tag, oldest first. Whether files can be filtered by tag is not
// documented: a server that refuses the filter is asked for all files, and what it returns is checked in any case.
func (s FilesService) Tagged(ctx context.Context, tag string) ([]File, error) {
	k := rest.Call{Operation: "list files", Method: http.MethodGet, Route: "/files"}
	if tag == "" || strings.ContainsAny(tag, ",;:!@") {
		return nil, k.NotSent(errors.New("the tag cannot be searched for: it is empty or has a character of the filter grammar"))
	}
	files, err := list[wireFile](ctx, s.c, k, "tags:"+tag)
	if refusedFilter(err) {
		files, err = list[wireFile](ctx, s.c, k, "")
	}
	return slices.DeleteFunc(files, func(f File) bool { return !slices.Contains(f.Tags, tag) }), err
}

func refusedFilter(err error) bool {
	var e *apierr.Error
	return errors.As(err, &e) && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnprocessableEntity)
}
