package robustness_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

var (
	errProviderDied = errors.New("the plugin did not respond")
	errEngineDied   = errors.New("the engine is no more")
)

// process is a provider process, which serves one phase of a run.
type process struct {
	run    *run
	number int
	phase  string
	server tfprotov6.ProviderServer
	ctx    context.Context
	cancel context.CancelFunc
	dead   atomic.Bool // killed: nothing leaves it any more
	seen   atomic.Bool // an answer has told it of the rate limit

	intended sync.Map // planned values by resource, for what is being applied
	released sync.Map // ids by resource, for what was destroyed
	said     sync.Map // diagnostics by resource, of what was applied
}

// schemas are the same for every provider process.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	return provider.NewServer("robustness")().GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// providerType is the type of the provider's configuration.
var providerType = sync.OnceValue(func() tftypes.Type {
	all, err := schemas()
	if err != nil {
		panic(err) // asked for before the first schedule
	}
	return all.Provider.ValueType()
})

// start starts and configures a provider.
func (r *run) start(phase string) (*process, error) {
	p := &process{run: r, phase: phase}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	if r.schedule.logs != nil {
		p.ctx = tflogtest.RootLogger(p.ctx, r.schedule.logs)
	}
	r.mu.Lock()
	r.schedule.processes++
	p.number = r.schedule.processes
	r.processes = append(r.processes, p)
	r.mu.Unlock()
	p.server = provider.NewServer("robustness",
		provider.WithParent(func() bool { return !r.over.Load() }),
		provider.WithConnection(func(c *mangopay.Config) {
			c.Transport = &network{process: p, far: r.schedule.sim.Transport()}
			c.Random = func() float64 { return r.schedule.fate.unit("jitter", p.number) }
		}),
		provider.WithRebillyConnection(func(c *rebilly.Config) {
			c.Transport = &network{process: p, far: r.schedule.sim.Transport()}
			c.Random = func() float64 { return r.schedule.fate.unit("jitter", p.number) }
		}))()
	typ := providerType()
	config := build(typ, r.schedule.settings(), nil)
	resp, err := rpc(p, "provider", "configure", func(ctx context.Context) (*tfprotov6.ConfigureProviderResponse, error) {
		return p.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: wire(typ, config)})
	})
	if err != nil {
		return nil, err
	}
	if bad := problems(resp.Diagnostics); bad != nil {
		return nil, errors.New(bad[0])
	}
	return p, nil
}

// settings are the provider's configuration.
func (s *schedule) settings() map[string]any {
	policy := map[string]any{"allowed_directories": []any{s.directory}}
	if s.tight {
		policy["max_rate_limit_wait"] = "20m"
	}
	settings := map[string]any{"policy": policy}
	if s.atMangopay {
		settings["mangopay"] = map[string]any{
			"base_url": "https://api.sandbox.mangopay.com", "client_id": simulator.ClientID + "-robust", "api_key": canary,
		}
	}
	if s.atRebilly {
		credential := map[string]any{"base_url": rebillyHost, "api_key": rebillyKey}
		if s.bearer {
			credential = map[string]any{"base_url": rebillyHost, "token": simulator.RebillyToken}
		}
		fill(credential, map[string]string{"organization_id": s.organization})
		settings["rebilly"] = credential
	}
	return settings
}

// canary is the API key, which must turn up nowhere.
const canary = "canary-key-4f1d9c2b7a"

// How Rebilly is reached. The key holds the canary.
const (
	rebillyHost = "https://api-sandbox.rebilly.com"
	rebillyKey  = "sk_sandbox_" + canary
)

// origin tells where a request comes from. Provider code hands it on with the context.
type origin struct {
	resource, action string
	requests, points atomic.Int64
}

type originKey struct{}

func originOf(ctx context.Context) *origin {
	if o, ok := ctx.Value(originKey{}).(*origin); ok {
		return o
	}
	return &origin{resource: "shared"}
}

// rpc carries out one call of the plugin protocol. The process or the engine may die
// before, during or after it; then its outcome is lost.
func rpc[R any](p *process, resource, action string, call func(context.Context) (*R, error)) (*R, error) {
	r := p.run
	pass(r.schedule.fate.between(time.Microsecond, time.Millisecond, p.phase+action+resource, p.number))
	from := &origin{resource: resource, action: action}
	r.tick(p, from)
	if err := p.lost(); err != nil {
		return nil, err
	}
	resp, err := call(context.WithValue(p.ctx, originKey{}, from))
	r.tick(p, from)
	if gone := p.lost(); gone != nil {
		return nil, gone
	}
	if since := r.interruptedSince(); since > time.Second {
		r.schedule.violate("interrupt", "%s of %s ended %s after Ctrl-C", action, resource, since)
	}
	if err == nil {
		a := answerOf(resp)
		r.schedule.hear(a)
		r.schedule.search(action+" of "+resource, a)
	}
	return resp, err
}

// lost is why the answer of a process does not arrive.
func (p *process) lost() error {
	switch {
	case p.run.over.Load():
		return errEngineDied
	case p.dead.Load():
		return errProviderDied
	}
	return nil
}

// kill ends the process. What it has sent is on its way; nothing follows.
func (p *process) kill() {
	p.dead.Store(true)
	p.cancel()
}

func wire(typ tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	out, err := tfprotov6.NewDynamicValue(typ, v)
	if err != nil {
		panic(err) // values are built from the same schema
	}
	return &out
}

func unwire(typ tftypes.Type, w *tfprotov6.DynamicValue) tftypes.Value {
	if w == nil {
		return tftypes.NewValue(typ, nil)
	}
	v, err := w.Unmarshal(typ)
	if err != nil {
		panic(err) // the provider answers in its own schema
	}
	return v
}

// answer is what an engine keeps and shows of an answer.
type answer struct {
	diagnostics []*tfprotov6.Diagnostic
	state       *tfprotov6.DynamicValue
	private     []byte
}

// answerOf is empty for calls that are not about one resource's state.
func answerOf(resp any) answer {
	switch resp := resp.(type) {
	case *tfprotov6.ReadResourceResponse:
		return answer{resp.Diagnostics, resp.NewState, resp.Private}
	case *tfprotov6.PlanResourceChangeResponse:
		return answer{resp.Diagnostics, resp.PlannedState, resp.PlannedPrivate}
	case *tfprotov6.ApplyResourceChangeResponse:
		return answer{resp.Diagnostics, resp.NewState, resp.Private}
	}
	return answer{}
}

// search looks for secrets in what crosses the protocol.
func (s *schedule) search(what string, a answer) {
	if s.logs == nil {
		return
	}
	texts := append(say(a.diagnostics), contents(a.state), a.private)
	for _, secret := range s.secrets() {
		if slices.ContainsFunc(texts, func(text []byte) bool { return bytes.Contains(text, secret) }) {
			s.violate("secret", "%s holds %.12q…", what, secret)
		}
	}
}

// hear counts the calls that had to wait and said so.
func (s *schedule) hear(a answer) {
	for _, d := range a.diagnostics {
		if strings.HasPrefix(d.Summary, "Waited for ") {
			s.mu.Lock()
			s.waits++
			s.mu.Unlock()
		}
	}
}

func say(diags []*tfprotov6.Diagnostic) (texts [][]byte) {
	for _, d := range diags {
		texts = append(texts, []byte(d.Summary), []byte(d.Detail))
	}
	return texts
}

func contents(v *tfprotov6.DynamicValue) []byte {
	if v == nil {
		return nil
	}
	return append(slices.Clone(v.MsgPack), v.JSON...)
}

// told tells whether a process has named a rule when it applied a resource.
func (p *process) told(resource, rule string) bool {
	diags, _ := p.said.Load(resource)
	said, _ := diags.([]*tfprotov6.Diagnostic)
	return slices.ContainsFunc(said, func(d *tfprotov6.Diagnostic) bool { return strings.HasSuffix(d.Detail, "Rule: "+rule) })
}
