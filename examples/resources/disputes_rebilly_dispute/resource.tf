# A chargeback that the gateway does not report to Rebilly, under an id of your own. Quote
# the reason code: as a number it would lose its zeros.
resource "disputes_rebilly_dispute" "chargeback" {
  id                        = "chargeback-7731"
  transaction_id            = "txn-1004"
  amount                    = 4990 # EUR 49.90
  currency                  = "EUR"
  reason_code               = "13.1"
  type                      = "first-chargeback"
  status                    = "under-review"
  posted_time               = "2026-03-02T09:30:00Z"
  deadline_time             = "2026-03-30T23:59:59Z"
  case_id                   = "7731"
  acquirer_reference_number = "74537606061000010012345"
}

# An alert that the gateway goes on with once it is recorded. Its id is derived.
resource "disputes_rebilly_dispute" "alert" {
  transaction_id   = "txn-1005"
  amount           = 1250
  currency         = "EUR"
  reason_code      = "10.4"
  type             = "ethoca-alert"
  status           = "under-review"
  posted_time      = "2026-03-03T08:00:00+01:00"
  status_authority = "gateway"
}
