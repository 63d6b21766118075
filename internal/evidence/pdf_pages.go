package evidence

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// countPages follows the page tree to its leaves (ISO 32000-1, 7.7.3) instead of
// trusting its Count, so that every page is known to be there.
func countPages(doc *model.Context) (int, error) {
	catalog, err := doc.Catalog()
	if err != nil || catalog == nil {
		return 0, errPDFPageTree
	}
	root, found := catalog.Find("Pages")
	if !found {
		return 0, errPDFPageTree
	}
	t := pageTree{doc: doc, seen: make(map[types.IndirectRef]bool)}
	err = t.follow(root)
	return t.pages, err
}

type pageTree struct {
	doc   *model.Context
	seen  map[types.IndirectRef]bool
	pages int
}

// follow counts the pages below one node. A node that occurs twice is a loop, which
// a tree has not; that bounds the depth as well.
func (t *pageTree) follow(node types.Object) error {
	if ref, ok := node.(types.IndirectRef); ok {
		if t.seen[ref] {
			return errPDFPageTree
		}
		t.seen[ref] = true
	}
	dict, err := t.doc.DereferenceDict(node)
	if err != nil || dict == nil {
		return errPDFPageTree
	}
	entry, inner := dict.Find("Kids")
	if !inner {
		return t.leaf(dict)
	}
	kids, err := t.doc.DereferenceArray(entry)
	if err != nil {
		return errPDFPageTree
	}
	for _, kid := range kids {
		if err := t.follow(kid); err != nil {
			return err
		}
	}
	return nil
}

// leaf counts a page. An empty tree may be written without Kids.
func (t *pageTree) leaf(dict types.Dict) error {
	if kind := dict.Type(); kind != nil && *kind == "Pages" {
		return nil
	}
	t.pages++
	return nil
}
