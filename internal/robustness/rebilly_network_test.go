package robustness_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// nameRebilly finds out what a request to Rebilly is for; false says that it is none.
func (x *exchange) nameRebilly(method string, parts []string) bool {
	if parts[0] == "organizations" && len(parts) > 2 {
		parts = parts[2:]
	}
	collection := map[string]string{"disputes": "dispute", "files": "file", "attachments": "attachment"}[parts[0]]
	if collection == "" {
		return false
	}
	if len(parts) > 1 {
		x.object = parts[1]
	}
	verb := map[string]string{http.MethodGet: "get_", http.MethodPut: "put_", http.MethodDelete: "delete_", http.MethodPost: "create_"}[method]
	switch {
	case x.object == "" && method == http.MethodGet:
		verb, collection = "list_", parts[0]
	case collection == "file" && method == http.MethodPut:
		verb = "update_"
	}
	x.operation, x.fresh = "rebilly_"+verb+collection, x.process.run.get(x.resource) == nil && !x.released()
	if x.operation == "rebilly_put_dispute" {
		x.operation = map[bool]string{true: opPutNew, false: opPutAgain}[x.fresh]
	}
	return true
}

// released tells whether the same run has let go of the object, in order to replace it.
func (x *exchange) released() bool {
	id, _ := x.process.released.Load(x.resource)
	return id == x.object
}

// glance is what an answer says of a dispute.
type glance struct {
	Status, Type string
	DeadlineTime *time.Time
	Revision     int64
}

// look reads what a client needs to be told: a dispute as it is, and the id of what it has made.
func (x *exchange) look(resp *http.Response) {
	looks := (x.operation == opGetRecord || x.operation == opPutNew || x.operation == opPutAgain) && resp.StatusCode == http.StatusOK
	made := strings.HasPrefix(x.operation, "rebilly_") && resp.StatusCode == http.StatusCreated && x.fault != truncatedAnswer
	if !looks && !made {
		return
	}
	content, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(content), endOf{err}))
	var answer struct {
		ID string
		glance
	}
	if json.Unmarshal(content, &answer) != nil {
		return // it was cut off
	}
	if x.seen = answer.glance; made {
		x.id = answer.ID
	}
}

// endOf is the end of an answer, as it came.
type endOf struct{ err error }

// Read implements io.Reader.
func (b endOf) Read([]byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	return 0, io.EOF
}

// judgeWritten: what is written is what was planned, all of it.
func (s *schedule) judgeWritten(p *process, x *exchange) {
	planned, ok := p.intended.Load(x.resource)
	if !ok || len(x.sent) == 0 {
		return
	}
	var sent map[string]any
	if err := unmarshal(x.sent, &sent); err != nil {
		s.violate("written", "%s of %s has a body that is no JSON: %v", x.operation, x.resource, err)
		return
	}
	want := s.bodyOf(planned.(tftypes.Value), x.operation)
	if x.operation == opUpload || x.operation == opDescribe {
		s.judgeTags(x, sent, planned.(tftypes.Value))
	}
	if r := p.run.stage.want.record(x.resource); x.operation == opPutAgain && x.released() && r != nil && r.yields {
		// A creation is planned with what is configured, and writes what the gateway says.
		delete(want, "status")
		delete(want, "type")
		delete(want, "deadlineTime")
	}
	for name, value := range want {
		if got, there := sent[name]; !there || !alike(name, got, value) {
			s.violate("written", "%s of %s sends %s = %v, and %v was planned", x.operation, x.resource, name, got, value)
		}
	}
	if x.operation == opUpload {
		content, _ := sent["file"].(string)
		if sha := acctest.SHA256(decoded(content)); sha != text(planned.(tftypes.Value), "sha256") {
			s.violate("written", "%s sends bytes that were not planned", x.resource)
		}
	}
}

// bodyOf are the fields that a planned value says.
func (s *schedule) bodyOf(planned tftypes.Value, operation string) map[string]any {
	names := map[string]string{"name": "name", "description": "description"}
	switch operation {
	case opPutNew, opPutAgain:
		names = map[string]string{
			"transactionId": "transaction_id", "currency": "currency", "reasonCode": "reason_code", "type": "type", "status": "status",
			"postedTime": "posted_time", "deadlineTime": "deadline_time", "caseId": "case_id", "acquirerReferenceNumber": "acquirer_reference_number",
		}
	case opAttach:
		names["fileId"], names["relatedId"] = "file_id", "dispute_id"
	}
	want := map[string]any{}
	for field, attribute := range names {
		want[field] = text(planned, attribute)
	}
	switch operation {
	case opPutNew, opPutAgain:
		var minor big.Float
		if err := attributes(planned)["amount"].As(&minor); err != nil {
			panic(err) // it is required
		}
		whole, _ := minor.Rat(nil)
		want["amount"] = units(whole, text(planned, "currency"))
	case opAttach:
		want["relatedType"] = "dispute"
	default:
		var public bool
		_ = attributes(planned)["is_public"].As(&public) // null is false
		want["isPublic"] = public
	}
	return want
}

// alike compares a field that was sent with the planned one. Null stands for "".
func alike(name string, sent, planned any) bool {
	switch {
	case sent == nil:
		return planned == ""
	case strings.HasSuffix(name, "Time"):
		got, _ := sent.(string)
		a, b := moment3339(got), moment3339(planned.(string))
		return a != nil && b != nil && a.Equal(*b)
	case name == "amount":
		number, _ := sent.(json.Number)
		got, ok := new(big.Rat).SetString(number.String())
		return ok && got.Cmp(planned.(*big.Rat)) == 0
	}
	return sent == planned
}

// judgeTags: a file carries the user's tags and one mark, and once it was taken over a claim.
func (s *schedule) judgeTags(x *exchange, sent map[string]any, planned tftypes.Value) {
	var want, got []string
	for _, one := range elements(attributes(planned)["tags"]) {
		var tag string
		_ = one.As(&tag) // a text
		want = append(want, tag)
	}
	all, _ := sent["tags"].([]any)
	for _, tag := range all {
		got = append(got, tag.(string))
	}
	own, marks := evidence.RebillyUserTags(got), 1
	if evidence.RebillyClaimOf(got) != "" {
		marks++
	}
	if len(got) != len(own)+marks || !slices.Equal(slices.Sorted(slices.Values(own)), slices.Sorted(slices.Values(want))) {
		s.violate("written", "%s of %s sends the tags %q, and %q and a mark were planned", x.operation, x.resource, got, want)
	}
}

// unmarshal keeps numbers digit by digit.
func unmarshal(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return decoder.Decode(into)
}
