package simulator

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// Faults make the simulator misbehave. They belong to the world and are kept in its file. The same seed and
// the same rules strike the same calls.
type Faults struct {
	Seed  uint64      `json:"seed,omitempty"` // 0: the world's
	Rules []FaultRule `json:"rules,omitempty"`
}

// FaultRule says which calls a fault strikes. Without Nth and Probability it strikes every call of Operation.
type FaultRule struct {
	Kind        FaultKind `json:"kind"`
	Operation   string    `json:"operation,omitempty"`   // as in the journal; "" strikes every operation
	Nth         int       `json:"nth,omitempty"`         // only the n-th call of Operation after SetFaults, from 1
	Probability float64   `json:"probability,omitempty"` // between 0 and 1; 0 stands for certainty
	Times       int       `json:"times,omitempty"`       // strikes no more than this often; 0: without end
	// Delay is the wait of FaultLatency and FaultLateCommit, and how far away the reset of FaultRateLimit is
	// (one minute when 0).
	Delay time.Duration `json:"delay,omitempty"`
}

// FaultKind is a way to misbehave.
type FaultKind string

// The ways to misbehave.
const (
	// FaultLatency waits before the work. The work is not done for a client that goes away meanwhile.
	FaultLatency FaultKind = "latency"
	// FaultLateCommit waits before the work, and does the work even for a client that went away meanwhile.
	FaultLateCommit FaultKind = "late_commit"
	// FaultRateLimit answers 429, with a reset after Delay.
	FaultRateLimit FaultKind = "rate_limit"
	// FaultForbidden answers 403, as to an API key without the permission for the endpoint.
	FaultForbidden FaultKind = "forbidden"
	// FaultErrorBefore answers 500 and does not do the work.
	FaultErrorBefore FaultKind = "error_before"
	// FaultErrorAfter does the work and answers 500.
	FaultErrorAfter FaultKind = "error_after"
	// FaultLostAnswer does the work and closes the connection without an answer.
	FaultLostAnswer FaultKind = "lost_answer"
	// FaultResetUpload closes the connection after about half of the request's body, and does not do the work.
	FaultResetUpload FaultKind = "reset_upload"
	// FaultTruncatedAnswer does the work and closes the connection in the middle of the answer.
	FaultTruncatedAnswer FaultKind = "truncated_answer"
	// FaultExpiredToken lets the call's bearer token expire before its time.
	FaultExpiredToken FaultKind = "expired_token"
	// FaultProxyPage answers 502 with an HTML page, as a proxy does, and does not do the work.
	FaultProxyPage FaultKind = "proxy_page"
)

// FaultKinds lists the ways to misbehave.
func FaultKinds() []FaultKind {
	return []FaultKind{
		FaultErrorAfter, FaultErrorBefore, FaultExpiredToken, FaultForbidden, FaultLateCommit, FaultLatency, FaultLostAnswer,
		FaultProxyPage, FaultRateLimit, FaultResetUpload, FaultTruncatedAnswer,
	}
}

// SetFaults replaces all faults, and counts calls from here on. The zero value ends all misbehaviour. Unknown
// kinds and operations are refused.
func (s *Simulator) SetFaults(f Faults) error {
	for i, rule := range f.Rules {
		if err := rule.check(); err != nil {
			return fmt.Errorf("fault rule %d: %w", i+1, err)
		}
	}
	return s.update(func(w *world) error {
		w.meta.Faults = f
		w.meta.Matched, w.meta.Fired = make([]int, len(f.Rules)), make([]int, len(f.Rules))
		return nil
	})
}

// Faults are the faults that are set.
func (s *Simulator) Faults() (Faults, error) {
	var f Faults
	err := s.view(func(w *world) error {
		f = w.meta.Faults
		return nil
	})
	return f, err
}

func (r FaultRule) check() error {
	switch {
	case !slices.Contains(FaultKinds(), r.Kind):
		return fmt.Errorf("unknown kind %q; known are %v", r.Kind, FaultKinds())
	case r.Operation != "" && !slices.Contains(Operations(), r.Operation):
		return fmt.Errorf("unknown operation %q; known are %v", r.Operation, Operations())
	case r.Probability < 0 || r.Probability > 1:
		return fmt.Errorf("probability %v is not between 0 and 1", r.Probability)
	case r.Nth < 0 || r.Times < 0 || r.Delay < 0:
		return fmt.Errorf("nth, times and delay can not be negative")
	}
	return nil
}

type strikeKey struct{}

// WithFault returns a context for one request over [Simulator.Transport], which the fault strikes whatever the
// rules of the world say. Nth, Probability and Times of the rule mean nothing here.
func WithFault(ctx context.Context, rule FaultRule) context.Context {
	return context.WithValue(ctx, strikeKey{}, rule)
}

// strikes picks the faults that strike a call: the one of its context, and those of the world's rules.
func (c *call) strikes(operation string) []FaultRule {
	struck := c.world.strikes(operation)
	if rule, ok := c.request.Context().Value(strikeKey{}).(FaultRule); ok {
		struck = append(struck, rule)
	}
	return struck
}

// strikes picks the rules that strike a call, and counts it.
func (w *world) strikes(operation string) []FaultRule {
	var struck []FaultRule
	for i, rule := range w.meta.Faults.Rules {
		if rule.Operation != "" && rule.Operation != operation {
			continue
		}
		w.meta.Matched[i]++
		if rule.Times > 0 && w.meta.Fired[i] >= rule.Times || !w.hit(rule, i, w.meta.Matched[i]) {
			continue
		}
		w.meta.Fired[i]++
		struck = append(struck, rule)
	}
	return struck
}

func (w *world) hit(rule FaultRule, index, nth int) bool {
	if rule.Nth > 0 && rule.Nth != nth {
		return false
	}
	if rule.Probability == 0 {
		return true
	}
	n := uint64(index)<<48 | uint64(nth) //nolint:gosec // G115: both are small and not negative
	draw := w.derive(fmt.Sprintf("fault %d", w.meta.Faults.Seed), n)
	return float64(binary.BigEndian.Uint64(draw[:8])>>11)/(1<<53) < rule.Probability
}
