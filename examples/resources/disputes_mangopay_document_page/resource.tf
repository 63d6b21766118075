resource "disputes_mangopay_document" "correspondence" {
  dispute_id = "dispute-1001"
  type       = "USER_CORRESPONDANCE"
}

resource "disputes_mangopay_document_page" "order" {
  dispute_id  = disputes_mangopay_document.correspondence.dispute_id
  document_id = disputes_mangopay_document.correspondence.id
  source      = "evidence/invoice.pdf"
}

# These bytes reach neither plan nor state. Their digest does: it is what people review.
resource "disputes_mangopay_document_page" "receipt" {
  dispute_id        = disputes_mangopay_document.correspondence.dispute_id
  document_id       = disputes_mangopay_document.correspondence.id
  content_base64_wo = filebase64("evidence/receipt.jpg")
  content_sha256    = filesha256("evidence/receipt.jpg")

  depends_on = [disputes_mangopay_document_page.order]
}
