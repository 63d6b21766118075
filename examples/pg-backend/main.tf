locals {
  documents = {
    invoice  = { type = "INVOICE", pages = ["evidence/invoice.pdf"] }
    delivery = { type = "DELIVERY_PROOF", pages = ["evidence/tracking.pdf", "evidence/receipt.jpg"] }
  }
}

resource "disputes_mangopay_document" "evidence" {
  for_each = local.documents

  dispute_id = var.dispute_id
  type       = each.value.type
  tag        = "order ${var.order}"
  pages      = [for file in each.value.pages : { source = file }]
}

resource "disputes_mangopay_document_submission" "evidence" {
  for_each = disputes_mangopay_document.evidence

  dispute_id  = each.value.dispute_id
  document_id = each.value.id
  digest      = each.value.digest
}

resource "disputes_mangopay_dispute_submission" "this" {
  dispute_id      = var.dispute_id
  contested_funds = var.contested_funds

  documents = [
    for sent in values(disputes_mangopay_document_submission.evidence) :
    { document_id = sent.document_id, digest = sent.digest }
  ]
}
