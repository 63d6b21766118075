package rebilly_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// simulated is a client of a world of its own.
func simulated(t *testing.T, g simulator.Guesses) (*simulator.Simulator, *rebilly.Client) {
	t.Helper()
	s, err := simulator.Open(simulator.Options{Seed: 1, Guesses: &g})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, rebilly.New(rebilly.Config{
		BaseURL: simulator.BaseURL, OrganizationID: simulator.RebillyOrganization, APIKey: simulator.RebillyAPIKey, Transport: s.Transport(),
	})
}

func paid() rebilly.Record {
	r := record
	r.TransactionID, r.Amount, r.ReasonCode, r.DeadlineTime = "txn-1001", "12.30", "10.4", deadline.Truncate(time.Second)
	return r
}

func TestDisputesOfASimulatedOrganization(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]simulator.Guesses{
		"as guessed": {}, "other times": {RebillyTimesWithOffset: true, RebillyFractionsKept: true, RebillyOmittedKept: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := simulated(t, g)
			if _, err := c.Disputes.Get(t.Context(), "tf_1"); !apierr.NotFound(err) {
				t.Fatalf("got %v, want that it is not there", err)
			}
			want := paid()
			for round, first := range []bool{true, false} {
				d, made, err := c.Disputes.Put(t.Context(), "tf_1", want)
				if err != nil || made != first || d.ID != "tf_1" || d.Source != "api" || d.Revision != int64(round) {
					t.Fatalf("round %d: created %t, %+v, %v", round, made, d, err)
				}
				if diff := cmp.Diff(want, d.Record); diff != "" {
					t.Error(diff)
				}
				if again, err := c.Disputes.Get(t.Context(), "tf_1"); err != nil || cmp.Diff(d, again) != "" {
					t.Errorf("read back: %v\n%s", err, cmp.Diff(d, again))
				}
				want.CaseID, want.AcquirerReferenceNumber, want.DeadlineTime = "", "", time.Time{} // cleared, not kept
			}
		})
	}
}

func TestRefusalsOfASimulatedOrganization(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]simulator.Guesses{"list": {}, "map": {RebillyInvalidFieldsAsMap: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := simulated(t, g)
			_, _, err := c.Disputes.Put(t.Context(), "tf_1", rebilly.Record{Amount: "1", Currency: "EURO", Status: "wrong"})
			e := asError(t, err)
			for _, field := range []string{"transactionId", "currency", "status", "postedTime", "reasonCode"} {
				if e.Fields[field] == "" {
					t.Errorf("nothing about %s in %v", field, err)
				}
			}
			if e.Status != 422 || apierr.Ambiguous(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestThreeThousandDisputes(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]simulator.Guesses{"as guessed": {}, "other times": {RebillyTimesWithOffset: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := simulated(t, g)
			var specs []simulator.RebillyDisputeSpec
			for i := range 3000 {
				specs = append(specs, simulator.RebillyDisputeSpec{ID: fmt.Sprintf("gw-%04d", i), Age: time.Duration(1+i/10) * time.Minute, Currency: "USD"})
			}
			want, err := s.OpenRebillyDisputes(specs)
			if err != nil {
				t.Fatal(err)
			}
			got, err := c.Disputes.List(t.Context(), rebilly.DisputeQuery{Filter: "currency:USD"})
			if err != nil {
				t.Fatal(err)
			}
			all := ids(got)
			if !slices.IsSortedFunc(got, func(a, b rebilly.Dispute) int { return a.CreatedTime.Compare(b.CreatedTime) }) {
				t.Error("the list is not in the order of creation")
			}
			slices.Sort(all)
			if diff := cmp.Diff(want, all); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFilesOfASimulatedOrganization(t *testing.T) {
	t.Parallel()
	for name, g := range map[string]simulator.Guesses{
		"tags known": {}, "tags refused": {RebillyTagsNotFilterable: true},
		"tags ignored": {RebillyTagsNotFilterable: true, RebillyUnknownFilterIgnored: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			_, c := simulated(t, g)
			for _, tag := range []string{"tf-other", "tf-1"} {
				u := uploadOf("%PDF-1.7\n" + strings.Repeat("x", 100_000))
				u.Tags = []string{tag, "mine"}
				if _, err := c.Files.Create(ctx, u); err != nil {
					t.Fatal(err)
				}
			}
			files, err := c.Files.Tagged(ctx, "tf-1")
			if err != nil || len(files) != 1 || files[0].Size != 100_009 || files[0].IsPublic || files[0].Mime != "application/pdf" {
				t.Fatalf("got %+v, %v", files, err)
			}
			id := files[0].ID
			f, err := c.Files.Update(ctx, id, rebilly.FileDetails{Name: "b.pdf", Description: "d", IsPublic: true})
			if err != nil || f.Name != "b.pdf" || f.Description != "d" || len(f.Tags) != 0 || !f.IsPublic || f.SHA1 != files[0].SHA1 {
				t.Errorf("updated: %+v, %v", f, err)
			}
			record := rebilly.AttachmentRecord{FileID: id, RelatedType: "dispute", RelatedID: "dp-1001", Name: "receipt"}
			a, made, err := c.Attachments.Put(ctx, "tf_a", record)
			if err != nil || !made || a.RelatedID != "dp-1001" {
				t.Fatalf("attached: %+v, %t, %v", a, made, err)
			}
			listed, err := c.Attachments.List(ctx, "relatedType:dispute;relatedId:dp-1001")
			if diff := cmp.Diff([]rebilly.Attachment{*a}, listed); err != nil || diff != "" {
				t.Errorf("listed: %v\n%s", err, diff)
			}
			err = errors.Join(c.Attachments.Delete(ctx, "tf_a"), c.Files.Delete(ctx, id))
			_, gone := c.Files.Get(ctx, id)
			if err != nil || !apierr.NotFound(gone) || !apierr.NotFound(c.Attachments.Delete(ctx, "tf_a")) {
				t.Errorf("deleted: %v; then %v", err, gone)
			}
		})
	}
}

func TestTheSimulatedRateLimitIsWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		_, c := simulated(t, simulator.Guesses{RebillyRateLimit: simulator.RateLimit{Window: 3 * time.Minute, Calls: 5}})
		start := time.Now()
		for i := range 12 {
			if _, _, err := c.Disputes.Put(t.Context(), fmt.Sprintf("tf_%d", i), paid()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < 6*time.Minute || took > 8*time.Minute {
			t.Errorf("12 writes at 5 in 3 minutes took %s", took)
		}
	})
}

func TestAFaultyUploadLeavesNothing(t *testing.T) {
	t.Parallel()
	_, c := simulated(t, simulator.Guesses{})
	u := uploadOf("")
	u.Size, u.Open = 1<<20, func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("%PDF")), nil }
	if _, err := c.Files.Create(t.Context(), u); !apierr.NotSent(err) {
		t.Errorf("got %v", err)
	}
	if files, err := c.Files.Tagged(t.Context(), "tf-1"); err != nil || len(files) != 0 {
		t.Errorf("left behind: %+v, %v", files, err)
	}
}
