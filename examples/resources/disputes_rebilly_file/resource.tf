# The file is private, and named like its source, unless you say otherwise.
resource "disputes_rebilly_file" "invoice" {
  source      = "evidence/invoice.pdf"
  name        = "invoice A-20418.pdf"
  description = "The invoice that the customer was sent with the parcel"
  tags        = ["order A-20418"]

  # Another file in its place is uploaded before this one is deleted.
  lifecycle {
    create_before_destroy = true
  }
}
