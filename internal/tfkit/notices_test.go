package tfkit_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// What is announced is logged as a warning and kept, each message once.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	ctx, announced := tfkit.WithNotices(tflogtest.RootLogger(t.Context(), &log))
	below := context.WithoutCancel(ctx)
	for _, message := range []string{"first", "second", "first"} {
		tfkit.Announce(below, message)
	}
	if diff := cmp.Diff([]string{"first", "second"}, announced()); diff != "" {
		t.Error(diff)
	}
	if got := log.String(); strings.Count(got, `"@level":"warn"`) != 3 || !strings.Contains(got, `"@message":"second"`) {
		t.Errorf("logged %s", got)
	}
}

// Boards do not see each other's messages, and without a board nothing is kept.
func TestAnnounceElsewhere(t *testing.T) {
	t.Parallel()
	one, of := tfkit.WithNotices(t.Context())
	other, ofOther := tfkit.WithNotices(one)
	tfkit.Announce(t.Context(), "nobody's")
	tfkit.Announce(other, "the other's")
	if got := of(); len(got) > 0 {
		t.Errorf("kept %q", got)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { tfkit.Announce(other, "at the same time") })
	}
	group.Wait()
	if diff := cmp.Diff([]string{"the other's", "at the same time"}, ofOther()); diff != "" {
		t.Error(diff)
	}
}
