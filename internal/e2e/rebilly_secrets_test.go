package e2e_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const rebillyCanary = `
provider "disputes" {}
resource "disputes_rebilly_dispute" "case" {
  transaction_id = "txn-1004"
  amount         = 4990
  currency       = "EUR"
  reason_code    = "13.1"
  type           = "first-chargeback"
  status         = "under-review"
  posted_time    = "2026-03-02T09:30:00Z"
}
resource "disputes_rebilly_file" "receipt" {
  source = "a.pdf"
}
resource "disputes_rebilly_attachment" "receipt" {
  dispute_id = disputes_rebilly_dispute.case.id
  file_id    = disputes_rebilly_file.receipt.id
}
`

// TestAccRebillySecrets: neither the key, nor a JWT, nor a file is in anything that an
// engine writes or says, on the good way and on the bad ones.
func TestAccRebillySecrets(t *testing.T) {
	t.Parallel()
	w := workspace.New(t)
	receipt := acctest.PDF("canary", 2)
	w.Write("a.pdf", receipt)
	key, wrong := workspace.Secret(t, "sk_sandbox_right"), workspace.Secret(t, "sk_sandbox_wrong")
	address := w.Serve("--file", "world.db", "--rebilly-api-key", key)
	w = w.With("REBILLY_BASE_URL="+address, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.Dir, "trace.log"))
	w.Configure(rebillyCanary)
	world := w.World("world.db")
	var said bytes.Buffer
	say := func(o workspace.Outcome) workspace.Outcome {
		said.WriteString(o.Out)
		return o
	}

	say(w.With("REBILLY_API_KEY=" + wrong).Run("plan").Exits(1)).Says("Check api_key or token (REBILLY_API_KEY")
	good := w.With("REBILLY_API_KEY=" + key)
	say(good.Run("plan", "-out=canary.tfplan").Exits(0))
	say(good.Run("show", "-json", "canary.tfplan").Exits(0)).Says(acctest.SHA256(receipt))
	workspace.Fail(t, world, simulator.FaultRule{Kind: simulator.FaultErrorBefore, Operation: "rebilly_create_file"},
		simulator.FaultRule{Kind: simulator.FaultForbidden, Operation: "rebilly_put_dispute"})
	say(good.Run("apply", "canary.tfplan").Exits(1)).Says("HTTP 500", "PutDispute")
	workspace.Fail(t, world)
	say(w.With("REBILLY_TOKEN="+simulator.RebillyToken).Run("apply", "-auto-approve").Exits(0))
	say(good.Unchanged())
	say(good.Run("show", "-json").Exits(0)).Says(acctest.SHA256(receipt))

	d := workspace.NewDetector(map[string]string{key: "the key", wrong: "the wrong key", simulator.RebillyToken: "the JWT"}, receipt)
	contents := w.Files(func(name string) bool { return name == "a.pdf" || name == "world.db" })
	contents["what the commands said"] = said.Bytes()
	for _, expected := range []string{"terraform.tfstate", "canary.tfplan", "canary.tfplan/tfplan", "trace.log"} {
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
