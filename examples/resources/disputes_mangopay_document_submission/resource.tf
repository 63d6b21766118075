resource "disputes_mangopay_document" "invoice" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [{ source = "evidence/invoice.pdf" }]
}

resource "disputes_mangopay_document_submission" "invoice" {
  dispute_id  = disputes_mangopay_document.invoice.dispute_id
  document_id = disputes_mangopay_document.invoice.id
  digest      = disputes_mangopay_document.invoice.digest
}
