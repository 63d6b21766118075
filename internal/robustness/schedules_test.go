package robustness_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/robustness/report"
)

var (
	first    = flag.Uint64("first", 1, "seed of the first schedule")
	seeds    = flag.Uint64("seeds", 200, "number of schedules")
	world    = flag.String("world", report.Usual, "usual: idempotency keys are reserved on arrival; worst: they are not, and somebody applies again within a minute")
	stop     = flag.Bool("stop", false, "stop at the first violation")
	keptFile = flag.String("report", "", "file to keep the totals in, as JSON; a campaign that it has in part goes on")
)

// worlds are the conditions that can be chosen.
var worlds = map[string]conditions{
	report.Usual: {},
	report.Worst: {keysNotReserved: true, longest: time.Minute, allowed: 0.005},
}

// TestSchedules plays schedules and holds each to the invariants. A campaign with a
// report that was broken off goes on where it stopped.
func TestSchedules(t *testing.T) {
	c, ok := worlds[*world]
	if !ok {
		t.Fatalf("unknown world %q", *world)
	}
	if _, err := schemas(); err != nil {
		t.Fatal(err)
	}
	sum, err := resume(*keptFile, newTotals(*world, *first, *seeds))
	if err != nil {
		t.Fatal(err)
	}
	sum.playAll(t, c)
	if open := openPages(); len(open) > 0 {
		t.Errorf("page files were left open: %v", open)
	}
	t.Log("\n" + sum.table())
	if missing := sum.missing(); sum.Played >= enough && missing != nil {
		t.Errorf("%d schedules, and no request has met: %s", sum.Played, strings.Join(missing, "; "))
	}
	if sum.Played >= enough && sum.Waits == 0 {
		t.Error("no call was ever held back")
	}
	if allowed := c.allowed * float64(sum.Played); float64(len(sum.Violations)) > allowed {
		t.Errorf("%d of %d schedules break a promise; the first: %s", len(sum.Violations), sum.Played, repeat(sum.Violations[0]))
	}
}

// enough is how many schedules must have met every misfortune of every one-way request.
const enough = 10000

// batch is how many schedules are played between two notes of how far a campaign is.
const batch = 5000

// playAll plays the seeds that were not played yet, batch by batch.
func (sum *totals) playAll(t *testing.T, c conditions) {
	for sum.Played < sum.Schedules && (!*stop || len(sum.Violations) == 0) {
		began, from := time.Now(), sum.Played
		sum.playBatch(t, c, min(batch, sum.Schedules-from))
		sum.Seconds += time.Since(began).Seconds()
		if err := sum.write(*keptFile); err != nil {
			t.Fatal(err)
		}
		t.Logf("%d of %d schedules, %.0f a second, %d violations", sum.Played, sum.Schedules, float64(sum.Played-from)/time.Since(began).Seconds(), len(sum.Violations))
	}
}

// told is how many schedules that broke a promise are told with their history.
const told = 3

// playBatch plays the next schedules on all processors.
func (sum *totals) playBatch(t *testing.T, c conditions, number uint64) {
	var next atomic.Uint64
	var workers sync.WaitGroup
	from := sum.First + sum.Played
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				n := next.Add(1) - 1
				if n >= number || *stop && sum.broken() {
					return
				}
				s := playOne(t, from+n, c)
				if number := sum.add(s); len(s.violations) > 0 && number <= told {
					t.Log(s.chronicle())
				}
			}
		})
	}
	workers.Wait()
}

// playOne plays one seed in a bubble of its own. Goroutines that do not end break the
// bubble, and with it a promise.
func playOne(t *testing.T, seed uint64, c conditions) (s *schedule) {
	sc := newScenario(seed, c)
	defer func() {
		if reason := recover(); reason != nil {
			s = &schedule{scenario: sc, violations: []violation{{"goroutines", fmt.Sprint(reason)}}}
			if testing.Verbose() && *seeds == 1 {
				stacks := make([]byte, 1<<20)
				t.Logf("%s", stacks[:runtime.Stack(stacks, true)])
			}
		}
	}()
	synctest.Test(t, func(*testing.T) {
		var err error
		if s, err = play(sc); err != nil {
			s = &schedule{scenario: sc, violations: []violation{{"harness", err.Error()}}}
		}
	})
	if testing.Verbose() && *seeds == 1 {
		t.Log(s.chronicle())
	}
	return s
}

// chronicle tells what happened, for people.
func (s *schedule) chronicle() string {
	var out strings.Builder
	fmt.Fprintf(&out, "seed %d: %d disputes, about %s, guesses %+v, fault rate %v\n", s.seed, s.disputes, s.class, s.guesses, s.rate)
	for i, one := range s.stages {
		fmt.Fprintf(&out, "stage %d: %+v\n  %+v\n", i, one.want, one.disturbed)
	}
	if len(s.history) == 0 {
		return out.String()
	}
	start := s.history[0].begun
	for _, x := range s.history {
		since := func(at time.Time) string {
			if at.IsZero() {
				return "-"
			}
			return at.Sub(start).Round(time.Millisecond).String()
		}
		fmt.Fprintf(&out, "%12s %12s %12s run %d process %d %s %s: %s %s%s %s -> %d %s told=%v\n", since(x.begun), since(x.reached), since(x.finished),
			x.process.run.number, x.process.number, x.process.phase, x.resource, x.operation, x.dispute, x.document, x.fault, x.status, x.id, x.told)
	}
	for _, v := range s.violations {
		fmt.Fprintf(&out, "VIOLATION %s: %s\n", v.Invariant, v.Detail)
	}
	return out.String()
}

// openPages lists the page files that this process has open; none where that cannot be
// told.
func openPages() (open []string) {
	const descriptors = "/proc/self/fd"
	entries, _ := os.ReadDir(descriptors) // elsewhere there is nothing to see
	for _, entry := range entries {
		if target, err := os.Readlink(filepath.Join(descriptors, entry.Name())); err == nil && strings.HasSuffix(target, ".png") {
			open = append(open, target)
		}
	}
	return open
}
