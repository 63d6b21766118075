# Everything that waits for a response, the nearest deadline first.
data "disputes_rebilly_disputes" "waiting" {
  filter = "status:response-needed"
  sort   = ["deadline_time", "-amount"]
}

output "rebilly_deadlines" {
  value = { for d in data.disputes_rebilly_disputes.waiting.disputes : d.id => d.deadline_time }
}
