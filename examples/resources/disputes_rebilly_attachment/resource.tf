resource "disputes_rebilly_file" "receipt" {
  source = "evidence/receipt.jpg"
}

# By reference: the file is uploaded before it is attached, and deleted after it was detached.
resource "disputes_rebilly_attachment" "receipt" {
  dispute_id  = "dp-1001"
  file_id     = disputes_rebilly_file.receipt.id
  name        = "delivery receipt"
  description = "Signed by the customer"
}
