output "evidence_digest" {
  description = "Stands for everything that is sent; this is what a reviewer approves."
  value       = disputes_mangopay_dispute_submission.this.evidence_digest
}
