package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// wanted is a file as the plan wants it.
type wanted struct {
	mark    string
	file    evidence.Upload
	details rebilly.FileDetails // the mark among its tags
}

// opened is a file that exists now.
type opened struct {
	rebilly.File

	surplus  []string           // ids of further copies
	findings []evidence.Finding // what the user should know of it
}

// mark is the tag by which an upload is found again, whatever becomes of its answer.
func (r *Resource) mark(m model) string {
	return evidence.RebillyFileMark(r.Client.BaseURL(), r.Client.OrganizationID(), m.SHA256.ValueString(), m.Generation.ValueInt64())
}

// want is the file of the plan, with the mark among its tags.
func (r *Resource) want(ctx context.Context, diags *diag.Diagnostics, plan model, c content) wanted {
	w := wanted{mark: r.mark(plan), file: c.file, details: plan.details(ctx, diags)}
	w.details.Tags = append(w.details.Tags, w.mark)
	return w
}

// open makes the file exist exactly once, and returns it once it does; an error does not
// undo it. Rebilly has no idempotency keys: the file is looked for by its mark, and sent
// only if it is not there. After an unknown outcome it is looked for until the upload can
// no longer be under way.
func (r *Resource) open(ctx context.Context, w wanted) (opened, error) {
	made, err := r.find(ctx, w)
	if err != nil {
		return opened{}, err
	}
	if made.ID != "" {
		return r.adopt(ctx, w, made)
	}
	err = r.Pace.Move(ctx, func(ctx context.Context) error {
		f, err := r.upload(ctx, w)
		if err == nil {
			made = opened{File: *f}
		}
		return err
	}, func(ctx context.Context) (there bool, err error) {
		made, err = r.find(ctx, w)
		return made.ID != "", err
	})
	if err != nil {
		return opened{}, err
	}
	made.findings = evidence.CheckUploaded(w.file, made.ID, made.Size, made.SHA1)
	if err := r.keep(made); err != nil {
		return opened{}, err
	}
	return made, kept(w.details, &made.File)
}

func (r *Resource) upload(ctx context.Context, w wanted) (*rebilly.File, error) {
	f, err := r.Client.Files.Create(ctx, rebilly.Upload{
		FileDetails: w.details, Size: w.file.Size,
		Open: func() (io.ReadCloser, error) { return r.Files.Open(w.file.File) },
	})
	var changed *evidence.ChangedError
	if errors.As(err, &changed) {
		return nil, tfkit.Refuse([]evidence.Finding{changed.Finding()})
	}
	return f, err
}

// adopt takes over a file that an earlier run uploaded, with the details of this one.
func (r *Resource) adopt(ctx context.Context, w wanted, made opened) (opened, error) {
	if err := r.keep(made); err != nil {
		return opened{}, err
	}
	made.findings = evidence.CheckRebillyFileAdopted(made.ID, made.CreatedTime)
	if carries(&made.File, w.details) {
		return made, nil
	}
	f, err := r.describe(ctx, made.ID, w.details)
	if err != nil {
		return opened{}, err
	}
	made.File = *f
	return made, nil
}

// kept refuses an answer that is not what was written: it would be a difference for ever.
func kept(want rebilly.FileDetails, f *rebilly.File) error {
	var errs []error
	for _, d := range []struct{ attribute, sent, kept string }{
		{"name", strconv.Quote(want.Name), strconv.Quote(f.Name)},
		{"description", strconv.Quote(want.Description), strconv.Quote(f.Description)},
		{"tags", tagText(want.Tags), tagText(f.Tags)},
		{"is_public", strconv.FormatBool(want.IsPublic), strconv.FormatBool(f.IsPublic)},
	} {
		if d.sent != d.kept {
			errs = append(errs, tfkit.At(path.Root(d.attribute),
				fmt.Errorf("Rebilly keeps %s as %s; write it in that form", d.attribute, d.kept))) //nolint:staticcheck // ST1005: a name begins the sentence
		}
	}
	return errors.Join(errs...)
}

func tagText(tags []string) string {
	return fmt.Sprintf("%q", distinct(evidence.RebillyUserTags(tags)))
}

// keep notes what this run has made, and refuses a file that it has made for another
// resource already.
func (r *Resource) keep(made opened) error {
	if r.Keep(kind, made.ID) {
		return nil
	}
	return tfkit.Refuse(evidence.CheckRebillyPlannedFile(fmt.Sprintf("file %s", made.ID), 2, 0))
}

// find looks for the file by its mark. The oldest copy that agrees in size and SHA-1 is
// the file; lists may lag, so that it has to exist on its own too. ID is "" if there is
// none.
func (r *Resource) find(ctx context.Context, w wanted) (opened, error) {
	tagged, err := r.tagged(ctx, w.mark, w.file)
	if err != nil {
		return opened{}, err
	}
	for i, listed := range tagged {
		f, err := r.Client.Files.Get(ctx, listed.ID)
		if apierr.NotFound(err) {
			continue
		}
		if err != nil {
			return opened{}, err
		}
		return opened{File: *f, surplus: idsOf(tagged[i+1:])}, nil
	}
	return opened{}, nil
}

// tagged lists the files with a mark that hold the bytes of file, oldest first.
func (r *Resource) tagged(ctx context.Context, mark string, file evidence.Upload) ([]rebilly.File, error) {
	files, err := r.Client.Files.Tagged(ctx, mark)
	return slices.DeleteFunc(files, func(f rebilly.File) bool { return !agrees(&f, file) }), err
}

func idsOf(files []rebilly.File) (ids []string) {
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	return ids
}

// look reads a file for a refresh, and which copies of it there are. One list answers
// both; a file that is missing in it, or older in it than the state, is asked for by
// itself: lists may lag.
func (r *Resource) look(ctx context.Context, state model) (f *rebilly.File, surplus []string, err error) {
	id := state.ID.ValueString()
	if state.decided() {
		tagged, err := r.tagged(ctx, r.mark(state), state.recorded())
		if err != nil {
			return nil, nil, err
		}
		for _, one := range tagged {
			if one.ID != id {
				surplus = append(surplus, one.ID)
			} else if !one.UpdatedTime.Truncate(time.Second).Before(tfkit.Instant(state.UpdatedTime)) {
				f = &one
			}
		}
	}
	if f == nil {
		f, err = r.Client.Files.Get(ctx, id)
	}
	return f, surplus, err
}

// copies are the ids of all copies of the file, those that the state knows and those
// that have appeared since, and last the file itself: as long as it is there, the state
// remembers it.
func (r *Resource) copies(ctx context.Context, state model, known []string) ([]string, error) {
	if state.decided() {
		tagged, err := r.tagged(ctx, r.mark(state), state.recorded())
		if err != nil {
			return nil, err
		}
		known = append(known, idsOf(tagged)...)
	}
	id := state.ID.ValueString()
	others := slices.DeleteFunc(distinct(known), func(other string) bool { return other == id })
	return append(others, id), nil
}

// describe sends the details of a file. Sending them twice is harmless.
func (r *Resource) describe(ctx context.Context, id string, details rebilly.FileDetails) (f *rebilly.File, err error) {
	err = r.Pace.Move(ctx, func(ctx context.Context) error {
		f, err = r.Client.Files.Update(ctx, id, details)
		return err
	}, func(ctx context.Context) (bool, error) {
		f, err = r.Client.Files.Get(ctx, id)
		return err == nil && carries(f, details), err
	})
	if err != nil {
		return nil, err
	}
	return f, kept(details, f)
}

// remove deletes a file. One that is gone is as it should be.
func (r *Resource) remove(ctx context.Context, id string) error {
	return r.Pace.Move(ctx, func(ctx context.Context) error {
		return unlessGone(r.Client.Files.Delete(ctx, id))
	}, func(ctx context.Context) (bool, error) {
		_, err := r.Client.Files.Get(ctx, id)
		return apierr.NotFound(err), unlessGone(err)
	})
}

func unlessGone(err error) error {
	if apierr.NotFound(err) {
		return nil
	}
	return err
}
