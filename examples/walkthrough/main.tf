terraform {
  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

# No account is needed yet: the simulator is inside the provider.
provider "disputes" {
  mangopay = {
    environment = "simulator"
  }
}

# Two documents, with their pages in the order of the reader.
resource "disputes_mangopay_document" "invoice" {
  dispute_id = "dispute-1001"
  type       = "INVOICE"
  pages      = [{ source = "evidence/invoice.pdf" }]
}

resource "disputes_mangopay_document" "delivery" {
  dispute_id = "dispute-1001"
  type       = "DELIVERY_PROOF"
  pages = [
    { source = "evidence/parcel.jpg" },
    { source = "evidence/receipt.jpg" },
  ]
}

# Each is sent to Mangopay's reviewers.
resource "disputes_mangopay_document_submission" "invoice" {
  dispute_id  = disputes_mangopay_document.invoice.dispute_id
  document_id = disputes_mangopay_document.invoice.id
  digest      = disputes_mangopay_document.invoice.digest
}

resource "disputes_mangopay_document_submission" "delivery" {
  dispute_id  = disputes_mangopay_document.delivery.dispute_id
  document_id = disputes_mangopay_document.delivery.id
  digest      = disputes_mangopay_document.delivery.digest
}

# Then the dispute is submitted.
resource "disputes_mangopay_dispute_submission" "this" {
  dispute_id      = "dispute-1001"
  contested_funds = { amount = 12000, currency = "EUR" } # EUR 120.00

  documents = [
    for sent in [
      disputes_mangopay_document_submission.invoice,
      disputes_mangopay_document_submission.delivery,
    ] : { document_id = sent.document_id, digest = sent.digest }
  ]
}
