resource "disputes_mangopay_document" "delivery" {
  dispute_id = "dispute-1001"
  type       = "DELIVERY_PROOF"
  pages      = [{ source = "evidence/parcel.jpg" }]
}

resource "disputes_mangopay_document_submission" "delivery" {
  dispute_id  = disputes_mangopay_document.delivery.dispute_id
  document_id = disputes_mangopay_document.delivery.id
  digest      = disputes_mangopay_document.delivery.digest
}

resource "disputes_mangopay_dispute_submission" "this" {
  dispute_id      = "dispute-1001"
  contested_funds = { amount = 12000, currency = "EUR" } # EUR 120.00

  documents = [{
    document_id = disputes_mangopay_document_submission.delivery.document_id
    digest      = disputes_mangopay_document_submission.delivery.digest
  }]
}
