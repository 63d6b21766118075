package function_test

import (
	"maps"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
)

var (
	text      = tftypes.String
	fundsType = tftypes.Object{AttributeTypes: map[string]tftypes.Type{"amount": tftypes.Number, "currency": text}}
)

// dispute is what an engine hands over, changed by the given values.
func dispute(changes map[string]tftypes.Value) tftypes.Value {
	attributes := map[string]tftypes.Value{
		"id":           tftypes.NewValue(text, "dispute-1001"),
		"dispute_type": tftypes.NewValue(text, "CONTESTABLE"),
		"status":       tftypes.NewValue(text, "PENDING_CLIENT_ACTION"),
		"result_code":  tftypes.NewValue(text, nil),
		"reason_type":  tftypes.NewValue(text, "FRAUD"),
		"disputed_funds": tftypes.NewValue(fundsType, map[string]tftypes.Value{
			"amount": tftypes.NewValue(tftypes.Number, 1260), "currency": tftypes.NewValue(text, "EUR"),
		}),
		"contest_deadline": tftypes.NewValue(text, "2026-12-01T10:00:00Z"),
		"created_at":       tftypes.NewValue(text, "2026-11-20T09:30:00+01:00"),
	}
	types := map[string]tftypes.Type{}
	maps.Copy(attributes, changes)
	for name, v := range attributes {
		types[name] = v.Type()
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: types}, attributes)
}

// call returns the printed attributes of the result, "" for null.
func call(t *testing.T, argument tftypes.Value) (map[string]string, *tfprotov6.FunctionError) {
	t.Helper()
	server := provider.NewServer("test")()
	functions, err := server.GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	wire, err := tfprotov6.NewDynamicValue(argument.Type(), argument)
	if err != nil {
		t.Fatal(err)
	}
	const name = "rebilly_record"
	resp, err := server.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: []*tfprotov6.DynamicValue{&wire}})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Error != nil {
		return nil, resp.Error
	}
	result, err := resp.Result.Unmarshal(functions.Functions[name].Return.Type)
	if err != nil {
		t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	if err := result.As(&attributes); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, v := range attributes {
		out[name] = printed(t, v)
	}
	return out, nil
}

// printed is a text or a number; "" for null.
func printed(t *testing.T, v tftypes.Value) string {
	t.Helper()
	var word string
	number := new(big.Float)
	var err error
	switch {
	case v.IsNull():
		return ""
	case v.Type().Is(text):
		err = v.As(&word)
	default:
		err = v.As(&number)
		word = number.Text('f', -1)
	}
	if err != nil {
		t.Fatal(err)
	}
	return word
}

func TestRebillyRecord(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		"status": "response-needed", "type": "first-chargeback", "reason_code": "fraudulent",
		"amount": "1260", "currency": "EUR", "case_id": "dispute-1001",
		"posted_time": "2026-11-20T08:30:00Z", "deadline_time": "2026-12-01T10:00:00Z",
	}
	for name, test := range map[string]struct {
		changes map[string]tftypes.Value
		want    map[string]string
	}{
		"whole": {nil, nil},
		"won": {
			map[string]tftypes.Value{"status": tftypes.NewValue(text, "CLOSED"), "result_code": tftypes.NewValue(text, "WON")},
			map[string]string{"status": "won"},
		},
		"without a deadline": {map[string]tftypes.Value{"contest_deadline": tftypes.NewValue(text, nil)}, map[string]string{"deadline_time": ""}},
		"without funds": {
			map[string]tftypes.Value{"disputed_funds": tftypes.NewValue(fundsType, nil)},
			map[string]string{"amount": "", "currency": ""},
		},
		"funds that are not determined": {
			map[string]tftypes.Value{"disputed_funds": tftypes.NewValue(fundsType, map[string]tftypes.Value{
				"amount": tftypes.NewValue(tftypes.Number, 0), "currency": tftypes.NewValue(text, "XXX"),
			})},
			map[string]string{"amount": "", "currency": ""},
		},
		"what nobody tells": {
			map[string]tftypes.Value{
				"status": tftypes.NewValue(text, nil), "dispute_type": tftypes.NewValue(text, nil),
				"reason_type": tftypes.NewValue(text, nil), "created_at": tftypes.NewValue(text, nil),
			},
			map[string]string{"status": "unknown", "type": "", "reason_code": "general", "posted_time": ""},
		},
	} {
		want := maps.Clone(whole)
		maps.Copy(want, test.want)
		got, refused := call(t, dispute(test.changes))
		if refused != nil {
			t.Fatalf("%s: %s", name, refused.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRebillyRecordRefuses(t *testing.T) {
	t.Parallel()
	for attribute, test := range map[string]struct {
		value tftypes.Value
		want  string
	}{
		"id":               {tftypes.NewValue(text, nil), "dispute.id is not set: it becomes the case_id"},
		"created_at":       {tftypes.NewValue(text, "yesterday"), `dispute.created_at is "yesterday", which is not a time in RFC 3339`},
		"contest_deadline": {tftypes.NewValue(text, "2026-12-01"), `dispute.contest_deadline is "2026-12-01", which is not a time in RFC 3339`},
		"disputed_funds": {
			tftypes.NewValue(fundsType, map[string]tftypes.Value{"amount": tftypes.NewValue(tftypes.Number, 12.6), "currency": tftypes.NewValue(text, "EUR")}),
			"integer",
		},
	} {
		got, refused := call(t, dispute(map[string]tftypes.Value{attribute: test.value}))
		switch {
		case refused == nil:
			t.Errorf("%s: not refused, but %v", attribute, got)
		case !strings.Contains(refused.Text, test.want) || refused.FunctionArgument == nil || *refused.FunctionArgument != 0:
			t.Errorf("%s: refused with %q", attribute, refused.Text)
		}
	}
}

// The documentation of the function holds the whole table of the mapping.
func TestRebillyRecordIsDocumented(t *testing.T) {
	t.Parallel()
	functions, err := provider.NewServer("test")().GetFunctions(t.Context(), &tfprotov6.GetFunctionsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	described := functions.Functions["rebilly_record"].Description
	for _, row := range evidence.RebillyMapping() {
		if !strings.Contains(described, "| `"+row.Value+"` | "+row.Why+" |") {
			t.Errorf("no row for %q, %q", row.Value, row.Why)
		}
		for _, condition := range []string{row.Status, row.DisputeType, row.ResultCode, row.ReasonType} {
			if condition != "" && !strings.Contains(described, "`"+condition+"`") {
				t.Errorf("no condition %q", condition)
			}
		}
	}
}
