package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// plan plans a resource from prior to config; what the configuration leaves out
// and the provider computes is unknown, as an engine proposes it.
func (s *server) plan(name string, config, prior object) (planned *tfprotov6.DynamicValue, said string) {
	s.t.Helper()
	schema := s.schema.ResourceSchemas[name]
	proposed := object{}
	for _, attribute := range schema.Block.Attributes {
		proposed[attribute.Name] = config[attribute.Name]
		if attribute.Computed && config[attribute.Name] == nil && config != nil {
			proposed[attribute.Name] = any(unknown{})
			if prior != nil {
				proposed[attribute.Name] = prior[attribute.Name]
			}
		}
	}
	// An engine hands over null, not an empty object, for what is not there.
	null := func(o object, full any) any {
		if o == nil {
			return nil
		}
		return full
	}
	resp, err := s.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         name,
		Config:           s.wire(schema, null(config, config)),
		PriorState:       s.wire(schema, null(prior, prior)),
		ProposedNewState: s.wire(schema, null(config, proposed)),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return resp.PlannedState, text(resp.Diagnostics)
}

// keeps reads a resource whose state has no identity, as an older engine leaves
// it, and fails if the read changes the state.
func (s *server) keeps(name string, prior object) (said string) {
	s.t.Helper()
	schema := s.schema.ResourceSchemas[name]
	before := s.wire(schema, prior)
	resp, err := s.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: name, CurrentState: before})
	if err != nil {
		s.t.Fatal(err)
	}
	values := make([]tftypes.Value, 0, 2)
	for _, wire := range []*tfprotov6.DynamicValue{before, resp.NewState} {
		v, err := wire.Unmarshal(schema.ValueType())
		if err != nil {
			s.t.Fatal(err)
		}
		values = append(values, v)
	}
	if !values[0].Equal(values[1]) {
		s.t.Errorf("the read of %s changed the state", name)
	}
	return text(resp.Diagnostics)
}

// imports imports a resource by an id that is well formed.
func (s *server) imports(name string) (said string) {
	s.t.Helper()
	id := "x-1"
	if name == "disputes_mangopay_document_page" {
		id = "d-1/doc-1/" + acctest.SHA256([]byte("x"))
	}
	resp, err := s.ImportResourceState(s.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: name, ID: id})
	if err != nil {
		s.t.Fatal(err)
	}
	return text(resp.Diagnostics)
}

// TestUnknownProviderConfiguration: a value that the apply makes known defers
// what needs the other side. Resources plan, reads keep the state, and a data
// source says why it cannot be read.
func TestUnknownProviderConfiguration(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(page, acctest.PDF("unknown", 1), 0o600); err != nil {
		t.Fatal(err)
	}
	policy := object{"allowed_directories": []any{filepath.Dir(page)}}
	for name, mangopay := range map[string]any{
		"block":                 unknown{},
		"client_id":             object{"environment": "sandbox", "api_key": "k3y", "client_id": unknown{}},
		"api_key":               object{"environment": "sandbox", "client_id": "acme", "api_key": unknown{}},
		"environment":           object{"environment": unknown{}, "client_id": "acme", "api_key": "k3y"},
		"base_url":              object{"base_url": unknown{}, "client_id": "acme", "api_key": "k3y"},
		"allow_custom_endpoint": object{"base_url": "https://example.com", "allow_custom_endpoint": unknown{}, "client_id": "acme", "api_key": "k3y"},
		"client_certificate":    object{"environment": "sandbox", "client_id": "acme", "api_key": "k3y", "client_certificate": unknown{}},
		"client_key":            object{"environment": "sandbox", "client_id": "acme", "api_key": "k3y", "client_key": unknown{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			config := object{"mangopay": mangopay, "policy": policy}
			silent(t, s.validate(config))
			silent(t, s.configure(config))

			_, said := s.readDispute("dispute-1001")
			want(t, said, "ERROR [] Mangopay's configuration is not known yet: A value in the provider's mangopay block is only known after the apply")

			const document = "disputes_mangopay_document"
			planned, said := s.plan(document, object{"dispute_id": "d-1", "type": "INVOICE", "pages": []any{object{"source": page}}}, nil)
			silent(t, said)
			schema := s.schema.ResourceSchemas[document]
			if digest := s.attribute(schema, planned, "digest"); len(digest) != 64 {
				t.Errorf("planned digest %q, want the one of the file", digest)
			}

			silent(t, s.keeps(document, object{"id": "doc-1", "dispute_id": "d-1", "type": "INVOICE", "status": "CREATED"}))
		})
	}
}

// TestUnknownRebillyConfiguration: the same for Rebilly, without keeping Mangopay from
// its work.
func TestUnknownRebillyConfiguration(t *testing.T) {
	t.Parallel()
	url := world(t)
	for name, rebilly := range map[string]any{
		"block":                 unknown{},
		"organization_id":       object{"environment": "sandbox", "api_key": "k3y", "organization_id": unknown{}},
		"api_key":               object{"environment": "sandbox", "api_key": unknown{}},
		"token":                 object{"environment": "sandbox", "token": unknown{}},
		"environment":           object{"environment": unknown{}, "api_key": "k3y"},
		"base_url":              object{"base_url": unknown{}, "api_key": "k3y"},
		"allow_custom_endpoint": object{"base_url": "https://example.com", "allow_custom_endpoint": unknown{}, "api_key": "k3y"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			config := at(url)
			config["rebilly"] = rebilly
			silent(t, s.validate(config))
			silent(t, s.configure(config))
			_, said := s.readRebilly()
			want(t, said, "ERROR [] Rebilly's configuration is not known yet: A value in the provider's rebilly block is only known after the apply")
			_, said = s.plan("disputes_rebilly_attachment", object{"dispute_id": "dp-1001", "file_id": "file-1"}, nil)
			silent(t, said)
			_, said = s.readDispute("dispute-1001")
			silent(t, said)
		})
	}
}

// TestUnknownConfigurationPlansEveryResource: none of them crashes, neither when
// it is created nor when it is destroyed.
func TestUnknownConfigurationPlansEveryResource(t *testing.T) {
	t.Parallel()
	s := start(t)
	silent(t, s.configure(object{"mangopay": unknown{}, "rebilly": unknown{}, "policy": object{"automation_warning": false}}))
	digest := acctest.SHA256([]byte("x"))
	for name, config := range map[string]object{
		"disputes_mangopay_document":            {"dispute_id": "d-1", "type": "INVOICE"},
		"disputes_mangopay_document_page":       {"dispute_id": "d-1", "document_id": "doc-1", "source": unknown{}},
		"disputes_mangopay_document_submission": {"dispute_id": "d-1", "document_id": "doc-1", "digest": digest},
		"disputes_mangopay_dispute_submission": {
			"dispute_id": "d-1", "contested_funds": object{"amount": 100, "currency": "EUR"},
			"documents": []any{object{"document_id": "doc-1", "digest": digest}},
		},
		"disputes_mangopay_dispute_closure": {"dispute_id": "d-1", "accept_loss": true},
		"disputes_mangopay_dispute_tag":     {"dispute_id": "d-1", "tag": "x"},
		"disputes_rebilly_dispute": {
			"transaction_id": "txn-1", "amount": 100, "currency": "EUR", "reason_code": "10.4",
			"type": "first-chargeback", "status": "response-needed", "posted_time": "2026-11-20T10:00:00Z",
		},
		"disputes_rebilly_file":       {"source": unknown{}},
		"disputes_rebilly_attachment": {"dispute_id": "dp-1", "file_id": "file-1"},
	} {
		if _, found := s.schema.ResourceSchemas[name]; !found {
			t.Fatalf("no resource %s", name)
		}
		_, said := s.plan(name, config, nil)
		silent(t, said)
		prior := object{}
		if slices.ContainsFunc(s.schema.ResourceSchemas[name].Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == "id" }) {
			prior["id"] = "x-1"
		}
		for attribute, v := range config {
			if v != any(unknown{}) {
				prior[attribute] = v
			}
		}
		_, said = s.plan(name, nil, prior)
		if deleted := []string{"disputes_rebilly_file", "disputes_rebilly_attachment"}; slices.Contains(deleted, name) {
			silent(t, said)
		} else {
			want(t, said, "Rule: forget-on-destroy")
		}
		silent(t, s.keeps(name, prior))
		want(t, s.imports(name), "ERROR", "Operation failed", "is only known after the apply")
	}
	if got, tested := len(s.schema.ResourceSchemas), 9; got != tested {
		t.Errorf("%d resources, %d tested", got, tested)
	}
}

// TestUnknownDirectories: where files may come from is decided by the apply.
func TestUnknownDirectories(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(page, acctest.PDF("unknown", 1), 0o600); err != nil {
		t.Fatal(err)
	}
	url := world(t)
	for name, policy := range map[string]any{
		"block":     unknown{},
		"list":      object{"allowed_directories": unknown{}},
		"directory": object{"allowed_directories": []any{".", unknown{}}},
	} {
		s := start(t)
		config := at(url)
		config["policy"] = policy
		silent(t, s.validate(config))
		silent(t, s.configure(config))
		_, said := s.plan("disputes_mangopay_document", object{"dispute_id": "dispute-1001", "type": "INVOICE", "pages": []any{object{"source": page}}}, nil)
		if said != "" {
			t.Errorf("%s: %s", name, said)
		}
	}
	s := start(t)
	silent(t, s.configure(at(url)))
	_, said := s.plan("disputes_mangopay_document", object{"dispute_id": "dispute-1001", "type": "INVOICE", "pages": []any{object{"source": page}}}, nil)
	want(t, said, "Rule: file-outside-directories")
}
