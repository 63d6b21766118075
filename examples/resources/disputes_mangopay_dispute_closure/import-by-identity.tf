import {
  to = disputes_mangopay_dispute_closure.too_expensive_to_contest
  identity = {
    dispute_id = "dispute-1002"
  }
}
