package provider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// identity makes a client certificate with its key, in PEM.
func identity(t *testing.T, name string) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, bytes []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
	}
	return block("CERTIFICATE", der), block("PRIVATE KEY", encoded)
}

// trusting is a TLS server that the system's roots know in this process and that
// asks for a client certificate; it keeps the names it is shown.
var trusting = struct {
	*httptest.Server
	mu    sync.Mutex
	names []string
}{}

// trust has to run before anything reads the system's roots.
func trust() (remove func(), err error) {
	trusting.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		trusting.mu.Lock()
		defer trusting.mu.Unlock()
		name := ""
		if certificates := r.TLS.PeerCertificates; len(certificates) > 0 {
			name = certificates[0].Subject.CommonName
		}
		trusting.names = append(trusting.names, name)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	trusting.TLS = &tls.Config{ClientAuth: tls.RequestClientCert}
	trusting.StartTLS()
	dir, err := os.MkdirTemp("", "roots")
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "roots.pem")
	root := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: trusting.Certificate().Raw})
	if err := os.WriteFile(file, root, 0o600); err != nil {
		return nil, err
	}
	return func() {
		trusting.Close()
		_ = os.RemoveAll(dir)
	}, os.Setenv("SSL_CERT_FILE", file)
}

// shown makes one call and returns the certificate that the server was shown.
func shown(t *testing.T, changes object) string {
	t.Helper()
	block := object{"base_url": trusting.URL, "allow_custom_endpoint": true, "client_id": "acme", "api_key": "k3y"}
	for name, v := range changes {
		block[name] = v
	}
	s := start(t)
	silent(t, s.configure(object{"mangopay": block}))
	_, said := s.readDispute("dispute-1001")
	trusting.mu.Lock()
	defer trusting.mu.Unlock()
	if len(trusting.names) == 0 {
		t.Fatalf("the server was not reached: %s", said)
	}
	return trusting.names[len(trusting.names)-1]
}

func TestClientCertificatePrecedence(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only there can a test add a root certificate through the environment")
	}
	certificate, key := identity(t, "from-config")
	other, otherKey := identity(t, "from-env")
	if got := shown(t, nil); got != "" {
		t.Errorf("without a certificate the server sees %q", got)
	}
	if got := shown(t, object{"client_certificate": certificate, "client_key": key}); got != "from-config" {
		t.Errorf("configured: the server sees %q", got)
	}
	t.Setenv("MANGOPAY_CLIENT_CERTIFICATE", other)
	t.Setenv("MANGOPAY_CLIENT_KEY", otherKey)
	if got := shown(t, nil); got != "from-env" {
		t.Errorf("environment: the server sees %q", got)
	}
	if got := shown(t, object{"client_certificate": certificate, "client_key": key}); got != "from-config" {
		t.Errorf("both: the server sees %q", got)
	}
}

// TestClientCertificateMovesTheHost: Mangopay takes client certificates on hosts
// of their own.
func TestClientCertificateMovesTheHost(t *testing.T) {
	t.Parallel()
	certificate, key := identity(t, "acme")
	for environment, hosts := range map[string][2]string{
		"sandbox":    {"https://api.sandbox.mangopay.com", "https://api-mtls.sandbox.mangopay.com"},
		"production": {"https://api.mangopay.com", "https://api-mtls.mangopay.com"},
	} {
		for i, changes := range []object{
			{"environment": environment},
			{"environment": environment, "client_certificate": certificate, "client_key": key},
		} {
			p, said := account(t, sandbox(changes))
			silent(t, said)
			if got := p.Client.BaseURL(); got != hosts[i] {
				t.Errorf("%s: got %s, want %s", environment, got, hosts[i])
			}
		}
	}
}

func TestClientCertificateRefused(t *testing.T) {
	t.Parallel()
	certificate, key := identity(t, "acme")
	_, otherKey := identity(t, "other")
	for name, test := range map[string]struct {
		changes object
		wanted  string
	}{
		"certificate only": {object{"client_certificate": certificate}, "Half of a client certificate: client_certificate and client_key (MANGOPAY_CLIENT_CERTIFICATE, MANGOPAY_CLIENT_KEY) go together."},
		"key only":         {object{"client_key": key}, "Half of a client certificate"},
		"no PEM":           {object{"client_certificate": "hunter2", "client_key": key}, "Client certificate cannot be used"},
		"no PEM key":       {object{"client_certificate": certificate, "client_key": "hunter2"}, "Client certificate cannot be used"},
		"exchanged":        {object{"client_certificate": key, "client_key": certificate}, "Client certificate cannot be used"},
		"another's key":    {object{"client_certificate": certificate, "client_key": otherKey}, "Client certificate cannot be used"},
	} {
		said := start(t).configure(sandbox(test.changes))
		want(t, said, "ERROR [mangopay.client_certificate] ", test.wanted)
		for _, secret := range []string{"hunter2", strings.Split(key, "\n")[1]} {
			if strings.Contains(said, secret) {
				t.Errorf("%s: repeats the key: %s", name, said)
			}
		}
	}
}
