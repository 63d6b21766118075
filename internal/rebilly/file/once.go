package file

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"
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

	claim    string                // by which the resource stands for a file that it took over
	surplus  []string              // ids of further copies
	findings []evidence.Finding    // what the user should know of it
	changed  []evidence.Difference // details that Rebilly keeps in another form
}

// mark is the tag by which an upload is found again, whatever becomes of its answer.
func (r *Resource) mark(m model) string {
	return evidence.RebillyFileMark(m.SHA256.ValueString(), m.Generation.ValueInt64())
}

// want is the file of a plan or a state, with the mark among its tags.
func (r *Resource) want(ctx context.Context, diags *diag.Diagnostics, m model, file evidence.Upload) wanted {
	w := wanted{mark: r.mark(m), file: file, details: m.details(ctx, diags)}
	w.details.Tags = append(w.details.Tags, w.mark)
	return w
}

// open makes the file exist exactly once, and returns it once it does; an error does not
// undo it. Rebilly has no idempotency keys: the file is looked for by its mark, and sent
// only if it is not there. After an unknown outcome it is looked for until the upload can
// no longer be under way.
func (r *Resource) open(ctx context.Context, w wanted) (opened, error) {
	defer r.Lock(kind, w.file.SHA1)()
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
	if err := r.keep(made); err != nil {
		return opened{}, err
	}
	made.findings = evidence.CheckUploaded(w.file, made.ID, made.Size, made.SHA1)
	made.changed = differences(w.details, &made.File)
	return made, nil
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

// adopt takes over a file that an earlier run uploaded, if it is exactly the wanted one.
// One with other details may be in use by another configuration. It is claimed, so that
// whoever stood for it before leaves it alone.
func (r *Resource) adopt(ctx context.Context, w wanted, made opened) (opened, error) {
	if changed := differences(w.details, &made.File); len(changed) > 0 && !r.Kept(kind, made.ID) {
		return opened{}, tfkit.Refuse(evidence.CheckRebillyFileTaken(made.ID, changed))
	}
	if err := r.keep(made); err != nil {
		return opened{}, err
	}
	made.claim = evidence.RebillyFileClaim(uuid.New())
	w.details.Tags = append(w.details.Tags, made.claim)
	if _, err := r.describe(ctx, made.ID, w.details); err != nil {
		return opened{}, err
	}
	made.findings = evidence.CheckRebillyFileAdopted(made.ID, made.CreatedTime)
	return made, nil
}

// keep notes what this run has made, and refuses a file that it has made for another
// resource already.
func (r *Resource) keep(made opened) error {
	if r.Keep(kind, made.ID) {
		return nil
	}
	return tfkit.Refuse(evidence.CheckRebillyPlannedFile(fmt.Sprintf("file %s", made.ID), 2, 0))
}

// find looks for the file by its mark. The oldest copy with its bytes is the file, and one
// with its details goes before another; lists may lag, so that it has to exist on its own
// too. ID is "" if there is none.
func (r *Resource) find(ctx context.Context, w wanted) (opened, error) {
	tagged, err := r.tagged(ctx, w)
	if err != nil {
		return opened{}, err
	}
	slices.SortStableFunc(tagged, func(a, b rebilly.File) int { return rank(w.details, &a) - rank(w.details, &b) })
	for i, listed := range tagged {
		f, err := r.Client.Files.Get(ctx, listed.ID)
		if apierr.NotFound(err) {
			continue
		}
		if err != nil {
			return opened{}, err
		}
		return opened{File: *f, surplus: copies(tagged[i+1:], w)}, nil
	}
	return opened{}, nil
}

// rank is the order in which files with one mark are taken over: those that nobody has
// claimed, then those with the wanted details.
func rank(want rebilly.FileDetails, f *rebilly.File) int {
	switch {
	case carries(f, want):
		return 0
	case len(differences(want, f)) == 0:
		return 1
	default:
		return 2
	}
}

// tagged lists the files with the mark that hold the bytes, oldest first.
func (r *Resource) tagged(ctx context.Context, w wanted) ([]rebilly.File, error) {
	files, err := r.Client.Files.Tagged(ctx, w.mark)
	return slices.DeleteFunc(files, func(f rebilly.File) bool { return !agrees(&f, w.file) }), err
}

// copies are the ids of what an interrupted upload left behind: files with the same
// details, which nobody has claimed. Any other may be in use by another configuration.
func copies(tagged []rebilly.File, w wanted) (ids []string) {
	for _, f := range tagged {
		if carries(&f, w.details) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// look reads a file for a refresh, and which copies of it there are. One list answers
// both; a file that is missing in it, or older in it than the state, is asked for by
// itself: lists may lag.
func (r *Resource) look(ctx context.Context, diags *diag.Diagnostics, state model) (f *rebilly.File, surplus []string, err error) {
	id := state.ID.ValueString()
	if state.decided() {
		w := r.want(ctx, diags, state, state.recorded())
		tagged, err := r.tagged(ctx, w)
		if err != nil {
			return nil, nil, err
		}
		i := slices.IndexFunc(tagged, func(one rebilly.File) bool { return one.ID == id })
		if i >= 0 && !tagged[i].UpdatedTime.Truncate(time.Second).Before(tfkit.Instant(state.UpdatedTime)) {
			own := tagged[i]
			f = &own
		}
		surplus = slices.DeleteFunc(copies(tagged, w), func(other string) bool { return other == id })
	}
	if f == nil {
		f, err = r.Client.Files.Get(ctx, id)
	}
	return f, surplus, err
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
	if changed := differences(details, f); len(changed) > 0 {
		err = tfkit.At(path.Root(changed[0].Attribute), tfkit.Refuse(evidence.CheckRebillyFileDetails(id, changed)))
	}
	return f, err
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
