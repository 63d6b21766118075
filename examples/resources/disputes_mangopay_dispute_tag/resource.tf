resource "disputes_mangopay_dispute_tag" "case" {
  dispute_id = "dispute-1001"
  tag        = "case 7731, order A-20418"
}
