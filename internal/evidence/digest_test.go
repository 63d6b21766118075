package evidence_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// The canonical forms are public: configurations recompute them.
func TestDigestsFollowTheirCanonicalForm(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, got, canonical string }{
		{
			"document", evidence.DocumentDigest("INVOICE", "a <b> & c", []string{"aa", "bb"}),
			`["disputes/document/v1","INVOICE","a \u003cb\u003e \u0026 c",["aa","bb"]]`,
		},
		{"document without pages", evidence.DocumentDigest("OTHER", "", nil), `["disputes/document/v1","OTHER","",[]]`},
		{
			"evidence", evidence.EvidenceDigest("42", "EUR", 12000, []string{"cc"}),
			`["disputes/evidence/v1","42","EUR",12000,["cc"]]`,
		},
		{
			"large amount", evidence.EvidenceDigest("42", "EUR", 9007199254740993, nil),
			`["disputes/evidence/v1","42","EUR",9007199254740993,[]]`,
		},
		{
			"fingerprint", evidence.Fingerprint(evidence.FingerprintInput{
				BaseURL: "https://api.sandbox.mangopay.com", ClientID: "acme",
				DisputeID: "42", Type: "INVOICE", Tag: "é", Generation: 2, Pages: []string{"aa"},
			}),
			`["disputes/fingerprint/v1","https://api.sandbox.mangopay.com","acme","42","INVOICE","é",2,["aa"]]`,
		},
	}
	for _, tt := range tests {
		if tt.got != sha(tt.canonical) {
			t.Errorf("%s: %s is not the SHA-256 of %s", tt.name, tt.got, tt.canonical)
		}
	}
}

// Whatever changes, or moves from one field to the next, changes the digest.
func TestDigestsTellEverythingApart(t *testing.T) {
	t.Parallel()
	values := []string{"", "a", "b", "ab", `a","b`, "[]"}
	pages := [][]string{{}, {""}, {"a"}, {"b"}, {"ab"}, {"a", "b"}, {"b", "a"}, {"a", "b", ""}, {"a", "a"}}
	seen := make(map[string]string)
	record := func(digest, of string) {
		if other, ok := seen[digest]; ok {
			t.Errorf("%s and %s have one digest", of, other)
		}
		seen[digest] = of
	}
	for _, x := range values {
		for _, y := range values {
			for _, p := range pages {
				record(evidence.DocumentDigest(x, y, p), fmt.Sprintf("document %q %q %q", x, y, p))
				for amount := range int64(3) {
					record(evidence.EvidenceDigest(x, y, amount, p), fmt.Sprintf("evidence %q %q %d %q", x, y, amount, p))
				}
			}
		}
	}
	for field := range 5 {
		for _, v := range values[1:] {
			in := [5]string{}
			in[field] = v
			record(evidence.Fingerprint(evidence.FingerprintInput{BaseURL: in[0], ClientID: in[1], DisputeID: in[2], Type: in[3], Tag: in[4]}),
				fmt.Sprintf("fingerprint %q", in))
		}
	}
	for generation := range int64(3) {
		for _, p := range pages {
			record(evidence.Fingerprint(evidence.FingerprintInput{Generation: generation, Pages: p}),
				fmt.Sprintf("fingerprint %d %q", generation, p))
		}
	}
}

func TestMarkIsTakenOffAgain(t *testing.T) {
	t.Parallel()
	fingerprint := sha("x")
	mark := evidence.Mark(fingerprint)
	if mark != "tf:"+fingerprint[:16] {
		t.Fatalf("mark %q", mark)
	}
	tags := []string{
		"", "order 17", "ends in a space ", " ", "two\nlines", "tf:", "tf:0123456789abcdef", "a tf:0123456789abcdef",
		strings.Repeat("é", evidence.MaxUserTag),
	}
	for _, tag := range tags {
		marked := evidence.AddMark(tag, fingerprint)
		if user, got := evidence.SplitMark(marked); user != tag || got != mark {
			t.Errorf("%q: split into %q and %q", tag, user, got)
		}
		if n := len([]rune(marked)) - len([]rune(tag)); n > evidence.MaxTag-evidence.MaxUserTag {
			t.Errorf("%q: the mark adds %d characters", tag, n)
		}
	}
	for _, tag := range []string{"", "order 17", "xtf:0123456789abcdef", "tf:0123456789ABCDEF", "tf:0123456789abcde", "tf:0123456789abcdef "} {
		if user, got := evidence.SplitMark(tag); user != tag || got != "" {
			t.Errorf("%q carries no mark, but is split into %q and %q", tag, user, got)
		}
	}
}
