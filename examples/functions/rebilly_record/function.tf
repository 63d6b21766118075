data "disputes_mangopay_dispute" "case" {
  id = "dispute-1001"
}

locals {
  record = provider::disputes::rebilly_record(data.disputes_mangopay_dispute.case)
}

# The transaction at Rebilly is what the function cannot know.
resource "disputes_rebilly_dispute" "case" {
  id             = "mangopay-${local.record.case_id}"
  transaction_id = "txn-1004"
  case_id        = local.record.case_id
  amount         = local.record.amount
  currency       = local.record.currency
  reason_code    = local.record.reason_code
  type           = local.record.type
  status         = local.record.status
  posted_time    = local.record.posted_time
  deadline_time  = local.record.deadline_time
}
