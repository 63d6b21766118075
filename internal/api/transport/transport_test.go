package transport_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/api/transport"
)

func request(t *testing.T, method, target string, body io.Reader) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, body)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestCredentialIsAddedToACopy(t *testing.T) {
	t.Parallel()
	var sent http.Header
	rt := transport.Chain(wire(func(req *http.Request) (*http.Response, error) {
		sent = req.Header
		return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
	}), transport.Credential("X-Key", "secret"))
	req := request(t, http.MethodGet, "https://api.example/", http.NoBody)
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if sent.Get("X-Key") != "secret" || req.Header.Get("X-Key") != "" {
		t.Errorf("sent %q, and left %q behind", sent, req.Header)
	}
}

func TestChainRunsLayersInTheirOrder(t *testing.T) {
	t.Parallel()
	var order []string
	layer := func(name string) transport.Layer {
		return func(next http.RoundTripper) http.RoundTripper {
			return wire(func(req *http.Request) (*http.Response, error) {
				order = append(order, name)
				return next.RoundTrip(req)
			})
		}
	}
	rt := transport.Chain(wire(func(*http.Request) (*http.Response, error) {
		order = append(order, "wire")
		return reply(200, ""), nil
	}), layer("first"), layer("second"))
	resp, err := rt.RoundTrip(request(t, http.MethodGet, "https://api.example/", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if diff := cmp.Diff([]string{"first", "second", "wire"}, order); diff != "" {
		t.Error(diff)
	}
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	var seen string
	rt := transport.Chain(wire(func(req *http.Request) (*http.Response, error) {
		seen = req.Header.Get("User-Agent")
		return reply(200, ""), nil
	}), transport.UserAgent("terraform-provider-disputes/1.2.3"))
	req := request(t, http.MethodGet, "https://api.example/", nil)
	resp, err := rt.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if seen != "terraform-provider-disputes/1.2.3" {
		t.Errorf("User-Agent %q", seen)
	}
	if len(req.Header) != 0 {
		t.Errorf("the caller's request was changed: %v", req.Header)
	}
}

func TestLogHoldsOnlyWhatItMay(t *testing.T) {
	t.Parallel()
	var got []map[string]any
	logger := func(_ context.Context, msg string, fields map[string]any) {
		delete(fields, "ms")
		fields["msg"] = msg
		got = append(got, fields)
	}
	answers := []func() (*http.Response, error){
		func() (*http.Response, error) { return reply(404, `{"secret":"s"}`), nil },
		func() (*http.Response, error) { return nil, errors.New("secret") },
	}
	for _, answer := range answers {
		rt := transport.Chain(wire(func(*http.Request) (*http.Response, error) { return answer() }), transport.Log(logger))
		req := request(t, http.MethodPost, "https://api.example/disputes/secret?secret=1", strings.NewReader("secret"))
		req.Header.Set("Authorization", "secret")
		req = req.WithContext(transport.WithCall(req.Context(), transport.Call{Route: "/disputes/{DisputeId}"}))
		if resp, err := rt.RoundTrip(req); err == nil {
			resp.Body.Close()
		}
	}
	want := []map[string]any{
		{"msg": "API request", "method": "POST", "route": "/disputes/{DisputeId}", "status": 404},
		{"msg": "API request", "method": "POST", "route": "/disputes/{DisputeId}", "status": 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestClockFollowsTheServer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var clock transport.Clock
		if !clock.Now().Equal(time.Now()) {
			t.Error("before the first answer it is not the local time")
		}
		for _, test := range []struct {
			date string
			want time.Duration
		}{
			{time.Now().Add(time.Hour).UTC().Format(http.TimeFormat), time.Hour},
			{"not a date", time.Hour},
			{"", time.Hour},
			{time.Now().Add(-time.Minute).UTC().Format(http.TimeFormat), -time.Minute},
		} {
			rt := transport.Chain(wire(func(*http.Request) (*http.Response, error) {
				resp := reply(500, "")
				resp.Header.Set("Date", test.date)
				return resp, nil
			}), clock.Layer())
			resp, err := rt.RoundTrip(request(t, http.MethodGet, "https://api.example/", nil))
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if got := time.Until(clock.Now()); got != test.want {
				t.Errorf("after Date %q the clock is %s ahead, want %s", test.date, got, test.want)
			}
		}
	})
}

// slow yields a byte every interval.
type slow struct {
	left     int
	interval time.Duration
}

func (s *slow) Read(p []byte) (int, error) {
	if s.left == 0 {
		return 0, io.EOF
	}
	<-time.After(s.interval)
	s.left--
	p[0] = 'x'
	return 1, nil
}

func (s *slow) Close() error { return nil }

func TestStallEndsWhatDoesNotMove(t *testing.T) {
	t.Parallel()
	silent := func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	takesBodySlowly := func(req *http.Request) (*http.Response, error) {
		_, err := io.ReadAll(req.Body)
		return reply(200, "done"), err
	}
	answersSlowly := func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: &slow{10, 50 * time.Second}}, nil
	}
	stopsAnswering := func(req *http.Request) (*http.Response, error) {
		body := wireBody(func([]byte) (int, error) {
			<-req.Context().Done()
			return 0, req.Context().Err()
		})
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body}, nil
	}
	tests := map[string]struct {
		wire    wire
		stalls  bool
		elapsed time.Duration
	}{
		"no answer":               {silent, true, time.Minute},
		"slow upload moves":       {takesBodySlowly, false, 500 * time.Second},
		"slow answer moves":       {answersSlowly, false, 500 * time.Second},
		"answer stops in between": {stopsAnswering, true, time.Minute},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				rt := transport.Chain(test.wire, transport.Stall(time.Minute), transport.Delivery())
				resp, err := rt.RoundTrip(request(t, http.MethodPost, "https://api.example/", &slow{10, 50 * time.Second}))
				if err == nil {
					_, err = io.ReadAll(resp.Body)
					resp.Body.Close()
				}
				if errors.Is(err, transport.ErrStalled) != test.stalls || !test.stalls && err != nil {
					t.Errorf("got error %v", err)
				}
				if elapsed := time.Since(begun); elapsed != test.elapsed {
					t.Errorf("it took %s, want %s", elapsed, test.elapsed)
				}
			})
		})
	}
}

type wireBody func([]byte) (int, error)

func (b wireBody) Read(p []byte) (int, error) { return b(p) }
func (b wireBody) Close() error               { return nil }

// tunnel is a connection through something that names the faults of its own way as those of a dial.
type tunnel struct{ net.Conn }

func (t tunnel) Read(p []byte) (int, error) {
	_, _ = t.Conn.Read(p) // the answer, and so the request, came through
	return 0, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no route to host")}
}

func TestDeliveryKnowsWhatWasSent(t *testing.T) {
	t.Parallel()
	const closed = "http://127.0.0.1:1" // tcpmux, which nobody serves; a port that was free may be another test's by now
	answering := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(answering.Close)
	hangsUp := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_ = conn.Close()
	}))
	t.Cleanup(hangsUp.Close)
	tlsServer := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	tlsServer.Config.ErrorLog = log.New(io.Discard, "", 0)
	tlsServer.StartTLS()
	t.Cleanup(tlsServer.Close)
	turnsPlain := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		plain := conn.(*tls.Conn).NetConn()
		_, _ = io.WriteString(plain, "HTTP/1.1 502 Bad Gateway\r\n\r\n")
		_ = plain.Close()
	}))
	turnsPlain.StartTLS()
	t.Cleanup(turnsPlain.Close)
	trusting := transport.New(transport.Options{})
	trusting.TLSClientConfig.RootCAs = x509.NewCertPool()
	trusting.TLSClientConfig.RootCAs.AddCert(turnsPlain.Certificate())
	lost := transport.New(transport.Options{})
	lost.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return tunnel{conn}, err
	}
	noName := transport.New(transport.Options{})
	noName.DialContext = func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "api.example", IsNotFound: true}}
	}
	opaque := transport.New(transport.Options{})
	opaque.DialContext = func(context.Context, string, string) (net.Conn, error) { return nil, errors.New("no") }
	broken := errors.New("the file changed")
	badBody := wireBody(func([]byte) (int, error) { return 0, &transport.AbortedError{Err: broken} })
	unknown := wire(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF })
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()

	tests := map[string]struct {
		ctx    context.Context
		wire   http.RoundTripper
		target string
		body   io.Reader
		sent   bool
	}{
		"refused connection":       {t.Context(), transport.New(transport.Options{}), closed, nil, false},
		"unknown name":             {t.Context(), noName, "https://api.example", nil, false},
		"no connection, unclear":   {t.Context(), opaque, "https://api.example", nil, false},
		"untrusted certificate":    {t.Context(), transport.New(transport.Options{}), tlsServer.URL, nil, false},
		"plain server, TLS client": {t.Context(), transport.New(transport.Options{}), strings.Replace(answering.URL, "http:", "https:", 1), nil, false},
		"cancelled before":         {cancelled, transport.New(transport.Options{}), answering.URL, nil, false},
		"cancelled, unknown wire":  {cancelled, unknown, answering.URL, nil, false},
		"body broken off":          {t.Context(), transport.New(transport.Options{}), answering.URL, badBody, false},
		"hung up after request":    {t.Context(), transport.New(transport.Options{}), hangsUp.URL, strings.NewReader("x"), true},
		"no TLS in the middle":     {t.Context(), trusting, turnsPlain.URL, nil, true},
		"tunnel lost later":        {t.Context(), lost, answering.URL, strings.NewReader("x"), true},
		"unknown wire fails":       {t.Context(), unknown, answering.URL, nil, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req, err := http.NewRequestWithContext(test.ctx, http.MethodPost, test.target, test.body)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := transport.Chain(test.wire, transport.Delivery()).RoundTrip(req)
			if err == nil {
				resp.Body.Close()
			}
			var d *transport.DeliveryError
			if !errors.As(err, &d) || d.Sent != test.sent {
				t.Errorf("got %#v, want sent = %t", err, test.sent)
			}
			if name == "body broken off" && !errors.Is(err, broken) {
				t.Errorf("%v lost its cause", err)
			}
		})
	}
}

// authority issues certificates for one test.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, template := newKey(t), newTemplate("test authority")
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return authority{cert, key}
}

// issue returns a certificate and its key as PEM.
func (a authority) issue(t *testing.T, name string) (certPEM, keyPEM []byte) {
	t.Helper()
	key, template := newKey(t), newTemplate(name)
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: keyDER})
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newTemplate(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
}

func tlsServer(t *testing.T, config *tls.Config) string {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TLS.PeerCertificates) > 0 {
			_, _ = io.WriteString(w, r.TLS.PeerCertificates[0].Subject.CommonName)
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = config
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

func TestMutualTLS(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	own, err := transport.ClientCertificate(ca.issue(t, "127.0.0.1"))
	if err != nil {
		t.Fatal(err)
	}
	client, err := transport.ClientCertificate(ca.issue(t, "platform"))
	if err != nil {
		t.Fatal(err)
	}
	demanding := tlsServer(t, &tls.Config{
		Certificates: []tls.Certificate{own}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool, MinVersion: tls.VersionTLS12,
	})
	outdated := tlsServer(t, &tls.Config{Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})

	tests := map[string]struct {
		certificates []tls.Certificate
		target, want string
		fails        bool
	}{
		"with certificate":    {[]tls.Certificate{client}, demanding, "platform", false},
		"without certificate": {nil, demanding, "", true},
		"TLS 1.1":             {[]tls.Certificate{client}, outdated, "", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rt := transport.New(transport.Options{ClientCertificates: test.certificates})
			rt.TLSClientConfig.RootCAs = pool
			t.Cleanup(rt.CloseIdleConnections)
			resp, err := rt.RoundTrip(request(t, http.MethodGet, test.target, nil))
			if err != nil {
				if !test.fails {
					t.Error(err)
				}
				return
			}
			defer resp.Body.Close()
			got, err := io.ReadAll(resp.Body)
			if err != nil || test.fails || string(got) != test.want {
				t.Errorf("answer %q, error %v", got, err)
			}
		})
	}
}

func TestClientCertificateErrorsHoldNoKey(t *testing.T) {
	t.Parallel()
	ca := newAuthority(t)
	cert, key := ca.issue(t, "one")
	_, other := ca.issue(t, "two")
	for name, pair := range map[string][2][]byte{
		"no certificate":   {nil, key},
		"no key":           {cert, nil},
		"damaged key":      {cert, []byte("-----BEGIN EC PRIVATE KEY-----\nY2FuYXJ5\n-----END EC PRIVATE KEY-----\n")},
		"another's key":    {cert, other},
		"text, not PEM":    {[]byte("Y2FuYXJ5"), []byte("Y2FuYXJ5")},
		"swapped":          {key, cert},
		"key in both":      {key, key},
		"cut off in a key": {cert, key[:len(key)/2]},
	} {
		_, err := transport.ClientCertificate(pair[0], pair[1])
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		secret, _, _ := bytes.Cut(bytes.SplitAfter(key, []byte("\n"))[1], []byte("\n"))
		if strings.Contains(err.Error(), "Y2FuYXJ5") || strings.Contains(err.Error(), string(secret)) {
			t.Errorf("%s: %v repeats the key", name, err)
		}
	}
}
