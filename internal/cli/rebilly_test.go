package cli_test

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// callRebilly sends one request to the simulated Rebilly of a world file.
func callRebilly(t *testing.T, file, key, method, path, body string) (status int, answer map[string]any) {
	t.Helper()
	s, err := simulator.Open(simulator.Options{File: file})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, simulator.BaseURL+"/organizations/"+simulator.RebillyOrganization+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Reb-Apikey", key)
	request.Header.Set("Content-Type", "application/json")
	response, err := (&http.Client{Transport: s.Transport()}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s %s: %s", method, path, text)
	}
	return response.StatusCode, answer
}

// TestGateway opens a dispute at Rebilly, and changes it behind the back of whoever looks at it.
func TestGateway(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	id := strings.TrimSpace(must(t, file, "gateway", "open", "--transaction", "txn-1002", "--amount", "45.50", "--type", "inquiry",
		"--case", "case-7", "--arn", "74537", "--reason-code", "13.1", "--posted", "3d", "--age", "2d", "--deadline", "7d"))
	_, before := callRebilly(t, file, simulator.RebillyAPIKey, "GET", "/disputes/"+id, "")
	want := map[string]any{
		"transactionId": "txn-1002", "currency": "EUR", "amount": 45.5, "type": "inquiry", "status": "response-needed", "reasonCode": "13.1",
		"caseId": "case-7", "acquirerReferenceNumber": "74537", "source": "webhook",
	}
	for name, value := range want {
		if before[name] != value {
			t.Errorf("%s is %v, want %v", name, before[name], value)
		}
	}
	for from, to := range map[string]string{"postedTime": "createdTime", "createdTime": "deadlineTime"} {
		if days := daysBetween(t, before[from], before[to]); days != map[string]int{"postedTime": 1, "createdTime": 9}[from] {
			t.Errorf("%d days between %s and %s", days, from, to)
		}
	}
	out := must(t, file, "gateway", "change", id, "--status", "won", "--type", "arbitration", "--amount", "45.60", "--case", "case-8", "--deadline", "0")
	if out != "Dispute "+id+" is won, revision 1.\n" {
		t.Errorf("change: %q", out)
	}
	_, after := callRebilly(t, file, simulator.RebillyAPIKey, "GET", "/disputes/"+id, "")
	want["status"], want["type"], want["amount"], want["caseId"], want["deadlineTime"] = "won", "arbitration", 45.6, "case-8", nil
	for name, value := range want {
		if after[name] != value {
			t.Errorf("%s is %v after the change, want %v", name, after[name], value)
		}
	}
	bare := strings.TrimSpace(must(t, file, "gateway", "open", "--bare"))
	if _, d := callRebilly(t, file, simulator.RebillyAPIKey, "GET", "/disputes/"+bare, ""); d["transactionId"] != nil || d["reasonCode"] != nil {
		t.Errorf("a bare dispute %v", d)
	}
}

func daysBetween(t *testing.T, from, to any) int {
	t.Helper()
	var moments [2]time.Time
	for i, value := range []any{from, to} {
		text, _ := value.(string)
		var err error
		if moments[i], err = time.Parse(time.RFC3339, text); err != nil {
			t.Fatal(err)
		}
	}
	return int(moments[1].Sub(moments[0]).Round(time.Hour) / (24 * time.Hour))
}

// TestListsBothSystems looks at a world in which something of everything is.
func TestListsBothSystems(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	_, uploaded := callRebilly(t, file, simulator.RebillyAPIKey, "POST", "/files",
		`{"file":"JVBERi0xLjQKJSVFT0YK","name":"receipt.pdf","tags":["case-1"],"isPublic":false}`)
	fileID, _ := uploaded["id"].(string)
	_, attached := callRebilly(t, file, simulator.RebillyAPIKey, "POST", "/attachments",
		`{"fileId":"`+fileID+`","relatedType":"dispute","relatedId":"dp-1001","name":"Receipt"}`)
	attachmentID, _ := attached["id"].(string)

	out := must(t, file, "list")
	wantLine(t, out, `(?s)^Mangopay\nDISPUTE .*^dispute-1001 .*^Rebilly\nDISPUTE .*^dp-1001 .*^FILE .*^ATTACHMENT `)
	wantLine(t, out, `^dp-1001 +first-chargeback +response-needed +13.1 +120.00 EUR +\d{4}-\S+ +0$`)
	wantLine(t, out, `^dp-1003 +first-chargeback +won +4853 +89.00 EUR +0$`)
	wantLine(t, out, `^`+fileID+` +receipt.pdf +application/pdf +15 +case-1$`)
	wantLine(t, out, `^`+attachmentID+` +`+fileID+` +dispute dp-1001 +Receipt$`)
	if out := must(t, file, "list", "--system", "rebilly"); !strings.HasPrefix(out, "Rebilly\nDISPUTE") || strings.Contains(out, "dispute-1001 ") {
		t.Errorf("list --system rebilly:\n%s", out)
	}
	if out := must(t, file, "list", "--system", "mangopay"); strings.Contains(out, "dp-1001") {
		t.Errorf("list --system mangopay:\n%s", out)
	}

	wantLine(t, must(t, file, "show", "dp-1001"), `(?s)^System +Rebilly$.*^Amount +120.00 EUR$.*^Attachment +`+attachmentID+` `+fileID+` Receipt$`)
	wantLine(t, must(t, file, "show", fileID), `^Content +application/pdf, 15 bytes, SHA-256 [0-9a-f]{64}$`)
	wantLine(t, must(t, file, "show", attachmentID), `^Attached to +dispute dp-1001$`)
	wantLine(t, must(t, file, "show", "dispute-1001"), `^System +Mangopay$`)
}

// TestJSONOfRebilly reads what other programs do.
func TestJSONOfRebilly(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	var all struct {
		Disputes           []simulator.RebillyDispute
		Files, Attachments []any
	}
	if err := json.Unmarshal([]byte(must(t, file, "list", "--json", "--system", "rebilly")), &all); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, d := range all.Disputes {
		ids = append(ids, d.ID)
	}
	slices.Sort(ids)
	if diff := cmp.Diff([]string{"dp-1001", "dp-1002", "dp-1003"}, ids); diff != "" {
		t.Error(diff)
	}
	if all.Files == nil || all.Attachments == nil {
		t.Errorf("no lists of files and attachments: %+v", all)
	}
	var one map[string]any
	if err := json.Unmarshal([]byte(must(t, file, "show", "dp-1002", "--json")), &one); err != nil {
		t.Fatal(err)
	}
	if one["status"] != "under-review" || one["amount"] != "45.50" || one["revision"] != 0.0 {
		t.Errorf("show --json: %v", one)
	}
	if _, ok := one["attachments"].([]any); !ok {
		t.Errorf("attachments of show --json: %v", one["attachments"])
	}
}

// TestIDOfBothSystems shows an id that a dispute has at Mangopay and another one at Rebilly.
func TestIDOfBothSystems(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	must(t, file, "gateway", "open", "--id", "dispute-1001")
	wantLine(t, must(t, file, "show", "dispute-1001"), `^System +Mangopay$`)
	wantLine(t, must(t, file, "show", "dispute-1001", "--system", "rebilly"), `^System +Rebilly$`)
}

func TestRestrictKey(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	const key = "sk_sandbox_reader"
	if status, _ := callRebilly(t, file, key, "GET", "/disputes/dp-1001", ""); status != http.StatusUnauthorized {
		t.Errorf("status %d before the key is there", status)
	}
	if out := must(t, file, "restrict-key", key, "GetDispute"); strings.Contains(out, key) {
		t.Errorf("the key was printed: %s", out)
	}
	if status, _ := callRebilly(t, file, key, "GET", "/disputes/dp-1001", ""); status != http.StatusOK {
		t.Errorf("status %d of what the key may", status)
	}
	if status, _ := callRebilly(t, file, key, "PUT", "/disputes/dp-1001", "{}"); status != http.StatusForbidden {
		t.Errorf("status %d of what the key may not", status)
	}
}

// TestRebillyFaultsAndGuesses turns both on as for Mangopay, and finds their names in the help.
func TestRebillyFaultsAndGuesses(t *testing.T) {
	t.Parallel()
	file := newWorld(t)
	must(t, file, "faults", "set", "forbidden", "--operation", "rebilly_get_dispute", "--times", "1")
	if status, _ := callRebilly(t, file, simulator.RebillyAPIKey, "GET", "/disputes/dp-1001", ""); status != http.StatusForbidden {
		t.Errorf("status %d of the call that the fault strikes", status)
	}
	must(t, file, "guesses", "set", `{"rebilly_times_with_offset": true}`)
	_, d := callRebilly(t, file, simulator.RebillyAPIKey, "GET", "/disputes/dp-1001", "")
	if posted, _ := d["postedTime"].(string); !strings.HasSuffix(posted, "+00:00") {
		t.Errorf("postedTime %q", posted)
	}
	wantLine(t, must(t, file, "journal"), ` 403 +rebilly_get_dispute +GET +/organizations/simulator/disputes/dp-1001 .* forbidden$`)
	for command, name := range map[string]string{"faults": "rebilly_put_attachment", "guesses": "rebilly_times_with_offset"} {
		if out := must(t, file, command, "set", "--help"); !strings.Contains(out, name) {
			t.Errorf("%s set --help does not name %s", command, name)
		}
	}
}
