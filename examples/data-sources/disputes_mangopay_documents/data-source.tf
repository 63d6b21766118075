data "disputes_mangopay_documents" "refused" {
  dispute_id = "dispute-1001"
  statuses   = ["REFUSED"]
}

output "reasons" {
  value = {
    for d in data.disputes_mangopay_documents.refused.documents :
    d.id => coalesce(d.refused_reason_message, d.refused_reason_type)
  }
}
