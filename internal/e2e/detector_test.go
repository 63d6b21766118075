package e2e_test

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
	"github.com/disputeops/terraform-provider-disputes/internal/acctest/workspace"
)

// TestAccDetectorFinds: a test that finds nothing has to be able to find
// something.
func TestAccDetectorFinds(t *testing.T) {
	t.Parallel()
	page := acctest.PNG(5)
	d := workspace.NewDetector(map[string]string{"k3y-hunter2&": "key"}, page, acctest.PDF("other", 1))
	encoded := func(from int) string { return base64.StdEncoding.EncodeToString(page[from:]) }
	noise := strings.Repeat("a line of a log with /usr/lib/terraform/providers/registry and 0123456789abcdef\n", 3)
	for name, planted := range map[string]string{
		"key": "k3y-hunter2&", "key in base64": base64.StdEncoding.EncodeToString([]byte("k3y-hunter2&")),
		"key in hex": hex.EncodeToString([]byte("k3y-hunter2&")), "key in a URL": "k3y-hunter2%26",
		"raw start": string(page[:workspace.RawRun]), "raw middle": string(page[1000 : 1000+workspace.RawRun]), "raw end": string(page[len(page)-workspace.RawRun:]),
		"base64 start": encoded(0)[:workspace.Base64Run], "base64, 1 byte on": encoded(1)[400 : 400+workspace.Base64Run], "base64, 2 bytes on": encoded(2)[400 : 400+workspace.Base64Run],
		"base64, 1 character on": encoded(0)[401 : 401+workspace.Base64Run], "base64, 2 characters on": encoded(0)[402 : 402+workspace.Base64Run],
		"base64, 3 characters on": encoded(0)[403 : 403+workspace.Base64Run], "base64 in JSON": `{"File":"` + encoded(0)[:workspace.Base64Run] + `"}`,
	} {
		if found := d.Find([]byte(noise + planted + noise)); len(found) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	if found := d.Find([]byte(noise + base64.StdEncoding.EncodeToString(acctest.JPEG(9, 40)) + acctest.SHA256(page))); len(found) > 0 {
		t.Errorf("found %v where there is nothing", found)
	}
}
