package tfkit

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Text is the one representation of an optional text of the API: its "" and its
// null are both null here.
func Text(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// Time is an instant of the API in RFC 3339, UTC, whole seconds; null when the
// API has none.
func Time(t time.Time) timetypes.RFC3339 {
	if t.IsZero() {
		return timetypes.NewRFC3339Null()
	}
	return timetypes.NewRFC3339TimeValue(t.UTC().Truncate(time.Second))
}

// Instant is the time of a configured value, zero when it is null or unknown.
func Instant(v timetypes.RFC3339) time.Time {
	if v.IsNull() || v.IsUnknown() {
		return time.Time{}
	}
	t, diags := v.ValueRFC3339Time()
	if diags.HasError() {
		return time.Time{}
	}
	return t
}

// Known tells whether every value is set and known.
func Known(values ...attr.Value) bool {
	for _, v := range values {
		if v.IsNull() || v.IsUnknown() {
			return false
		}
	}
	return true
}

// Strings are the elements of a list of texts; none when it is null.
func Strings(ctx context.Context, list types.List, diags *diag.Diagnostics) []string {
	var out []string
	if Known(list) {
		diags.Append(list.ElementsAs(ctx, &out, false)...)
	}
	return out
}
