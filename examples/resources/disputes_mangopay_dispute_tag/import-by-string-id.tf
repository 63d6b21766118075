import {
  to = disputes_mangopay_dispute_tag.case
  id = "dispute-1001"
}
