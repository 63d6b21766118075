package provider_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
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
		{object{"on_destroy": "delete"}, []string{"ERROR [policy.on_destroy]", `"forget" "refuse"`}},
		{object{"allowed_directories": []any{}}, []string{"ERROR [policy.allowed_directories]"}},
		{object{"allowed_directories": []any{""}}, []string{"ERROR [policy.allowed_directories"}},
		{object{"allowed_directories": []any{nil}}, []string{"ERROR [policy.allowed_directories"}},
	} {
		want(t, start(t).validate(object{"policy": test.policy}), test.wanted...)
	}
}

func TestDirectoryThatDoesNotExist(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "evidence")
	config := sandbox(nil)
	config["policy"] = object{"allowed_directories": []any{missing}}
	want(t, start(t).configure(config), "ERROR [policy.allowed_directories] Directory cannot be used: allowed directory", missing, "no such file or directory")
}
