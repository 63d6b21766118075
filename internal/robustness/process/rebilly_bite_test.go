//go:build unix

package process_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// TestRebillyChecksBite: each way to break the promise at Rebilly is found, and keeping it is not.
func TestRebillyChecksBite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   func(*hand)
		want string
	}{
		"as promised":     {func(h *hand) { h.record(keptID, "under-review"); h.attach(keptID, h.upload(2)) }, ""},
		"nothing":         {func(*hand) {}, "created were"},
		"another id":      {func(h *hand) { h.record("case-2", "under-review") }, "created were"},
		"two disputes":    {func(h *hand) { h.record(keptID, "under-review"); h.record("case-2", "lost") }, "created were"},
		"an older status": {func(h *hand) { h.record(keptID, "response-needed"); h.attach(keptID, h.upload(2)) }, "the dispute is"},
		"no file":         {func(h *hand) { h.record(keptID, "under-review") }, "the files are []"},
		"other bytes":     {func(h *hand) { h.record(keptID, "under-review"); h.attach(keptID, h.upload(3)) }, "the files are"},
		"a copy":          {func(h *hand) { h.record(keptID, "under-review"); h.attach(keptID, h.upload(2)); h.upload(2) }, "the files are"},
		"not attached":    {func(h *hand) { h.record(keptID, "under-review"); h.upload(2) }, "there are 0 attachments"},
		"attached elsewhere": {func(h *hand) {
			h.record(keptID, "under-review")
			h.attach("dp-1001", h.upload(2))
		}, "the attachment is"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := &hand{acctest.NewWorldOf(t, simulator.Options{}), t}
			c.do(h)
			journal, err := h.Journal()
			h.Do(err)
			w, err := keptIn(h.Simulator)
			h.Do(err)
			found := brokenAtRebilly(journal, w, &keeping{status: "under-review", files: []string{"b.png"}}, map[string][]byte{"b.png": acctest.PNG(2)})
			if c.want == "" && len(found) > 0 || !strings.Contains(strings.Join(found, "\n"), c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

// hand writes to Rebilly without the provider.
type hand struct {
	*acctest.World
	t *testing.T
}

func (h *hand) record(id, status string) {
	_, _, err := h.Rebilly().Disputes.Put(h.t.Context(), id, rebilly.Record{
		TransactionID: "txn-1001", Currency: "EUR", Amount: "12.60", ReasonCode: "13.1", Type: "first-chargeback", Status: status,
		PostedTime: time.Now(), CaseID: "R-7",
	})
	h.Do(err)
}

func (h *hand) upload(picture uint64) string {
	content := acctest.PNG(picture)
	f, err := h.Rebilly().Files.Create(h.t.Context(), rebilly.Upload{
		Size: int64(len(content)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil },
	})
	h.Do(err)
	return f.ID
}

func (h *hand) attach(dispute, file string) {
	_, _, err := h.Rebilly().Attachments.Put(h.t.Context(), "att-1", rebilly.AttachmentRecord{FileID: file, RelatedType: "dispute", RelatedID: dispute})
	h.Do(err)
}
