package tfkit

import (
	"context"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// StringRule runs a rule about one text at validate, without network. Only its errors are
// reported: engines show what validate and plan warn of as two warnings, so that warnings
// are the plan's to give, which also knows whether they are news.
func StringRule(description string, check func(string) []evidence.Finding) validator.String {
	return stringRule{description, check}
}

type stringRule struct {
	description string
	check       func(string) []evidence.Finding
}

func (r stringRule) Description(context.Context) string         { return r.description }
func (r stringRule) MarkdownDescription(context.Context) string { return r.description }

func (r stringRule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if Known(req.ConfigValue) {
		Report(&resp.Diagnostics, req.Path, errorsOf(r.check(req.ConfigValue.ValueString()))...)
	}
}

// errorsOf leaves warnings out.
func errorsOf(findings []evidence.Finding) []evidence.Finding {
	return slices.DeleteFunc(findings, func(f evidence.Finding) bool { return f.Severity != evidence.Error })
}

// NumberRule runs a rule about one number at validate, as StringRule does. A number
// that must be whole is better declared so by a rule than by its type, whose
// refusal does not say what to do.
func NumberRule(description string, check func(*big.Float) []evidence.Finding) validator.Number {
	return numberRule{description, check}
}

type numberRule struct {
	description string
	check       func(*big.Float) []evidence.Finding
}

func (r numberRule) Description(context.Context) string         { return r.description }
func (r numberRule) MarkdownDescription(context.Context) string { return r.description }

func (r numberRule) ValidateNumber(_ context.Context, req validator.NumberRequest, resp *validator.NumberResponse) {
	if Known(req.ConfigValue) {
		Report(&resp.Diagnostics, req.Path, errorsOf(r.check(req.ConfigValue.ValueBigFloat()))...)
	}
}
