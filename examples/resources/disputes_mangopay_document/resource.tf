resource "disputes_mangopay_document" "delivery" {
  dispute_id = "dispute-1001"
  type       = "DELIVERY_PROOF"
  tag        = "order A-20418"

  pages = [
    { source = "evidence/parcel.jpg" },
    { source = "evidence/receipt.jpg" },
  ]
}
