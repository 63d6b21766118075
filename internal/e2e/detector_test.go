package e2e_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"index/suffixarray"
	"net/url"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/acctest"
)

// detector looks for what must never be written down: texts as they are and in
// base64, and any stretch of a page, raw or in base64.
type detector struct {
	texts map[string]string // what each secret is, by the secret
	pages *suffixarray.Index
	heads map[uint64]bool // the first 8 bytes of every stretch of a page
}

const (
	rawRun    = 24 // bytes of a page that count as a leak
	base64Run = 24 // characters of its base64, at any alignment
	// wholeRun is what a base64Run holds in whole groups of 4 characters, wherever
	// it begins: 20 characters, 15 bytes.
	wholeRun = 20
)

func newDetector(texts map[string]string, pages ...[]byte) *detector {
	d := &detector{texts: texts, pages: suffixarray.New(bytes.Join(pages, nil)), heads: map[uint64]bool{}}
	for _, page := range pages {
		for i := 0; i+8 <= len(page); i++ {
			d.heads[binary.LittleEndian.Uint64(page[i:])] = true
		}
	}
	return d
}

// find names the secrets that content holds.
func (d *detector) find(content []byte) []string {
	var found []string
	for text, name := range d.texts {
		for form, secret := range map[string]string{
			"": text, " in base64": base64.StdEncoding.EncodeToString([]byte(text)), " in hex": hex.EncodeToString([]byte(text)),
			" in a URL": url.QueryEscape(text),
		} {
			if bytes.Contains(content, []byte(secret)) {
				found = append(found, name+form)
			}
		}
	}
	if at, leaks := d.rawPage(content); leaks {
		found = append(found, fmt.Sprintf("a page, at byte %d", at))
	}
	if at, leaks := d.base64Page(content); leaks {
		found = append(found, fmt.Sprintf("a page in base64, at byte %d", at))
	}
	return found
}

func (d *detector) rawPage(content []byte) (int, bool) {
	for i := 0; i+rawRun <= len(content); i++ {
		if d.heads[binary.LittleEndian.Uint64(content[i:])] && d.pages.Lookup(content[i:i+rawRun], 1) != nil {
			return i, true
		}
	}
	return 0, false
}

func (d *detector) base64Page(content []byte) (int, bool) {
	decoded := make([]byte, base64.StdEncoding.DecodedLen(wholeRun))
	run := 0
	for i, c := range content {
		if c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' {
			run++
		} else {
			run = 0
		}
		if run < wholeRun {
			continue
		}
		start := i + 1 - wholeRun
		n, err := base64.StdEncoding.Decode(decoded, content[start:i+1])
		if err == nil && d.heads[binary.LittleEndian.Uint64(decoded)] && d.pages.Lookup(decoded[:n], 1) != nil {
			return start, true
		}
	}
	return 0, false
}

// TestAccDetectorFinds: a test that finds nothing has to be able to find
// something.
func TestAccDetectorFinds(t *testing.T) {
	t.Parallel()
	page := acctest.PNG(5)
	d := newDetector(map[string]string{"k3y-hunter2&": "key"}, page, acctest.PDF("other", 1))
	encoded := func(from int) string { return base64.StdEncoding.EncodeToString(page[from:]) }
	noise := strings.Repeat("a line of a log with /usr/lib/terraform/providers/registry and 0123456789abcdef\n", 3)
	for name, planted := range map[string]string{
		"key": "k3y-hunter2&", "key in base64": base64.StdEncoding.EncodeToString([]byte("k3y-hunter2&")),
		"key in hex": hex.EncodeToString([]byte("k3y-hunter2&")), "key in a URL": "k3y-hunter2%26",
		"raw start": string(page[:rawRun]), "raw middle": string(page[1000 : 1000+rawRun]), "raw end": string(page[len(page)-rawRun:]),
		"base64 start": encoded(0)[:base64Run], "base64, 1 byte on": encoded(1)[400 : 400+base64Run], "base64, 2 bytes on": encoded(2)[400 : 400+base64Run],
		"base64, 1 character on": encoded(0)[401 : 401+base64Run], "base64, 2 characters on": encoded(0)[402 : 402+base64Run],
		"base64, 3 characters on": encoded(0)[403 : 403+base64Run], "base64 in JSON": `{"File":"` + encoded(0)[:base64Run] + `"}`,
	} {
		if found := d.find([]byte(noise + planted + noise)); len(found) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	if found := d.find([]byte(noise + base64.StdEncoding.EncodeToString(acctest.JPEG(9, 40)) + acctest.SHA256(page))); len(found) > 0 {
		t.Errorf("found %v where there is nothing", found)
	}
}
