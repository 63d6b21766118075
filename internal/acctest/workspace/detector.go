package workspace

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"index/suffixarray"
	"net/url"
)

// Detector looks for what must never be written down: texts as they are and in
// base64, and any stretch of a page, raw or in base64.
type Detector struct {
	texts map[string]string // what each secret is, by the secret
	pages *suffixarray.Index
	heads map[uint64]bool // the first 8 bytes of every stretch of a page
}

const (
	// RawRun is how many bytes of a page count as a leak.
	RawRun = 24
	// Base64Run is how many characters of a page's base64 do, at any alignment.
	Base64Run = 24
	// wholeRun is what a Base64Run holds in whole groups of 4 characters, wherever
	// it begins: 20 characters, 15 bytes.
	wholeRun = 20
)

// NewDetector looks for texts, which are named by what they are, and for pages.
func NewDetector(texts map[string]string, pages ...[]byte) *Detector {
	d := &Detector{texts: texts, pages: suffixarray.New(bytes.Join(pages, nil)), heads: map[uint64]bool{}}
	for _, page := range pages {
		for i := 0; i+8 <= len(page); i++ {
			d.heads[binary.LittleEndian.Uint64(page[i:])] = true
		}
	}
	return d
}

// Find names the secrets that content holds.
func (d *Detector) Find(content []byte) []string {
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

func (d *Detector) rawPage(content []byte) (int, bool) {
	for i := 0; i+RawRun <= len(content); i++ {
		if d.heads[binary.LittleEndian.Uint64(content[i:])] && d.pages.Lookup(content[i:i+RawRun], 1) != nil {
			return i, true
		}
	}
	return 0, false
}

func (d *Detector) base64Page(content []byte) (int, bool) {
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
