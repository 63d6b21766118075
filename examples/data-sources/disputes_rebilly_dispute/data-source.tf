data "disputes_rebilly_dispute" "case" {
  id = "dp-1001"
}

output "case_status" {
  value = data.disputes_rebilly_dispute.case.status
}
