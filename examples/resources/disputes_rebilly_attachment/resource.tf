resource "disputes_rebilly_file" "receipt" {
  source = "evidence/receipt.jpg"

  lifecycle {
    create_before_destroy = true
  }
}

# By reference: the file is uploaded before it is attached, and deleted after it was detached.
resource "disputes_rebilly_attachment" "receipt" {
  dispute_id  = "dp-1001"
  file_id     = disputes_rebilly_file.receipt.id
  name        = "delivery receipt"
  description = "Signed by the customer"

  # Something is attached at any time, also when the file is replaced by another.
  lifecycle {
    create_before_destroy = true
  }
}
