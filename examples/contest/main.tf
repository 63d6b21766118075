# What is sent: two documents, each with its pages in the order of the reader.

resource "disputes_mangopay_document" "invoice" {
  dispute_id = var.dispute_id
  type       = "INVOICE"
  tag        = "order ${var.order}"

  pages = [
    { source = "evidence/invoice.pdf" },
  ]
}

resource "disputes_mangopay_document" "delivery" {
  dispute_id = var.dispute_id
  type       = "DELIVERY_PROOF"
  tag        = "order ${var.order}"

  pages = [
    { source = "evidence/parcel.jpg" },
    { source = "evidence/receipt.jpg" },
  ]
}

# Each document is sent to Mangopay's reviewers. The digest says which content
# was reviewed here; nothing else is sent.

resource "disputes_mangopay_document_submission" "invoice" {
  dispute_id  = var.dispute_id
  document_id = disputes_mangopay_document.invoice.id
  digest      = disputes_mangopay_document.invoice.digest
}

resource "disputes_mangopay_document_submission" "delivery" {
  dispute_id  = var.dispute_id
  document_id = disputes_mangopay_document.delivery.id
  digest      = disputes_mangopay_document.delivery.digest
}

# Then the dispute is submitted. A document that is replaced after the dispute
# was reopened plans the next round.

resource "disputes_mangopay_dispute_submission" "this" {
  dispute_id      = var.dispute_id
  contested_funds = var.contested_funds

  documents = [
    {
      document_id = disputes_mangopay_document_submission.invoice.document_id
      digest      = disputes_mangopay_document_submission.invoice.digest
    },
    {
      document_id = disputes_mangopay_document_submission.delivery.document_id
      digest      = disputes_mangopay_document_submission.delivery.digest
    },
  ]
}
