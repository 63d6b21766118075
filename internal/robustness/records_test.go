package robustness_test

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// record is a dispute that a configuration keeps at Rebilly.
type record struct {
	name       string // of the resource
	id         string // chosen; "" derives one
	generation int
	yields     bool // the gateway has the authority over status, type and deadline
	facts
}

// facts are the ten fields of a dispute that a client writes.
type facts struct {
	transaction, currency string
	minor                 int // amount in minor units of the currency
	reason, kind, status  string
	posted, deadline      string // RFC 3339; "" for none
	caseID, reference     string // "" for none
}

// uploaded is a file that a configuration keeps at Rebilly.
type uploaded struct {
	name              string // of the resource
	page              int    // index in the pool
	title, words, tag string // name, description and a tag of the user's; "" for none
	public            bool
	generation        int
}

// tie attaches a file to a dispute.
type tie struct {
	name, record, file string // of resources
	title              string // "" for none
}

func find[T any](all []T, name string, nameOf func(*T) string) *T {
	for i := range all {
		if nameOf(&all[i]) == name {
			return &all[i]
		}
	}
	return nil
}

func (d desired) record(name string) *record {
	return find(d.records, name, func(r *record) string { return r.name })
}

func (d desired) file(name string) *uploaded {
	return find(d.files, name, func(u *uploaded) string { return u.name })
}

func (d desired) tie(name string) *tie {
	return find(d.ties, name, func(t *tie) string { return t.name })
}

// key is the record's id at Rebilly.
func (r record) key() string {
	return cmp.Or(r.id, evidence.RebillyDisputeID(evidence.RebillyNatural{
		TransactionID: r.transaction, PostedTime: *moment3339(r.posted), Generation: int64(r.generation),
	}))
}

// mark is the tag by which the upload is found.
func (u uploaded) mark(pages []page) string {
	return evidence.RebillyFileMark(pages[u.page].sha256, int64(u.generation))
}

// moment3339 is an instant in whole seconds; nil for "".
func moment3339(text string) *time.Time {
	if text == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err) // times are drawn from a list
	}
	at = at.UTC().Truncate(time.Second)
	return &at
}

// decimals are those of the currencies that are drawn.
var decimals = map[string]int64{"EUR": 2, "JPY": 0, "KWD": 3}

// units are an amount in units of a currency, exactly.
func units(minor *big.Rat, currency string) *big.Rat {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(decimals[currency]), nil)
	return new(big.Rat).Quo(minor, new(big.Rat).SetInt(scale))
}

// rebillyBlocks writes what the configuration keeps at Rebilly.
func (d desired) rebillyBlocks(pages []page) []block {
	var out []block
	for _, r := range d.records {
		body := map[string]any{
			"transaction_id": r.transaction, "amount": r.minor, "currency": r.currency, "reason_code": r.reason, "type": r.kind,
			"status": r.status, "posted_time": r.posted,
		}
		fill(body, map[string]string{"id": r.id, "case_id": r.caseID, "acquirer_reference_number": r.reference, "deadline_time": r.deadline})
		if r.generation > 0 {
			body["generation"] = r.generation
		}
		if r.yields {
			body["status_authority"] = "gateway"
		}
		out = append(out, block{kind: kindRecord, name: r.name, body: body})
	}
	for _, u := range d.files {
		body := map[string]any{"source": pages[u.page].path}
		fill(body, map[string]string{"name": u.title, "description": u.words})
		if u.tag != "" {
			body["tags"] = []any{u.tag}
		}
		if u.public {
			body["is_public"] = true
		}
		if u.generation > 0 {
			body["generation"] = u.generation
		}
		out = append(out, block{kind: kindFile, name: u.name, body: body})
	}
	for _, t := range d.ties {
		body := map[string]any{"dispute_id": reference{t.record, "id"}, "file_id": reference{t.file, "id"}}
		fill(body, map[string]string{"name": t.title})
		out = append(out, block{kind: kindTie, name: t.name, body: body})
	}
	return out
}

// The resources that are kept at Rebilly.
const (
	kindRecord = "disputes_rebilly_dispute"
	kindFile   = "disputes_rebilly_file"
	kindTie    = "disputes_rebilly_attachment"
)

func fill(body map[string]any, texts map[string]string) {
	for name, text := range texts {
		if text != "" {
			body[name] = text
		}
	}
}

// rebillyWork are the writes that lead from one configuration to the next. Before the
// first there is none.
func rebillyWork(before, after desired, forced string) []string {
	var out []string
	for _, r := range after.records {
		switch was := before.record(r.name); {
		case was == nil, was.id != r.id, was.generation != r.generation:
			out = append(out, opPutNew)
		case was.facts != r.facts:
			out = append(out, opPutAgain)
		}
	}
	for _, u := range after.files {
		switch was := before.file(u.name); {
		case was == nil:
			out = append(out, opUpload)
		case was.page != u.page, was.generation != u.generation, forced == u.name:
			out = append(out, opUpload, opDeleteFile)
		case *was != u:
			out = append(out, opDescribe)
		}
	}
	for _, t := range after.ties {
		if was := before.tie(t.name); was == nil || slices.Contains(out, opDeleteFile) {
			out = append(out, opAttach)
		}
	}
	for _, t := range before.ties {
		if after.tie(t.name) == nil || slices.Contains(out, opDeleteFile) {
			out = append(out, opDetach)
		}
	}
	for _, u := range before.files {
		if after.file(u.name) == nil {
			out = append(out, opDeleteFile, opDeleteFile)
		}
	}
	return out
}

// The writes at Rebilly. A write of a dispute has one name at the API; here it has two.
const (
	opPutNew     = "rebilly_put_dispute, new"
	opPutAgain   = "rebilly_put_dispute, changed"
	opUpload     = "rebilly_create_file"
	opDescribe   = "rebilly_update_file"
	opDeleteFile = "rebilly_delete_file"
	opAttach     = "rebilly_put_attachment"
	opDetach     = "rebilly_delete_attachment"
)

// opGetRecord is how a dispute is looked at.
const opGetRecord = "rebilly_get_dispute"

// rebillyWrites are all of them.
var rebillyWrites = []string{opPutNew, opPutAgain, opUpload, opDescribe, opDeleteFile, opAttach, opDetach}
