import {
  to = disputes_rebilly_attachment.receipt
  identity = {
    id = "tf_5a1c0f7be2944d63a8e19b7c30d5f682"
  }
}
