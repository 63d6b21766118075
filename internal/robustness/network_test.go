package robustness_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// faultKind is a misfortune of one request.
type faultKind string

// maxLate is how long a request that its client gave up may still be under way.
const maxLate = 90 * time.Second

const (
	neverSent       faultKind = "connection refused"
	requestLost     faultKind = "request lost"
	answerLost      faultKind = "answer lost"
	lateArrival     faultKind = "late arrival"
	lateCommit      faultKind = "late commit"
	limitShort      faultKind = "429, short reset"
	limitLong       faultKind = "429, long reset"
	errorBefore     faultKind = "500 before the work"
	errorAfter      faultKind = "500 after the work"
	proxyPage       faultKind = "502 of a proxy"
	resetUpload     faultKind = "reset in mid-upload"
	truncatedAnswer faultKind = "truncated answer"
	tokenRefused    faultKind = "token refused"
)

// faultKinds are all misfortunes.
var faultKinds = []faultKind{
	neverSent, requestLost, answerLost, lateArrival, lateCommit, limitShort, limitLong, errorBefore, errorAfter, proxyPage,
	resetUpload, truncatedAnswer, tokenRefused,
}

// network lies between a provider process and the other side.
type network struct {
	process *process
	far     http.RoundTripper
}

var errKilled = errors.New("the process was killed")

// delivered is what comes back from the other side.
type delivered struct {
	resp *http.Response
	err  error
}

// RoundTrip carries a request over, and its answer back, unless fate decides otherwise.
func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := upload(req)
	if err != nil {
		return nil, err
	}
	p, f := n.process, n.process.run.schedule.fate
	from := originOf(req.Context())
	nth := int(from.requests.Add(1))
	where := from.resource + from.action + p.phase
	pass(f.between(time.Microsecond, time.Millisecond, where+"before", p.number, nth))
	x := p.run.schedule.begin(p, req, from, body)
	p.run.tick(p, from)
	p.run.meddleAt(x, false)
	p.run.touch(p, x, false)
	if p.dead.Load() { // what was being sent may arrive all the same
		if f.chance(0.5, where+"on its way", p.number, nth) {
			n.deliver(x, req, body, f.between(0, maxLate, where+"late", p.number, nth), nil)
		}
		return nil, errKilled
	}
	resp, err := n.carry(x, req, body, p.run.fault(from, p, nth, x), where, nth)
	if err == nil {
		p.run.tick(p, from)
		p.run.meddleAt(x, true)
		p.run.touch(p, x, true)
	}
	if p.dead.Load() {
		return nil, errKilled
	}
	if err == nil {
		p.run.schedule.arrived(p, x, resp)
	}
	return resp, err
}

// upload reads the request's body.
func upload(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	return body, errors.Join(err, req.Body.Close())
}

// fault is what happens to a request; "" is nothing.
func (r *run) fault(from *origin, p *process, nth int, x *exchange) faultKind {
	s, operation := r.schedule, x.operation
	where := "fault" + from.resource + from.action + p.phase
	if r.calm {
		return ""
	}
	var kind faultKind
	switch {
	case r.focused == (request{operation, x.nth}):
		kind = r.focus
	case len(s.kinds) > 0 && s.fate.chance(s.rate, where, p.number, nth):
		kind = s.kinds[s.fate.below(len(s.kinds), where+"kind", p.number, nth)]
	}
	switch {
	case kind == resetUpload && !isUpload(operation), kind == tokenRefused && operation == "oauth_token":
		return ""
	case kind == errorAfter && !s.marked && operation == "create_document":
		return "" // without a mark nothing can find what such an answer hides; documented
	}
	return kind
}

// carry lets one fault happen.
func (n *network) carry(x *exchange, req *http.Request, body []byte, kind faultKind, where string, nth int) (*http.Response, error) {
	p, f := n.process, n.process.run.schedule.fate
	ctx := req.Context()
	soon := f.between(5*time.Millisecond, 400*time.Millisecond, where+"latency", p.number, nth)
	x.fault = kind
	if kind != "" {
		p.run.schedule.happened(kind, x.operation)
	}
	hangs := f.chance(0.5, where+"hangs", p.number, nth)
	switch kind {
	case neverSent:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	case requestLost:
		return nil, breakOff(ctx, hangs)
	case answerLost:
		if d, err := n.await(ctx, n.deliver(x, req, body, soon, nil)); err != nil || d.err != nil {
			return nil, errors.Join(err, d.err)
		}
		return nil, breakOff(ctx, hangs)
	case lateArrival:
		n.deliver(x, req, body, f.between(time.Second, maxLate, where+"late", p.number, nth), nil)
		return nil, breakOff(ctx, hangs)
	case lateCommit:
		n.deliver(x, req, body, soon, &simulator.FaultRule{Kind: simulator.FaultLateCommit, Delay: f.between(time.Second, maxLate, where+"late", p.number, nth)})
		return nil, breakOff(ctx, hangs)
	}
	d, err := n.await(ctx, n.deliver(x, req, body, soon, rule(kind, f, where, p.number, nth)))
	if err != nil {
		return nil, err
	}
	return d.resp, d.err
}

// breakOff ends a request without an answer: at once, or when the client's patience
// ends.
func breakOff(ctx context.Context, hangs bool) error {
	if !hangs {
		return io.EOF
	}
	<-ctx.Done()
	return ctx.Err()
}

// rule is a fault that the other side plays.
func rule(kind faultKind, f fate, where string, numbers ...int) *simulator.FaultRule {
	kinds := map[faultKind]simulator.FaultKind{
		limitShort: simulator.FaultRateLimit, limitLong: simulator.FaultRateLimit, errorBefore: simulator.FaultErrorBefore,
		errorAfter: simulator.FaultErrorAfter, proxyPage: simulator.FaultProxyPage, resetUpload: simulator.FaultResetUpload,
		truncatedAnswer: simulator.FaultTruncatedAnswer, tokenRefused: simulator.FaultExpiredToken,
	}
	if kinds[kind] == "" {
		return nil
	}
	out := &simulator.FaultRule{Kind: kinds[kind]}
	switch kind {
	case limitShort:
		out.Delay = f.between(time.Second, 30*time.Second, where+"reset", numbers...)
	case limitLong:
		out.Delay = f.between(6*time.Minute, 40*time.Minute, where+"reset", numbers...)
	}
	return out
}

// deliver takes the request to the other side after a delay, whatever becomes of the
// client.
func (n *network) deliver(x *exchange, req *http.Request, body []byte, delay time.Duration, strike *simulator.FaultRule) <-chan delivered {
	out := make(chan delivered, 1)
	ctx := context.Background()
	if strike != nil {
		ctx = simulator.WithFault(ctx, *strike)
	}
	there := req.Clone(ctx)
	there.Body = http.NoBody
	if len(body) > 0 {
		there.Body, there.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	go func() {
		pass(delay)
		n.process.run.schedule.reached(x)
		resp, err := n.far.RoundTrip(there) //nolint:bodyclose // the client closes it, or it is in memory only
		n.process.run.schedule.done(x, resp)
		out <- delivered{resp, err}
	}()
	return out
}

func (n *network) await(ctx context.Context, out <-chan delivered) (delivered, error) {
	select {
	case d := <-out:
		return d, nil
	case <-ctx.Done():
		return delivered{}, ctx.Err()
	}
}

// exchange is a request, as the history has it.
type exchange struct {
	process   *process
	resource  string
	operation string
	nth       int // of its operation in the run
	dispute   string
	document  string
	tag       string // of a document that is created
	begun     time.Time
	reached   time.Time // when it arrived; zero: never
	finished  time.Time // when the work was done
	status    int       // that the work ended with
	id        string    // of the document that was created
	fault     faultKind
	told      bool // the client has the answer

	object string // at Rebilly, by its id
	sent   []byte // body of a write at Rebilly
	fresh  bool   // a write at Rebilly of what the state does not have
	seen   glance // what the answer to a look at a dispute said
}

func (x *exchange) succeeded() bool { return x.status >= 200 && x.status < 300 }

// shown tells that the client has read the answer, and that it was one.
func (x *exchange) shown() bool { return x.told && x.succeeded() && x.fault != truncatedAnswer }

// worked tells that the work was done, whatever the answer says.
func (x *exchange) worked() bool {
	return x.succeeded() || x.fault == errorAfter && x.status == http.StatusInternalServerError
}

// writes tells whether the operation changes something that cannot be taken back.
func (x *exchange) writes() bool { return isWrite(x.operation) }

func isWrite(operation string) bool {
	return slices.Contains(oneWay, operation) || slices.Contains(rebillyWrites, operation)
}

func isUpload(operation string) bool { return operation == "create_page" || operation == opUpload }

// mostRequests is more than any schedule needs.
const mostRequests = 3000

// begin notes a request that leaves a process.
func (s *schedule) begin(p *process, req *http.Request, from *origin, body []byte) *exchange {
	x := &exchange{process: p, resource: from.resource, begun: time.Now()}
	x.name(req)
	if strings.HasPrefix(x.operation, "rebilly_") && isWrite(x.operation) {
		x.sent = body
		s.judgeWritten(p, x)
	}
	if x.operation == "create_document" {
		var sent struct{ Tag string }
		_ = json.Unmarshal(body, &sent) // what is not JSON has no tag
		x.tag = sent.Tag
	}
	x.nth = p.run.count(x.operation)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.history = append(s.history, x); len(s.history) == mostRequests {
		s.violations = append(s.violations, violation{"liveness", fmt.Sprintf("%d requests, and no end", mostRequests)})
	}
	if len(s.history) >= mostRequests {
		p.kill()
	}
	s.tokens[strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")] = true
	return x
}

// name finds out what a request is for.
func (x *exchange) name(req *http.Request) {
	parts := strings.Split(strings.Trim(req.URL.Path, "/"), "/")
	if x.nameRebilly(req.Method, parts) {
		return
	}
	if len(parts) < 3 || parts[0] != "v2.01" {
		x.operation = "download_page"
		return
	}
	parts = parts[2:]
	at := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	switch shape := req.Method + " " + at(0) + "/" + at(2) + "/" + at(4); {
	case strings.HasSuffix(req.URL.Path, "/oauth/token"):
		x.operation = "oauth_token"
	case shape == "POST disputes/documents/":
		x.operation, x.dispute = "create_document", at(1)
	case shape == "POST disputes/documents/pages":
		x.operation, x.dispute, x.document = "create_page", at(1), at(3)
	case shape == "PUT disputes/documents/":
		x.operation, x.dispute, x.document = "submit_document", at(1), at(3)
	case shape == "PUT disputes/submit/":
		x.operation, x.dispute = "submit_dispute", at(1)
	case shape == "PUT disputes/close/":
		x.operation, x.dispute = "close_dispute", at(1)
	case shape == "PUT disputes//":
		x.operation, x.dispute = "update_dispute", at(1)
	case shape == "GET disputes//" && at(1) != "":
		x.operation, x.dispute = "get_dispute", at(1)
	case shape == "GET dispute-documents//" && at(1) != "":
		x.operation, x.document = "get_document", at(1)
	default:
		x.operation = strings.ToLower(req.Method) + " " + at(0) + "/" + at(2)
	}
}

// reached notes that a request has arrived.
func (s *schedule) reached(x *exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.reached = time.Now()
}

// done notes how the other side answered.
func (s *schedule) done(x *exchange, resp *http.Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x.finished = time.Now()
	if resp == nil {
		return
	}
	x.status = resp.StatusCode
	x.look(resp)
	if x.operation == "create_document" && resp.StatusCode == http.StatusOK {
		content, _ := io.ReadAll(resp.Body) // a cut answer has no id, and is handed on as it is
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(content), resp.Body))
		var made struct{ ID string }
		_ = json.Unmarshal(content, &made)
		x.id = made.ID
	}
}

// arrived notes that a client has its answer, and holds it to the rate limit.
func (s *schedule) arrived(p *process, x *exchange, resp *http.Response) {
	s.mu.Lock()
	x.told = true
	alone := s.counted == p // an orphan's calls use the limit up too
	s.counted = p
	s.mu.Unlock()
	if strings.HasPrefix(x.operation, "rebilly_") {
		return // which keeps no reserve
	}
	left := resp.Header.Values("X-RateLimit-Remaining")
	made := resp.Header.Values("X-RateLimit")
	if x.fault == limitShort || x.fault == limitLong {
		p.seen.Store(false) // what such an answer says of the windows is not so
		return
	}
	if len(left) == 0 || s.shared {
		return
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		s.violate("rate limit", "429 for %s, and it is our own fault", x.operation)
	}
	informed := p.seen.Swap(true) && alone
	for i := range left {
		remaining, _ := strconv.ParseFloat(left[i], 64)
		calls, _ := strconv.ParseFloat(made[i], 64)
		if informed && remaining < reserve*(remaining+calls)-1e-9 {
			s.violate("rate limit", "%s leaves %v of %v calls, less than the reserve", x.operation, remaining, remaining+calls)
		}
	}
}

// reserve is the share of the rate limit that is left to others by default.
const reserve = 0.2
