resource "disputes_mangopay_dispute_closure" "too_expensive_to_contest" {
  dispute_id  = "dispute-1002"
  accept_loss = true
}
