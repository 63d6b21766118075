package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/validate"
)

const (
	// pdfTime bounds the check of one PDF; ordinary ones take milliseconds.
	pdfTime = 20 * time.Second
	// pdfDecoded bounds each stream that the check itself has to decompress.
	pdfDecoded = 256 << 20
	// pdfHeaderWithin and pdfTrailerWithin: ISO 32000-1, Annex H, implementation notes 13 and 18.
	pdfHeaderWithin  = 1024
	pdfTrailerWithin = 1024
)

var (
	startXRef = regexp.MustCompile(`startxref\s+(\d+)`)
	anyObject = regexp.MustCompile(`\d+\s+\d+\s+obj\b`)
	// A trailer, or the dictionary of a cross-reference stream, is never compressed.
	encryptEntry    = regexp.MustCompile(`/Encrypt\s*(?:\d+\s+\d+\s+R|<<)`)
	encryptByValue  = regexp.MustCompile(`(?s)trailer\s*<<.{0,1000}?/Encrypt\s*<<`)
	errPDFPanicked  = errors.New("the reader gave up")
	errPDFPageTree  = errors.New("the page tree cannot be followed")
	errPDFEncrypted = errors.New("encrypted")
)

// pdfConfiguration keeps pdfcpu from reading or writing its configuration directory.
var pdfConfiguration = sync.OnceValue(func() model.Configuration {
	api.DisableConfigDir()
	c := model.NewDefaultConfiguration()
	c.Offline = true
	c.Cmd = model.VALIDATE
	c.Limits.MaxStreamBytes = maxRead
	c.Limits.MaxDecodeBytes = pdfDecoded
	c.Limits.MaxObjectCount = 2 << 20
	c.Limits.MaxXRefEntries = 2 << 20
	return *c
})

// pdfHeader returns where the header of a PDF is, or -1.
func pdfHeader(b []byte) int {
	return bytes.Index(b[:min(len(b), pdfHeaderWithin)], []byte("%PDF-"))
}

// checkPDF looks for the end of the file first, because the reader would quietly
// repair a file that was cut off by dropping what is missing.
func checkPDF(f *File, b []byte) []Finding {
	name := quoted(f.Path)
	tail, trailing := pdfTail(b)
	if tail == tailMissing {
		return []Finding{NewFinding(CodePDFTruncated, fmt.Sprintf("%s ends after %s without startxref and %%%%EOF.", name, sizeText(f.Size)))}
	}
	read := readPDF(b, pdfTime)
	f.Pages = read.pages
	switch {
	case errors.Is(read.err, errPDFEncrypted):
		return []Finding{NewFinding(CodePDFEncrypted, fmt.Sprintf("%s has an encryption dictionary.", name))}
	case errors.Is(read.err, context.DeadlineExceeded):
		return []Finding{NewFinding(CodePDFNotChecked, fmt.Sprintf("The check of %s took longer than %s.", name, pdfTime))}
	case errors.Is(read.err, errPDFPageTree):
		return []Finding{NewFinding(CodePDFDamaged, fmt.Sprintf("The page tree of %s cannot be followed to all its pages.", name))}
	case read.err != nil:
		return []Finding{NewFinding(CodePDFDamaged, fmt.Sprintf("The objects of %s cannot be read.", name))}
	case read.pages == 0:
		return []Finding{NewFinding(CodePDFWithoutPages, fmt.Sprintf("The page tree of %s holds 0 pages.", name))}
	}
	return pdfOddities(name, b, read, tail, trailing)
}

func pdfOddities(name string, b []byte, read pdfContent, tail pdfEnd, trailing int) []Finding {
	var detail string
	switch {
	case pdfHeader(b) > 0:
		detail = fmt.Sprintf("%s has %d bytes before its header.", name, pdfHeader(b))
	case tail == tailBuried:
		detail = fmt.Sprintf("%s has %d bytes after its end.", name, trailing)
	case tail == tailMisplaced:
		detail = fmt.Sprintf("The startxref of %s does not lead to a cross-reference table.", name)
	case !read.conforms:
		detail = fmt.Sprintf("Objects of %s break the standard.", name)
	default:
		return nil
	}
	return []Finding{NewFinding(CodePDFNonconforming, detail)}
}

type pdfEnd int

const (
	tailSound pdfEnd = iota
	tailMissing
	tailMisplaced // startxref leads elsewhere than to a cross-reference table
	tailBuried    // other bytes follow
)

// pdfTail judges the end of the file: startxref, an offset, %%EOF. Only white space,
// or little else, follows it. Objects after the last one are the beginning of an
// update, or the body of a linearized file, whose end is missing.
func pdfTail(b []byte) (end pdfEnd, trailing int) {
	all := startXRef.FindAllSubmatchIndex(b, -1)
	if len(all) == 0 {
		return tailMissing, 0
	}
	last := all[len(all)-1]
	rest := bytes.TrimRight(b[last[1]:], "\x00 \t\r\n\f")
	if anyObject.Match(rest) {
		return tailMissing, 0
	}
	offset, err := strconv.Atoi(string(b[last[2]:last[3]]))
	leads := err == nil && (leadsToXRef(b, offset) || leadsToXRef(b, offset+max(pdfHeader(b), 0)))
	switch {
	case !leads && len(rest) == 0: // cut off within the offset
		return tailMissing, 0
	case !leads:
		return tailMisplaced, 0
	case len(rest) > pdfTrailerWithin:
		return tailBuried, len(rest)
	}
	return tailSound, 0
}

// xrefAt matches a cross-reference table or the object that holds a cross-reference stream.
var xrefAt = regexp.MustCompile(`^\s*(?:xref\b|\d+\s+\d+\s+obj\b)`)

func leadsToXRef(b []byte, offset int) bool {
	return offset > 0 && offset < len(b) && xrefAt.Match(b[offset:min(len(b), offset+64)])
}

// pdfContent is what reading a PDF found out.
type pdfContent struct {
	pages    int
	conforms bool // to ISO 32000, as far as the relaxed validation looks
	err      error
}

// readPDF bounds the time that reading may take. What has not ended then is left to
// end by itself: the reader cannot be interrupted everywhere.
func readPDF(b []byte, limit time.Duration) pdfContent {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	done := make(chan pdfContent, 1)
	go func() {
		var result pdfContent
		defer func() { done <- result }()
		defer recoverPDF(&result.err)
		result.pages, result.conforms, result.err = parsePDF(ctx, b)
	}()
	select {
	case result := <-done:
		return result
	case <-ctx.Done():
		return pdfContent{err: ctx.Err()}
	}
}

func recoverPDF(err *error) {
	if recover() != nil {
		*err = errPDFPanicked
	}
}

// parsePDF reads the cross-reference table and every object, then follows the page
// tree. The reader's own messages quote the file, so they are not passed on.
func parsePDF(ctx context.Context, b []byte) (pages int, conforms bool, err error) {
	conf := pdfConfiguration()
	doc, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(b), &conf)
	switch {
	case ctx.Err() != nil:
		return 0, false, ctx.Err()
	case err != nil && encryptEntry.Match(b), err == nil && doc.Encrypt != nil, encryptByValue.Match(b):
		return 0, false, errPDFEncrypted
	case err != nil:
		return 0, false, err
	}
	if pages, err = countPages(doc); err != nil {
		return 0, false, err
	}
	return pages, validatePDF(doc), nil
}

// validatePDF reports whether the document passes the relaxed validation. A panic
// there says nothing about the document that was just read.
func validatePDF(doc *model.Context) (conforms bool) {
	var err error
	defer func() { conforms = err == nil }()
	defer recoverPDF(&err)
	err = validate.XRefTable(doc)
	return
}
