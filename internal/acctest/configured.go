package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// Provider is the provider block for both systems of this world; policy is the body of
// its policy block.
func (w *World) Provider(policy string) string {
	return w.block(policy, w.mangopayBlock(), w.rebillyBlock())
}

// RebillyProvider is the provider block of those who have nothing but Rebilly.
func (w *World) RebillyProvider(policy string) string {
	return w.block(policy, w.rebillyBlock())
}

func (w *World) block(policy string, systems ...string) string {
	return fmt.Sprintf(`
provider "disputes" {
%s  policy = {
    allowed_directories = [%q]
    %s
  }
}
`, strings.Join(systems, ""), w.Dir, policy)
}

func (w *World) mangopayBlock() string {
	return fmt.Sprintf(`  mangopay = {
    base_url  = %q
    client_id = %q
    api_key   = %q
  }
`, w.URL, simulator.ClientID, simulator.APIKey)
}

func (w *World) rebillyBlock() string {
	return fmt.Sprintf(`  rebilly = {
    base_url        = %q
    organization_id = %q
    api_key         = %q
  }
`, w.URL, simulator.RebillyOrganization, simulator.RebillyAPIKey)
}

// Engine returns an engine with an empty state for both systems of this world; policy
// is the provider's policy block, allowed_directories aside.
func (w *World) Engine(policy Object) *Engine {
	all := Object{"allowed_directories": List{w.Dir}}
	for name, v := range policy {
		all[name] = v
	}
	return NewEngine(w.t, Object{
		"mangopay": Object{"base_url": w.URL, "client_id": simulator.ClientID, "api_key": simulator.APIKey},
		"rebilly":  Object{"base_url": w.URL, "organization_id": simulator.RebillyOrganization, "api_key": simulator.RebillyAPIKey},
		"policy":   all,
	})
}

// NewEngine returns an engine whose provider block has this body.
func NewEngine(t testing.TB, settings Object) *Engine {
	return &Engine{t: t, settings: settings, state: map[string]*instance{}}
}

// Defer returns an engine with the same policy and state that knows neither system: the
// blocks are only known after the apply.
func (e *Engine) Defer() *Engine {
	settings := Object{"mangopay": Unknown{}, "rebilly": Unknown{}, "policy": e.settings["policy"]}
	return &Engine{t: e.t, settings: settings, state: e.state}
}
