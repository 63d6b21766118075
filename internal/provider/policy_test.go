package provider_test

import (
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
		{object{"deadline_warning": "soon"}, []string{"ERROR [policy.deadline_warning]", `"soon"`}},
		{object{"deadline_margin": "3d"}, []string{"ERROR [policy.deadline_margin]", `"3d"`}},
		{object{"deadline_margin": "-2h"}, []string{`ERROR [policy.deadline_margin] Negative duration: "-2h" is less than nothing.`}},
		{object{"api_reserve": 1}, []string{"ERROR [policy.api_reserve] Not a share: 1 is not between 0 and 1.", "nothing could be sent at all"}},
		{object{"api_reserve": -0.1}, []string{"ERROR [policy.api_reserve] Not a share: -0.1"}},
		{object{"api_reserve": 20}, []string{"ERROR [policy.api_reserve] Not a share: 20"}},
		{object{"max_rate_limit_wait": "5"}, []string{"ERROR [policy.max_rate_limit_wait]", `"5"`}},
		{object{"max_rate_limit_wait": "-5m"}, []string{`ERROR [policy.max_rate_limit_wait] Negative duration: "-5m"`}},
		{object{"on_destroy": "delete"}, []string{"ERROR [policy.on_destroy]", `"forget" "refuse"`}},
		{object{"allowed_directories": []any{}}, []string{"ERROR [policy.allowed_directories]"}},
		{object{"allowed_directories": []any{""}}, []string{"ERROR [policy.allowed_directories"}},
		{object{"allowed_directories": []any{nil}}, []string{"ERROR [policy.allowed_directories"}},
	} {
		want(t, start(t).validate(object{"policy": test.policy}), test.wanted...)
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
