//go:build unix

package process_test

// story is a configuration about one dispute, and what there is at Mangopay in the end.
type story struct {
	config    string
	documents [][]string // the files of each document, oldest first
	rounds    []int      // how many documents are sent before each submission of the dispute
	closed    bool
	tag       string         // of the dispute
	state     map[string]int // for each address the place of its document; ofDispute if it has none
	kept      *keeping       // the story is about Rebilly alone; nil: about Mangopay
}

const ofDispute = -1

const (
	dispute = "dispute-1001"
	letter  = `
provider "disputes" {}
resource "disputes_mangopay_document" "letter" {
  dispute_id = "` + dispute + `"
  type       = "INVOICE"
  tag        = "letter"
  pages      = [{ source = "a.pdf" }, { source = "b.png" }]
}
resource "disputes_mangopay_document_submission" "letter" {
  dispute_id  = "` + dispute + `"
  document_id = disputes_mangopay_document.letter.id
  digest      = disputes_mangopay_document.letter.digest
}
`
	reply = `
resource "disputes_mangopay_document" "reply" {
  dispute_id = "` + dispute + `"
  type       = "OTHER"
  pages      = [{ source = "c.png" }]
}
resource "disputes_mangopay_document_submission" "reply" {
  dispute_id  = "` + dispute + `"
  document_id = disputes_mangopay_document.reply.id
  digest      = disputes_mangopay_document.reply.digest
}
`
	listedLetter = `{ document_id = disputes_mangopay_document.letter.id, digest = disputes_mangopay_document_submission.letter.digest }`
	listedReply  = `{ document_id = disputes_mangopay_document.reply.id, digest = disputes_mangopay_document_submission.reply.digest }`
)

func contest(documents string) string {
	return `
resource "disputes_mangopay_dispute_submission" "case" {
  dispute_id      = "` + dispute + `"
  contested_funds = { amount = 12000, currency = "EUR" }
  documents       = [` + documents + `]
}
`
}

// contested is a dispute that is submitted with one document.
func contested() story {
	return story{
		config: letter + contest(listedLetter), documents: [][]string{{"a.pdf", "b.png"}}, rounds: []int{1},
		state: map[string]int{
			"disputes_mangopay_document.letter": 0, "disputes_mangopay_document_submission.letter": 0,
			"disputes_mangopay_dispute_submission.case": ofDispute,
		},
	}
}

// contestedAgain is a dispute that the bank asked more about: it is submitted with one
// document, and then with another one.
func contestedAgain() story {
	return story{
		config: letter + reply + contest(listedLetter+", "+listedReply), documents: [][]string{{"a.pdf", "b.png"}, {"c.png"}}, rounds: []int{1, 2},
		state: map[string]int{
			"disputes_mangopay_document.letter": 0, "disputes_mangopay_document_submission.letter": 0,
			"disputes_mangopay_document.reply": 1, "disputes_mangopay_document_submission.reply": 1,
			"disputes_mangopay_dispute_submission.case": ofDispute,
		},
	}
}

// filled is a document whose pages are resources of their own; it is sent alone.
func filled() story {
	return story{
		documents: [][]string{{"a.pdf", "b.png"}},
		state: map[string]int{
			"disputes_mangopay_document.letter": 0, "disputes_mangopay_document_submission.letter": 0,
			"disputes_mangopay_document_page.first": 0, "disputes_mangopay_document_page.second": 0,
		},
		config: `
provider "disputes" {}
resource "disputes_mangopay_document" "letter" {
  dispute_id = "` + dispute + `"
  type       = "INVOICE"
  tag        = "letter"
}
resource "disputes_mangopay_document_page" "first" {
  dispute_id  = "` + dispute + `"
  document_id = disputes_mangopay_document.letter.id
  source      = "a.pdf"
}
resource "disputes_mangopay_document_page" "second" {
  dispute_id  = "` + dispute + `"
  document_id = disputes_mangopay_document.letter.id
  source      = "b.png"
  depends_on  = [disputes_mangopay_document_page.first]
}
locals {
  pages = [disputes_mangopay_document_page.first.sha256, disputes_mangopay_document_page.second.sha256]
}
resource "disputes_mangopay_document_submission" "letter" {
  dispute_id  = "` + dispute + `"
  document_id = disputes_mangopay_document.letter.id
  digest      = sha256(jsonencode(["disputes/document/v1", "INVOICE", "letter", local.pages]))
  pages       = local.pages
}
`,
	}
}

// givenUp is a dispute that is tagged and then closed.
func givenUp() story {
	return story{
		closed: true, tag: "too small to contest",
		state: map[string]int{"disputes_mangopay_dispute_tag.reason": ofDispute, "disputes_mangopay_dispute_closure.loss": ofDispute},
		config: `
provider "disputes" {}
resource "disputes_mangopay_dispute_tag" "reason" {
  dispute_id = "` + dispute + `"
  tag        = "too small to contest"
}
resource "disputes_mangopay_dispute_closure" "loss" {
  dispute_id  = "` + dispute + `"
  accept_loss = true
  depends_on  = [disputes_mangopay_dispute_tag.reason]
}
`,
	}
}
