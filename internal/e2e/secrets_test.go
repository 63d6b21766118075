package e2e_test

import (
	"bytes"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// newTap puts a tap in front of a served simulator, and returns its address.
func newTap(t *testing.T, target string) (*workspace.Tap, string) {
	t.Helper()
	at, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	k := workspace.NewTap(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(at)
		r.Out.Host = r.In.Host // so that links to pages lead through here too
	}})
	served := httptest.NewServer(k)
	t.Cleanup(served.Close)
	return k, served.URL
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
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			secrets(t, workspace.New(t), name == "ephemeral", block)
		})
	}
}

func secrets(t *testing.T, w *workspace.Workspace, ephemeral bool, block string) {
	t.Helper()
	pages := [][]byte{acctest.PDF("canary", 2), acctest.JPEG(3, 60), acctest.PNG(4)}
	for i, file := range []string{"a.pdf", "b.jpg", "c.png"} {
		w.Write(file, pages[i])
	}
	key, wrong := workspace.Secret(t, "right-"), workspace.Secret(t, "wrong-")
	k, address := newTap(t, w.Serve("--file", "world.db", "--client-id", "acme", "--api-key", key))
	w = w.With("MANGOPAY_BASE_URL="+address, "MANGOPAY_CLIENT_ID=acme", "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	keyed := func(key string) *workspace.Workspace {
		if ephemeral {
			return w.With("TF_VAR_key=" + key)
		}
		return w.With("MANGOPAY_API_KEY=" + key)
	}
	w.Configure(block + canary)
	world := w.World("world.db")
	var said bytes.Buffer
	say := func(o workspace.Outcome) workspace.Outcome {
		said.WriteString(o.Out)
		return o
	}

	say(keyed(wrong).Run("plan").Exits(1)).Says("Check client_id and api_key")
	good := keyed(key)
	say(good.Run("plan", "-out=canary.tfplan").Exits(0))
	say(good.Run("show", "-json", "canary.tfplan").Exits(0)).Says(acctest.SHA256(pages[2]))
	workspace.Fail(t, world, simulator.FaultRule{Kind: simulator.FaultRateLimit, Operation: "create_page", Delay: time.Hour})
	say(good.Run("apply", "canary.tfplan").Exits(1)).Says("policy.max_rate_limit_wait")
	workspace.Fail(t, world, simulator.FaultRule{Kind: simulator.FaultErrorBefore, Operation: "get_dispute"})
	say(good.Run("apply", "-auto-approve").Exits(1)).Says("HTTP 500")
	workspace.Fail(t, world, simulator.FaultRule{Kind: simulator.FaultExpiredToken, Operation: "create_page", Nth: 2},
		simulator.FaultRule{Kind: simulator.FaultProxyPage, Operation: "submit_document"})
	say(good.Run("apply", "-auto-approve").Exits(1)).Says("HTML page")
	workspace.Fail(t, world)
	say(good.Run("apply", "-auto-approve").Exits(0))
	say(good.Unchanged())
	say(good.Run("show", "-json").Exits(0)).Says(acctest.SHA256(pages[0]))

	seen := k.Secrets()
	kinds := map[string]bool{}
	for _, kind := range seen {
		kinds[kind] = true
	}
	if !kinds["used token"] || !kinds["basic credentials"] || !kinds["page link"] {
		t.Fatalf("the proxy has seen %v only; there is too little to look for", kinds)
	}
	seen[key], seen[wrong] = "the key", "the wrong key"
	d := workspace.NewDetector(seen, pages...)
	contents := w.Files(func(name string) bool {
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
		for _, found := range d.Find(content) {
			t.Errorf("%s holds %s", name, found)
		}
	}
}
