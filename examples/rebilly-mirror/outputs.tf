output "mirrored" {
  description = "Id and status in Rebilly, by the id of the dispute at Mangopay."
  value       = { for id, d in disputes_rebilly_dispute.mirror : id => "${d.id} ${d.status}" }
}

output "left_out" {
  description = "Disputes at Mangopay that Rebilly does not know."
  value       = local.left_out
}
