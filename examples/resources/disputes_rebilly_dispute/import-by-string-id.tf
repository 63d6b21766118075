import {
  to = disputes_rebilly_dispute.chargeback
  id = "chargeback-7731"
}
