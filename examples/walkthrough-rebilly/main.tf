terraform {
  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

# No account is needed yet: the simulator is inside the provider.
provider "disputes" {
  rebilly = {
    environment = "simulator"
  }
}

# A chargeback that the gateway does not report to Rebilly.
resource "disputes_rebilly_dispute" "chargeback" {
  id             = "case-7731" # yours; without it one is derived
  transaction_id = "txn-1004"
  amount         = 4990 # EUR 49.90
  currency       = "EUR"
  reason_code    = "13.1" # always in quotes
  type           = "first-chargeback"
  status         = "under-review"
  posted_time    = "2026-03-02T09:30:00Z"
  deadline_time  = "2026-03-30T23:59:59Z"
  case_id        = "7731"
}

# What was sent to the acquirer, kept beside it. Better evidence is in its place before
# this is deleted.
resource "disputes_rebilly_file" "receipt" {
  source = "evidence/receipt.jpg"

  lifecycle {
    create_before_destroy = true
  }
}

resource "disputes_rebilly_attachment" "receipt" {
  dispute_id = disputes_rebilly_dispute.chargeback.id
  file_id    = disputes_rebilly_file.receipt.id

  lifecycle {
    create_before_destroy = true
  }
}
