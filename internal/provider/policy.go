package provider

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

const (
	onDestroyForget = "forget"
	onDestroyRefuse = "refuse"

	defaultDeadlineWarning  = 72 * time.Hour
	defaultDeadlineMargin   = 2 * time.Hour
	defaultAPIReserve       = 0.2
	defaultMaxRateLimitWait = 5 * time.Minute
)

// policies is the policy block with its defaults applied, as each system needs it.
type policies struct {
	mangopay platform.Policy
	rebilly  organization.Policy
	files    evidence.Directories
	limits   limits
}

// configurePolicy applies the defaults of the policy block. A value that is not
// known yet counts as its default until the apply.
func configurePolicy(ctx context.Context, m model, diags *diag.Diagnostics) policies {
	block := m.policy(ctx, diags)
	warning := duration("deadline_warning", block.DeadlineWarning, defaultDeadlineWarning, diags)
	refuseDestroy := block.OnDestroy.ValueString() == onDestroyRefuse
	return policies{
		mangopay: platform.Policy{
			RequireApproval: block.RequireApproval.ValueBool(),
			DeadlineWarning: warning,
			DeadlineMargin:  duration("deadline_margin", block.DeadlineMargin, defaultDeadlineMargin, diags),
			RefuseDestroy:   refuseDestroy,
			MarkDocuments:   orTrue(block.MarkDocuments),
			VerifyContents:  orTrue(block.VerifyContents),
		},
		rebilly: organization.Policy{
			RefuseDestroy:     refuseDestroy,
			AutomationWarning: orTrue(block.AutomationWarning),
			DeadlineWarning:   warning,
		},
		files:  configureFiles(ctx, m.Policy.IsUnknown(), block, diags),
		limits: limitsOf(block, diags),
	}
}

// configureFiles says where files may come from.
func configureFiles(ctx context.Context, unknown bool, block policyModel, diags *diag.Diagnostics) evidence.Directories {
	directory, err := os.Getwd()
	if err != nil {
		diags.AddError("The working directory cannot be found", err.Error())
	}
	files, err := evidence.NewDirectories(directory, allowedDirectories(ctx, directory, unknown, block, diags))
	if err != nil {
		diags.AddAttributeError(path.Root("policy").AtName("allowed_directories"), "Directory cannot be used", err.Error())
	}
	return files
}

// allowedDirectories are the configured ones. While they are not known no file is
// refused for where it is; the apply, which knows them, is what sends.
func allowedDirectories(ctx context.Context, working string, unknown bool, block policyModel, diags *diag.Diagnostics) []string {
	list := block.AllowedDirectories
	if unknown || list.IsUnknown() || slices.ContainsFunc(list.Elements(), attr.Value.IsUnknown) {
		return []string{filepath.VolumeName(working) + string(filepath.Separator)}
	}
	return tfkit.Strings(ctx, list, diags)
}

// limits is how the account's rate limits are shared with what else runs on it.
type limits struct {
	reserve float64       // share of every limit that is left alone
	wait    time.Duration // longest wait for room in a limit
}

func limitsOf(block policyModel, diags *diag.Diagnostics) limits {
	l := limits{
		reserve: defaultAPIReserve,
		wait:    duration("max_rate_limit_wait", block.MaxRateLimitWait, defaultMaxRateLimitWait, diags),
	}
	if tfkit.Known(block.APIReserve) {
		l.reserve = block.APIReserve.ValueFloat64()
	}
	if l.reserve < 0 || l.reserve >= 1 {
		diags.AddAttributeError(path.Root("policy").AtName("api_reserve"), "Not a share",
			fmt.Sprintf("%v is not between 0 and 1. With 0.2 a fifth of every rate limit is left alone; with 1 nothing could be sent at all.", l.reserve))
	}
	if l.wait == 0 {
		l.wait = time.Nanosecond // no wait at all; zero is the client's own default
	}
	return l
}

// duration reads a time of the policy block, which may be zero and not less. It names
// the attribute, because engines only show the line of the block.
func duration(name string, v types.String, fallback time.Duration, diags *diag.Diagnostics) time.Duration {
	if !tfkit.Known(v) {
		return fallback
	}
	at := path.Root("policy").AtName(name)
	d, err := time.ParseDuration(v.ValueString())
	switch {
	case err != nil:
		diags.AddAttributeError(at, "Not a duration", fmt.Sprintf("policy.%s is %q, which is not a Go duration such as \"48h\" or \"30m\".", name, v.ValueString()))
	case d < 0:
		diags.AddAttributeError(at, "Negative duration", fmt.Sprintf("policy.%s is %q, which is less than nothing. Use \"0s\" to switch this off.", name, v.ValueString()))
	}
	return d
}

func orTrue(v types.Bool) bool {
	return !tfkit.Known(v) || v.ValueBool()
}
