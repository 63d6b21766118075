import {
  to = disputes_mangopay_dispute_submission.this
  identity = {
    dispute_id = "dispute-1001"
  }
}
