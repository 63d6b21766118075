import {
  to = disputes_mangopay_dispute_tag.case
  identity = {
    dispute_id = "dispute-1001"
  }
}
