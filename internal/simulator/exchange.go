package simulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// face is one simulated API: it knows its routes, who may call them, and how it words its refusals.
type face interface {
	// match finds the route of a request, and the values of its path's parameters.
	match(r *http.Request) (route, []string)
	// admit refuses a call before its body is read, or lets it in.
	admit(c *call) (*answer, error)
	// reserve is told that the body has arrived, and may refuse the call still.
	reserve(c *call) (*answer, error)
	// refuse words an error as the API does.
	refuse(c *call, err error) *answer
	// complete is told the answer before it is sent, or nil when the call ends without work and answer.
	complete(c *call, a *answer) error
}

// route is one endpoint, or one way of having none.
type route struct {
	operation string
	method    string
	pattern   string
	id        string            // operationId by which restricted keys are given it, at Rebilly
	open      bool              // needs no authorization
	receive   func(*call) error // reads the body; nil: it is ignored
	work      func(*call) (*answer, error)
}

// call is one request on its way through the simulator.
type call struct {
	*world
	sim     *Simulator
	face    face
	request *http.Request
	route   route
	params  []string
	body    *countingBody
	json    []byte  // received body, for routes that take JSON
	page    *upload // received page, for uploads
	entry   Request
	faults  []FaultRule
	header  http.Header // for every answer to this call
	client  string      // who calls
	keyed   bool        // the call carries an idempotency key that is its own

	parameters url.Values // of the query, once they were asked for
}

// answer is what a call is answered with.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	refusal string // the error type, for the journal
}

// errHangUp ends a call without an answer.
var errHangUp = errors.New("the connection is closed without an answer")

func (s *Simulator) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{sim: s, face: s.faceOf(r), request: r, body: &countingBody{from: r.Body}, header: http.Header{}}
	a, err := c.perform(r.Context())
	switch {
	case errors.Is(err, errHangUp):
		panic(http.ErrAbortHandler)
	case err != nil:
		http.Error(w, "simulator: "+err.Error(), http.StatusInternalServerError)
	default:
		c.send(w, a)
	}
}

// perform takes a call through its stages: admission, receiving the body, faults, the work. What needs no wait
// is one transaction.
func (c *call) perform(ctx context.Context) (*answer, error) {
	direct := false
	a, err := c.transact(func(c *call) (*answer, error) {
		a, err := c.arrive()
		if direct = c.route.receive == nil && !c.mayWait(); a != nil || err != nil || !direct {
			return a, err
		}
		return c.carryOut()
	})
	if a != nil || err != nil || direct {
		return a, err
	}
	if err := c.receiveBody(); err != nil {
		return c.settle(err)
	}
	if !c.mayWait() {
		return c.transact((*call).carryOut)
	}
	if a, err := c.transact(c.face.reserve); a != nil || err != nil {
		return a, err
	}
	if err := c.wait(ctx); err != nil {
		return c.settle(err)
	}
	return c.transact((*call).work)
}

func (c *call) carryOut() (*answer, error) {
	if a, err := c.face.reserve(c); a != nil || err != nil {
		return a, err
	}
	return c.work()
}

func (c *call) work() (*answer, error) {
	if a := c.early(); a != nil {
		return a, nil
	}
	return c.late(c.route.work(c))
}

// mayWait tells whether a fault keeps the call from being done at once.
func (c *call) mayWait() bool {
	return c.struck(FaultLatency) != nil || c.struck(FaultLateCommit) != nil || c.struck(FaultResetUpload) != nil
}

// transact runs one stage of a call in one transaction, at one instant. A stage that answers ends the call.
func (c *call) transact(stage func(*call) (*answer, error)) (*answer, error) {
	var result *answer
	err := c.sim.update(func(w *world) error {
		c.world, result = w, nil
		a, err := stage(c)
		if err != nil {
			if a = c.face.refuse(c, err); a == nil {
				return err
			}
		}
		if a == nil {
			return c.record(nil)
		}
		result = a
		if err := c.face.complete(c, a); err != nil {
			return err
		}
		return c.record(a)
	})
	return result, err
}

// arrive notes the request, picks its faults and lets the face decide whether it may come in.
func (c *call) arrive() (*answer, error) {
	c.route, c.params = c.face.match(c.request)
	c.entry = Request{
		Method: c.request.Method, Path: c.request.URL.Path, Query: c.request.URL.RawQuery, Operation: c.route.operation,
	}
	c.faults = c.strikes(c.route.operation)
	kinds := make([]string, 0, len(c.faults))
	for _, f := range c.faults {
		kinds = append(kinds, string(f.Kind))
	}
	c.entry.Fault = strings.Join(kinds, ",")
	if err := c.number(&c.entry); err != nil {
		return nil, err
	}
	return c.face.admit(c)
}

// record keeps the journal's entry of the call current.
func (c *call) record(a *answer) error {
	if a != nil {
		c.entry.Status, c.entry.ErrorType = a.status, a.refusal
	}
	c.entry.BodySize = c.body.read
	return save(c.txn, bucketJournal, sequenceKey(c.entry.Sequence), c.entry)
}

// settle ends a call whose request did not arrive as it should: with a refusal, or with a hang-up.
func (c *call) settle(cause error) (*answer, error) {
	if errors.Is(cause, errHangUp) {
		_, err := c.transact(func(c *call) (*answer, error) { return nil, c.face.complete(c, nil) })
		return nil, errors.Join(errHangUp, err)
	}
	return c.transact(func(*call) (*answer, error) { return nil, cause })
}

func (c *call) receiveBody() error {
	if rule := c.struck(FaultResetUpload); rule != nil {
		half := max(c.request.ContentLength/2, 1)
		_, _ = io.CopyN(io.Discard, c.body, half) // however much there is, the connection breaks now
		return errHangUp
	}
	if c.route.receive == nil {
		return nil
	}
	err := c.route.receive(c)
	if c.body.failed {
		return errHangUp // the client went away in the middle of its request
	}
	return err
}

// wait lets the call's latencies pass.
func (c *call) wait(ctx context.Context) error {
	for _, rule := range c.faults {
		switch rule.Kind {
		case FaultLatency:
			if !pause(ctx, rule.Delay) {
				return errHangUp
			}
		case FaultLateCommit:
			pause(context.WithoutCancel(ctx), rule.Delay)
		}
	}
	return nil
}

func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// send writes the answer, and mistreats it if a fault says so.
func (c *call) send(w http.ResponseWriter, a *answer) {
	_, _ = io.CopyN(io.Discard, c.body, maxDrain) // a client that still writes would not read the answer
	if c.struck(FaultLostAnswer) != nil {
		panic(http.ErrAbortHandler)
	}
	writeAnswer(w, c, a)
}

// maxDrain bounds what is read of a body that nobody wants.
const maxDrain = 32 << 20

// countingBody counts what was read of a request's body, and remembers when it broke off.
type countingBody struct {
	from   io.Reader
	read   int64
	failed bool
}

func (b *countingBody) Read(p []byte) (int, error) {
	if b.from == nil {
		return 0, io.EOF
	}
	n, err := b.from.Read(p)
	b.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		b.failed = true
	}
	return n, err
}
