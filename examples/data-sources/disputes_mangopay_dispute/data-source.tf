data "disputes_mangopay_dispute" "this" {
  id = "dispute-1001"
}

# Contest all that is disputed, whatever it is.
output "contested_funds" {
  value = data.disputes_mangopay_dispute.this.disputed_funds
}
