package robustness_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"
)

// kept is a schedule that once broke a promise.
type kept struct {
	Seed  uint64 `json:"seed"`
	World string `json:"world"`
	Found string `json:"found"`
}

// TestKept plays the schedules that ever found a bug, or stand for one: seeds change
// their meaning with the scenarios, and a bug then gets the first seed that finds it
// again.
func TestKept(t *testing.T) {
	data, err := os.ReadFile("testdata/seeds.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []kept
	if err := json.Unmarshal(data, &all); err != nil || len(all) == 0 {
		t.Fatalf("%d seeds (%v)", len(all), err)
	}
	for _, one := range all {
		t.Run(strconv.FormatUint(one.Seed, 10), func(t *testing.T) {
			c, ok := worlds[one.World]
			if !ok {
				t.Fatalf("unknown world %q", one.World)
			}
			for _, v := range playOne(t, one.Seed, c).violations {
				t.Errorf("%s: %s (found before: %s)", v.Invariant, v.Detail, one.Found)
			}
		})
	}
}
