import {
  to = disputes_mangopay_dispute_closure.too_expensive_to_contest
  id = "dispute-1002"
}
