package provider_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	own "github.com/disputeops/terraform-provider-disputes/internal/provider"
)

func TestPolicy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		policy any
		want   platform.Policy
	}{
		"default": {nil, platform.Policy{DeadlineWarning: 72 * time.Hour, DeadlineMargin: 2 * time.Hour, MarkDocuments: true, VerifyContents: true}},
		"unknown": {unknown{}, platform.Policy{DeadlineWarning: 72 * time.Hour, DeadlineMargin: 2 * time.Hour, MarkDocuments: true, VerifyContents: true}},
		"all": {
			object{
				"require_approval": true, "deadline_warning": "48h", "deadline_margin": "0s", "on_destroy": "refuse",
				"mark_documents": false, "verify_contents": false,
			},
			platform.Policy{RequireApproval: true, DeadlineWarning: 48 * time.Hour, RefuseDestroy: true},
		},
	} {
		config := sandbox(nil)
		config["policy"] = test.policy
		p, said := account(t, config)
		silent(t, said)
		if diff := cmp.Diff(test.want, p.Policy); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPolicyRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		policy object
		wanted []string
	}{
		{object{"api_reserve": 1}, []string{"ERROR [policy.api_reserve] Not a share: 1 is not between 0 and 1.", "nothing could be sent at all"}},
		{object{"api_reserve": -0.1}, []string{"ERROR [policy.api_reserve] Not a share: -0.1"}},
		{object{"api_reserve": 20}, []string{"ERROR [policy.api_reserve] Not a share: 20"}},
		{object{"on_destroy": "delete"}, []string{"ERROR [policy.on_destroy]", `"forget" "refuse"`}},
		{object{"allowed_directories": []any{}}, []string{"ERROR [policy.allowed_directories]"}},
		{object{"allowed_directories": []any{""}}, []string{"ERROR [policy.allowed_directories"}},
		{object{"allowed_directories": []any{nil}}, []string{"ERROR [policy.allowed_directories"}},
	} {
		want(t, start(t).validate(object{"policy": test.policy}), test.wanted...)
	}
}

// A duration that is none is refused once, on its attribute, in one sentence that names it.
func TestPolicyRefusesDurations(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"deadline_warning", "deadline_margin", "max_rate_limit_wait"} {
		for text, wanted := range map[string]string{
			"soon": `Not a duration: policy.%s is "soon", which is not a Go duration such as "48h" or "30m".`,
			"3d":   `Not a duration: policy.%s is "3d", which is not a Go duration such as "48h" or "30m".`,
			"5":    `Not a duration: policy.%s is "5", which is not a Go duration such as "48h" or "30m".`,
			"":     `Not a duration: policy.%s is "", which is not a Go duration such as "48h" or "30m".`,
			"-2h":  `Negative duration: policy.%s is "-2h", which is less than nothing. Use "0s" to switch this off.`,
		} {
			wanted = fmt.Sprintf("ERROR [policy.%s] "+wanted+"\n", name, name)
			if got := start(t).validate(object{"policy": object{name: text}}); got != wanted {
				t.Errorf("got %q, want %q", got, wanted)
			}
		}
	}
}

// What the policy says of rate limits reaches the client; what is not known yet counts
// as its default.
func TestRateLimitPolicy(t *testing.T) {
	t.Parallel()
	type limits struct {
		reserve float64
		wait    time.Duration
	}
	for name, test := range map[string]struct {
		policy any
		want   limits
	}{
		"default":      {nil, limits{0.2, 5 * time.Minute}},
		"unknown":      {unknown{}, limits{0.2, 5 * time.Minute}},
		"unknown both": {object{"api_reserve": unknown{}, "max_rate_limit_wait": unknown{}}, limits{0.2, 5 * time.Minute}},
		"both":         {object{"api_reserve": 0.5, "max_rate_limit_wait": "20m"}, limits{0.5, 20 * time.Minute}},
		"none":         {object{"api_reserve": 0, "max_rate_limit_wait": "0s"}, limits{0, time.Nanosecond}},
	} {
		var got limits
		s := start(t, own.WithConnection(func(c *mangopay.Config) { got = limits{c.Reserve, c.MaxRateLimitWait} }))
		config := sandbox(nil)
		config["policy"] = test.policy
		silent(t, s.validate(config))
		silent(t, s.configure(config))
		if got != test.want {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

func TestDirectoryThatDoesNotExist(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "evidence")
	config := sandbox(nil)
	config["policy"] = object{"allowed_directories": []any{missing}}
	want(t, start(t).configure(config), "ERROR [policy.allowed_directories] Directory cannot be used: allowed directory", missing, "no such file or directory")
}
