# Everything that waits for an answer of ours.
data "disputes_mangopay_disputes" "waiting" {
  statuses = ["PENDING_CLIENT_ACTION", "REOPENED_PENDING_CLIENT_ACTION"]
}

output "deadlines" {
  value = { for d in data.disputes_mangopay_disputes.waiting.disputes : d.id => d.contest_deadline }
}
