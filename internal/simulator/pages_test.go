package simulator_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestUploadRules(t *testing.T) {
	t.Parallel()
	const (
		badLength = "Invalid length for a Base-64 char array or string."
		badBase64 = "The input is not a valid Base-64 string as it contains a non-base 64 character, " +
			"more than two padding characters, or an illegal character among the padding characters."
		tooSmall = "The file is too small to be readable"
		required = "The File field is required."
	)
	good := base64.StdEncoding.EncodeToString(png(2000))
	file := func(text string) string { return `{"File":"` + text + `"}` }
	cases := []struct {
		name, body string
		status     int
		message    string // for the field File
	}{
		{"png", file(good), 204, ""},
		{"pdf", upload(append([]byte("%PDF-1.7\n"), make([]byte, 2000)...)), 204, ""},
		{"jpeg", upload(append([]byte("\xff\xd8\xff\xe0"), make([]byte, 2000)...)), 204, ""},
		{"gif", upload(append([]byte("GIF89a"), make([]byte, 2000)...)), 204, ""},
		{"smallest", upload(png(1024)), 204, ""},
		{"white space", file(good[:60] + `\n` + good[60:120] + `\r\n \t` + good[120:] + `\n`), 204, ""},
		{"escaped slashes", `{"File":"` + strings.ReplaceAll(good, "/", `\/`) + `"}`, 204, ""},
		{"escaped unicode", file(`\u0069` + good[1:]), 204, ""},
		{"other members", `{"Id":null,"a":{"File":["x\"}",{}]},"b":-1.5e3, "File" : "` + good + `" ,"c":true}`, 204, ""},
		{"lower case", `{"file":"` + good + `"}`, 204, ""},
		{"too small", upload(png(1023)), 400, tooSmall},
		{"three bytes", file("qqqq"), 400, tooSmall},
		{"no padding", file(strings.TrimRight(good, "=")), 400, badLength},
		{"five characters", file("qqqqq"), 400, badLength},
		{"words", file("any file content..."), 400, badBase64},
		{"data URI", file("data:image/png;base64," + good), 400, badBase64},
		{"three paddings", file("q==="), 400, badBase64},
		{"padding inside", file("qq==qqqq"), 400, badBase64},
		{"empty", file(""), 400, required},
		{"missing", `{}`, 400, required},
		{"null", `{"File":null}`, 400, required},
		{"text", upload([]byte(strings.Repeat("hello ", 400))), 415, "The format of the uploaded file is not supported"},
		{"too large", file(strings.Repeat("A", 10<<20+4)), 413, "The uploaded file is larger than 10MB"},
	}
	s := open(t)
	over, within := serve(t, s), connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range []*client{over, within} {
				document := c.document(id, "")
				answer := c.do("POST", "/disputes/"+id+"/documents/"+document+"/pages", test.body)
				if test.status == http.StatusNoContent {
					if answer.want(204, nil); len(answer.body) != 0 {
						t.Errorf("body %q, want none", answer.body)
					}
					continue
				}
				var p problem
				if answer.want(test.status, &p); p.Errors["File"] != test.message {
					t.Errorf("errors %v, want File: %q", p.Errors, test.message)
				}
			}
		})
	}
}

func TestUploadIsNoJSON(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	path := "/disputes/" + id + "/documents/" + c.document(id, "") + "/pages"
	c.do("POST", path, "").refused(http.StatusBadRequest, "empty_body")
	for _, body := range []string{`[]`, `"x"`, `{`, `{"File"`, `{"File":"AAAA`, `{"File":"AAAA"`, `{"File":"AAAA",}`, `{"a":,}`, `{"File" "x"}`} {
		c.do("POST", path, body).refused(http.StatusBadRequest, "param_error")
	}
}

// TestPagesComeBack uploads pages of which one is as large as can be, and reads them over their links.
func TestPagesComeBack(t *testing.T) {
	t.Parallel()
	s := open(t, func(o *simulator.Options) { o.File = t.TempDir() + "/world.db" })
	c := serve(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	document := c.document(id, "")
	pages := [][]byte{
		png(1500), append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("0123456789abcdef"), 1<<10)...),
		append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte{0, 255, 128}, (7<<20)/3)...),
	}
	types := []string{"image/png", "application/pdf", "image/jpeg"}
	for _, content := range pages {
		c.page(id, document, content).want(http.StatusNoContent, nil)
	}
	links := c.consult("POST", document, len(pages))
	c.consult("GET", document, len(pages))
	for i, link := range links {
		if !strings.HasPrefix(link.URL, c.base+"/public/documents/") || link.ExpirationDate != start.Add(10*time.Minute).Unix() {
			t.Errorf("link %+v", link)
		}
		answer := c.send(c.request("GET", link.URL, "")).want(http.StatusOK, nil)
		if !bytes.Equal(answer.body, pages[i]) || answer.header.Get("Content-Type") != types[i] {
			t.Errorf("page %d: %d bytes of %s, want %d of %s", i, len(answer.body), answer.header.Get("Content-Type"), len(pages[i]), types[i])
		}
	}
	advance(t, s, 10*time.Minute)
	c.send(c.request("GET", links[0].URL, "")).want(http.StatusNotFound, nil)
	for _, r := range journal(t, s) {
		if strings.Contains(links[0].URL, r.Path) && r.Path != "/public/documents/" {
			t.Errorf("the journal holds a link: %s", r.Path)
		}
	}
}

type pageLink struct {
	URL            string `json:"Url"`
	ExpirationDate int64
}

func (c *client) consult(method, document string, count int) []pageLink {
	c.t.Helper()
	var links []pageLink
	answer := c.do(method, "/dispute-documents/"+document+"/consult/", "").want(http.StatusOK, &links)
	if len(links) != count || count == 0 && string(answer.body) != "[]" {
		c.t.Fatalf("consult: %s, want %d links", answer.body, count)
	}
	return links
}

func TestConsultWithoutPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	c.consult("POST", c.document(openDispute(t, s, simulator.DisputeSpec{}), ""), 0)
}

// TestBodyThatEndsEarly sends less than was announced.
func TestBodyThatEndsEarly(t *testing.T) {
	t.Parallel()
	s := open(t)
	id := openDispute(t, s, simulator.DisputeSpec{})
	for name, c := range map[string]*client{"socket": serve(t, s), "transport": connect(t, s)} {
		document := c.document(id, "")
		r := c.api("POST", "/disputes/"+id+"/documents/"+document+"/pages", upload(png(2000)), "Idempotency-Key", "0123456789abcdef-"+name)
		r.ContentLength += 10
		r.GetBody = nil
		if answer, err := c.try(r); err == nil {
			t.Errorf("%s: a broken upload was answered %d", name, answer.status)
		}
		if d, err := s.Document(document); err != nil || len(d.Pages) != 0 {
			t.Errorf("%s: document %+v, %v", name, d, err)
		}
	}
}

func TestJournal(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	content := png(3000)
	document := c.document(id, "secret tag")
	c.page(id, document, content, "Idempotency-Key", "0123456789abcdef")
	c.do("GET", "/disputes?Status=CLOSED", "")
	c.do("GET", "/nowhere", "")
	all := journal(t, s)
	if len(all) != 5 {
		t.Fatalf("%d entries, want 5: %+v", len(all), all)
	}
	operations := []string{"oauth_token", "create_document", "create_page", "list_disputes", "unknown"}
	for i, r := range all {
		if r.Operation != operations[i] || r.Sequence != uint64(i+1) || !r.Time.Equal(start) {
			t.Errorf("entry %d: %+v, want %s", i, r, operations[i])
		}
	}
	page := all[2]
	if page.Status != 204 || page.BodySize != int64(len(upload(content))) || page.PageSHA256 != digest(content) ||
		page.IdempotencyKey != "0123456789abcdef" || page.DisputeID != id || page.DocumentID != document {
		t.Errorf("upload: %+v", page)
	}
	if all[3].Query != "Status=CLOSED" || all[4].Status != http.StatusNotFound {
		t.Errorf("list and unknown: %+v", all[3:])
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{c.token, "secret tag", base64.StdEncoding.EncodeToString(content)[:40]} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the journal holds %q", secret)
		}
	}
	if err := s.ClearJournal(); err != nil {
		t.Fatal(err)
	}
	c.do("GET", "/disputes", "")
	if all := journal(t, s); len(all) != 1 || all[0].Sequence != 6 {
		t.Errorf("after clearing: %+v", all)
	}
}
