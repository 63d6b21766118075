package e2e_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// files are the contents of everything in the workspace that an engine wrote,
// with the entries of archives.
func (w *workspace) files(skip func(name string) bool) map[string][]byte {
	w.t.Helper()
	contents := map[string][]byte{}
	err := filepath.WalkDir(w.dir, func(path string, entry os.DirEntry, err error) error {
		name := strings.TrimPrefix(path, w.dir+string(filepath.Separator))
		if err != nil || entry.IsDir() || skip(name) {
			return err
		}
		content, err := os.ReadFile(path)
		contents[name] = content
		if archive, zipErr := zip.NewReader(bytes.NewReader(content), int64(len(content))); zipErr == nil {
			for _, file := range archive.File {
				reader, err := file.Open()
				if err != nil {
					return err
				}
				if contents[name+"/"+file.Name], err = io.ReadAll(reader); err != nil {
					return err
				}
				_ = reader.Close()
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return contents
}

// tap stands in front of a served simulator and keeps what is secret in the
// calls: tokens, credentials, and links to pages.
type tap struct {
	mu      sync.Mutex
	secrets map[string]string
}

func newTap(t *testing.T, target string) (*tap, string) {
	t.Helper()
	at, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	k := &tap{secrets: map[string]string{}}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(at)
			r.Out.Host = r.In.Host // so that links to pages lead through here too
			if _, token, bearer := strings.Cut(r.In.Header.Get("Authorization"), "Bearer "); bearer {
				k.keep("used token", token)
			} else if _, basic, found := strings.Cut(r.In.Header.Get("Authorization"), "Basic "); found {
				k.keep("basic credentials", basic)
			}
			if _, link, found := strings.Cut(r.In.URL.Path, "/public/documents/"); found {
				k.keep("page link", link)
			}
		},
		ModifyResponse: k.token,
	}
	served := httptest.NewServer(proxy)
	t.Cleanup(served.Close)
	return k, served.URL
}

func (k *tap) keep(kind, secret string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secrets[secret] = kind
}

// token keeps the token of a sign-in's answer.
func (k *tap) token(resp *http.Response) error {
	if !strings.HasSuffix(resp.Request.URL.Path, "/oauth/token") {
		return nil
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if json.Unmarshal(body, &answer) == nil && answer.AccessToken != "" {
		k.keep("issued token", answer.AccessToken)
	}
	return nil
}

func secret(t *testing.T, prefix string) string {
	t.Helper()
	random := make([]byte, 15)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	return prefix + hex.EncodeToString(random)
}

const canary = `
resource "disputes_mangopay_document" "listed" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  tag        = "listed"
  pages      = [{ source = "a.pdf" }, { source = "b.jpg" }]
  depends_on = [disputes_mangopay_document_page.written]
}
resource "disputes_mangopay_document" "filled" {
  dispute_id = "dispute-1001"
  type       = "OTHER"
  tag        = "filled"
}
resource "disputes_mangopay_document_page" "written" {
  dispute_id        = "dispute-1001"
  document_id       = disputes_mangopay_document.filled.id
  content_base64_wo = filebase64("c.png")
  content_sha256    = filesha256("c.png")
}
resource "disputes_mangopay_document_submission" "listed" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.listed.id
  digest      = disputes_mangopay_document.listed.digest
}
resource "disputes_mangopay_document_submission" "filled" {
  dispute_id  = "dispute-1001"
  document_id = disputes_mangopay_document.filled.id
  digest      = sha256(jsonencode(["disputes/document/v1", "OTHER", "filled", [disputes_mangopay_document_page.written.sha256]]))
}
resource "disputes_mangopay_dispute_submission" "case" {
  dispute_id      = "dispute-1001"
  contested_funds = { amount = 12000, currency = "EUR" }
  documents = [for s in [disputes_mangopay_document_submission.listed, disputes_mangopay_document_submission.filled] :
    { document_id = s.document_id, digest = s.digest }]
}
`

// TestAccSecrets: neither the key, nor a token, nor a page is in anything that an
// engine writes or says, on the good way and on the bad ones.
func TestAccSecrets(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]string{
		"environment": `
provider "disputes" {}
`,
		"ephemeral": `
variable "key" {
  type      = string
  ephemeral = true
}
provider "disputes" {
  mangopay = { api_key = var.key }
}
`,
	} {
		t.Run(name, func(t *testing.T) { secrets(newWorkspace(t), name == "ephemeral", block) })
	}
}

func secrets(w *workspace, ephemeral bool, block string) {
	t := w.t
	t.Helper()
	pages := [][]byte{acctest.PDF("canary", 2), acctest.JPEG(3, 60), acctest.PNG(4)}
	for i, file := range []string{"a.pdf", "b.jpg", "c.png"} {
		w.write(file, pages[i])
	}
	key, wrong := secret(t, "right-"), secret(t, "wrong-")
	k, address := newTap(t, w.serve("--file", "world.db", "--client-id", "acme", "--api-key", key))
	w = w.with("MANGOPAY_BASE_URL="+address, "MANGOPAY_CLIENT_ID=acme", "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.dir, "trace.log"))
	keyed := func(key string) *workspace {
		if ephemeral {
			return w.with("TF_VAR_key=" + key)
		}
		return w.with("MANGOPAY_API_KEY=" + key)
	}
	w.configure(block + canary)
	world := w.world("world.db")
	var said bytes.Buffer
	say := func(o outcome) outcome {
		said.WriteString(o.out)
		return o
	}

	say(keyed(wrong).run("plan").exits(1)).says("Check client_id and api_key")
	good := keyed(key)
	say(good.run("plan", "-out=canary.tfplan").exits(0))
	say(good.run("show", "-json", "canary.tfplan").exits(0)).says(acctest.SHA256(pages[2]))
	fail(t, world, simulator.FaultRule{Kind: simulator.FaultRateLimit, Operation: "create_page"})
	say(good.run("apply", "canary.tfplan").exits(1)).says("HTTP 429")
	fail(t, world, simulator.FaultRule{Kind: simulator.FaultErrorBefore, Operation: "get_dispute"})
	say(good.run("apply", "-auto-approve").exits(1)).says("HTTP 500")
	fail(t, world, simulator.FaultRule{Kind: simulator.FaultExpiredToken, Operation: "create_page", Nth: 2},
		simulator.FaultRule{Kind: simulator.FaultProxyPage, Operation: "submit_document"})
	say(good.run("apply", "-auto-approve").exits(1)).says("HTML page")
	fail(t, world)
	say(good.run("apply", "-auto-approve").exits(0))
	say(good.unchanged())
	say(good.run("show", "-json").exits(0)).says(acctest.SHA256(pages[0]))

	k.mu.Lock()
	defer k.mu.Unlock()
	kinds := map[string]bool{}
	for _, kind := range k.secrets {
		kinds[kind] = true
	}
	if !kinds["used token"] || !kinds["basic credentials"] || !kinds["page link"] {
		t.Fatalf("the proxy has seen %v only; there is too little to look for", kinds)
	}
	k.secrets[key], k.secrets[wrong] = "the key", "the wrong key"
	d := newDetector(k.secrets, pages...)
	contents := w.files(func(name string) bool {
		return name == "a.pdf" || name == "b.jpg" || name == "c.png" || name == "world.db"
	})
	contents["what the commands said"] = said.Bytes()
	for _, expected := range []string{"terraform.tfstate", "terraform.tfstate.backup", "canary.tfplan", "canary.tfplan/tfplan", "trace.log"} {
		if len(contents[expected]) == 0 {
			t.Errorf("there is no %s to look into", expected)
		}
	}
	if !bytes.Contains(contents["trace.log"], []byte("API request")) {
		t.Error("the log has nothing of the provider")
	}
	for name, content := range contents {
		for _, found := range d.find(content) {
			t.Errorf("%s holds %s", name, found)
		}
	}
}

func fail(t *testing.T, world *simulator.Simulator, rules ...simulator.FaultRule) {
	t.Helper()
	if err := world.SetFaults(simulator.Faults{Rules: rules}); err != nil {
		t.Fatal(err)
	}
}
