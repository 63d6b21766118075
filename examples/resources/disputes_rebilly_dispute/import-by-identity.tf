import {
  to = disputes_rebilly_dispute.chargeback
  identity = {
    id = "chargeback-7731"
  }
}
