package simulator_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"image"
	stdpng "image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// inline is an upload as JSON, with further members.
func inline(content []byte, members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"file":"` + base64.StdEncoding.EncodeToString(content) + `"` + members + `}`
}

// file uploads a file as JSON.
func (m *merchant) file(content []byte, members string) object {
	m.t.Helper()
	var o object
	m.do("POST", "/files", inline(content, members), "Content-Type", "application/json").want(http.StatusCreated, &o)
	return o
}

// attachment ties a file to a dispute, with further members.
func attachment(file, dispute, members string) string {
	if members != "" {
		members = "," + members
	}
	return `{"fileId":"` + file + `","relatedType":"dispute","relatedId":"` + dispute + `"` + members + `}`
}

// picture is a whole PNG file.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := stdpng.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func multiForm(t *testing.T, content []byte, fields ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="letter.pdf"`}, "Content-Type": {"application/pdf"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func sha1Hex(content []byte) string {
	sum := sha1.Sum(content)
	return hex.EncodeToString(sum[:])
}

func TestRebillyUploadForms(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shopServed(t, s)
	pdf := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte{0, 255, 10, 13}, 5000)...)
	form, formType := multiForm(t, pdf, "description", "A letter", "tags[]", "one", "tags[]", "two", "isPublic", "false")
	photo := picture(t, 40, 30)
	for name, test := range map[string]struct {
		body, contentType string
		content           []byte
		want              object
	}{
		"json": {
			inline(photo, `"name":"photo.png","description":"A photo","tags":["x"],"isPublic":true,"sourceType":"camera","more":1`),
			"application/json; charset=utf-8", photo,
			object{
				"name": "photo.png", "extension": "png", "description": "A photo", "sourceType": "camera", "tags": []any{"x"},
				"mime": "image/png", "width": 40.0, "height": 30.0, "isPublic": true,
			},
		},
		"form": {form, formType, pdf, object{
			"name": "letter.pdf", "extension": "pdf", "description": "A letter", "sourceType": nil, "tags": []any{"one", "two"},
			"mime": "application/pdf", "isPublic": false,
		}},
		"raw": {string(pdf), "application/pdf", pdf, object{
			"name": "file.pdf", "extension": "pdf", "description": "", "sourceType": nil, "tags": []any{}, "mime": "application/pdf",
			"isPublic": false,
		}},
		"raw by content": {"GIF89a" + strings.Repeat("x", 9), "application/octet-stream", []byte("GIF89a" + strings.Repeat("x", 9)), object{
			"name": "file.gif", "extension": "gif", "description": "", "sourceType": nil, "tags": []any{}, "mime": "image/gif",
			"width": float64(0x7878), "height": float64(0x7878), "isPublic": false,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got object
			answer := m.do("POST", "/files/", test.body, "Content-Type", test.contentType).want(http.StatusCreated, &got)
			id := got.text("id")
			if !strings.HasPrefix(id, "file_") || answer.header.Get("Location") != m.base+organization+"/files/"+id {
				t.Errorf("id %q, Location %q", id, answer.header.Get("Location"))
			}
			want := test.want
			want["id"], want["size"], want["sha1"] = id, float64(len(test.content)), sha1Hex(test.content)
			want["createdTime"], want["updatedTime"], want["_links"] = "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z", got["_links"]
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, m.get("/files/"+id)); diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
			download := m.do("GET", "/files/"+id+"/download?imageSize=8x8", "").want(http.StatusOK, nil)
			if !bytes.Equal(download.body, test.content) || download.header.Get("Content-Type") != want["mime"] {
				t.Errorf("downloaded %d bytes of %s", len(download.body), download.header.Get("Content-Type"))
			}
			i := slices.IndexFunc(journal(t, s), func(r simulator.Request) bool { return r.ObjectID == id })
			if r := journal(t, s)[i]; r.Operation != "rebilly_create_file" || r.PageSHA256 != digest(test.content) || r.BodySize != int64(len(test.body)) {
				t.Errorf("journal: %+v", r)
			}
		})
	}
}

func TestRebillyUploadRefusals(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	long, file := strings.Repeat("x", 256), png(100)
	for body, field := range map[string]string{
		`{}`:                               "file",
		`{"file":null}`:                    "file",
		`{"file":""}`:                      "file",
		`{"file":"%%%"}`:                   "file",
		`{"file":7}`:                       "file",
		inline([]byte("plain text"), ""):   "file",
		`{"url":"https://example.com/a"}`:  "url",
		inline(file, `"name":"`+long+`"`):  "name",
		inline(file, `"description":7`):    "description",
		inline(file, `"tags":"one"`):       "tags",
		inline(file, `"isPublic":"yes"`):   "isPublic",
		inline(file, `"sourceType":"fax"`): "sourceType",
	} {
		m.do("POST", "/files", body, "Content-Type", "application/json").blames(field)
	}
	m.do("POST", "/files", "", "Content-Type", "image/png").blames("file")
	m.do("POST", "/files", "[]", "Content-Type", "application/json").fails(http.StatusBadRequest)
	m.do("POST", "/files", "--x\r\nContent-Disposition: form-data; name=file\r\n\r\nno end", "Content-Type", "multipart/form-data; boundary=x").fails(http.StatusBadRequest)
	huge := string(png(33 << 20))
	m.do("POST", "/files", huge, "Content-Type", "image/png").fails(http.StatusRequestEntityTooLarge)
	if all, err := s.RebillyFiles(); err != nil || len(all) != 0 {
		t.Errorf("files after refusals: %v, %v", all, err)
	}
}

func TestRebillyFileLife(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	content := png(500)
	id := m.file(content, `"name":"a.png","description":"d","tags":["t"],"isPublic":true`).text("id")
	advance(t, s, time.Minute)
	o := m.put("/files/"+id, `{"description":"other"}`, http.StatusOK)
	if o.text("name") != "a.png" || o.text("description") != "other" || o["isPublic"] != false || len(o["tags"].([]any)) != 0 ||
		o.text("updatedTime") != "2026-03-02T10:01:00Z" || o.text("createdTime") != "2026-03-02T10:00:00Z" || o.text("sha1") != sha1Hex(content) {
		t.Errorf("updated: %v", o)
	}
	m.do("PUT", "/files/"+id, `{"name":7}`).blames("name")
	m.do("PUT", "/files/"+id, `7`).fails(http.StatusBadRequest)
	m.do("PUT", "/files/none", `{}`).fails(http.StatusNotFound)
	m.put("/attachments/a1", attachment(id, "dp-1001", ""), http.StatusCreated)
	want := []simulator.RebillyFile{{
		ID: id, Name: "a.png", Description: "other", Tags: []string{}, Mime: "image/png", Size: 500, SHA1: sha1Hex(content),
		SHA256: digest(content), CreatedTime: start, UpdatedTime: start.Add(time.Minute),
	}}
	if all, err := s.RebillyFiles(); err != nil || !cmp.Equal(want, all) {
		t.Errorf("%v (-want +got):\n%s", err, cmp.Diff(want, all))
	}
	m.do("DELETE", "/files/"+id, "").want(http.StatusNoContent, nil)
	for _, path := range []string{"/files/" + id, "/files/" + id + "/download", "/attachments/a1"} {
		m.do("GET", path, "").fails(http.StatusNotFound)
	}
	m.do("DELETE", "/files/"+id, "").fails(http.StatusNotFound)
}

func TestRebillyAttachments(t *testing.T) {
	t.Parallel()
	s := sampled(t)
	m := shop(t, s)
	one, two := m.file(png(100), "").text("id"), m.file(png(200), "").text("id")
	answer := m.do("PUT", "/attachments/mine", attachment(one, "dp-1001", `"name":"n","description":"d"`)).want(http.StatusCreated, nil)
	if got := answer.header.Get("Location"); got != m.base+organization+"/attachments/mine" {
		t.Errorf("Location %q", got)
	}
	advance(t, s, time.Minute)
	m.put("/attachments/mine", attachment(two, "dp-1002", `"name":"m"`), http.StatusOK)
	want := object{
		"id": "mine", "fileId": two, "relatedType": "dispute", "relatedId": "dp-1002", "name": "m", "description": "",
		"createdTime": "2026-03-02T10:00:00Z", "updatedTime": "2026-03-02T10:01:00Z",
	}
	got := m.get("/attachments/mine")
	delete(got, "_links")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var made object
	m.do("POST", "/attachments/", attachment(one, "dp-1001", "")).want(http.StatusCreated, &made)
	if id := made.text("id"); !strings.HasPrefix(id, "att_") {
		t.Errorf("id %q", id)
	}
	m.do("POST", "/attachments", attachment(one, "dp-1001", "")).fails(http.StatusConflict)
	m.do("PUT", "/attachments/other", attachment(two, "dp-1002", "")).fails(http.StatusConflict)
	m.do("PUT", "/attachments/mine", attachment(one, "dp-1001", "")).fails(http.StatusConflict)
	m.do("PUT", "/attachments/to-txn", strings.Replace(attachment(one, "txn-1001", ""), `"dispute"`, `"transaction"`, 1)).want(http.StatusCreated, nil)
	for body, field := range map[string]string{
		attachment("none", "dp-1001", ""): "fileId", attachment(one, "none", ""): "relatedId", attachment(one, "", ""): "relatedId",
		`{"fileId":"` + one + `","relatedType":"dispute"}`:                    "relatedId",
		`{"fileId":"` + one + `","relatedType":"letter","relatedId":"x"}`:     "relatedType",
		`{"fileId":"` + one + `","relatedType":"plan","relatedId":"dp-1001"}`: "relatedId",
		`{}`: "fileId",
		attachment(one, "dp-1003", `"name":"`+strings.Repeat("x", 256)+`"`): "name",
	} {
		m.do("PUT", "/attachments/new", body).blames(field)
		m.do("POST", "/attachments", body).blames(field)
	}
	m.do("PUT", "/attachments/a%20b", attachment(one, "dp-1003", "")).blames("id")
	m.do("DELETE", "/attachments/mine", "").want(http.StatusNoContent, nil)
	m.do("DELETE", "/attachments/mine", "").fails(http.StatusNotFound)
	m.do("GET", "/attachments/mine", "").fails(http.StatusNotFound)
	m.put("/attachments/mine", attachment(two, "dp-1002", ""), http.StatusCreated)
	if all, err := s.RebillyAttachments(); err != nil || len(all) != 3 || all[2].ID != "mine" || all[2].FileID != two {
		t.Errorf("attachments: %+v, %v", all, err)
	}
}

// TestRebillyPublicFile reads files without credentials.
func TestRebillyPublicFile(t *testing.T) {
	t.Parallel()
	m := shop(t, sampled(t))
	hidden, public := m.file(png(100), "").text("id"), m.file(png(200), `"isPublic":true`)
	anybody := m.with()
	anybody.do("GET", "/files/"+hidden+"/download", "").fails(http.StatusUnauthorized)
	anybody.do("GET", "/files/none/download", "").fails(http.StatusUnauthorized)
	anybody.do("GET", "/files/"+public.text("id"), "").fails(http.StatusUnauthorized)
	if got := anybody.do("GET", "/files/"+public.text("id")+"/download", "").want(http.StatusOK, nil); !bytes.Equal(got.body, png(200)) {
		t.Errorf("%d bytes", len(got.body))
	}
	m.with("REB-APIKEY", "wrong").do("GET", "/files/"+public.text("id")+"/download", "").fails(http.StatusUnauthorized)
	links, err := json.Marshal(public["_links"])
	if want := `{"href":"` + m.base + organization + "/files/" + public.text("id") + `/download","rel":"permalink"}`; err != nil || !strings.Contains(string(links), want) {
		t.Errorf("links %s without %s", links, want)
	}
}
