# Every dispute of the platform, whatever its status. A filter such as
# statuses = ["PENDING_CLIENT_ACTION"] would drop a dispute when it moves on,
# and Rebilly would never learn that it was won or lost.
data "disputes_mangopay_disputes" "all" {
  created_after = var.since
}

locals {
  disputes = { for d in data.disputes_mangopay_disputes.all.disputes : d.id => d }

  # What Rebilly is to say of each one.
  records = { for id, d in local.disputes : id => provider::disputes::rebilly_record(d) }

  # The Rebilly transaction of each one; null if nobody has said.
  transactions = {
    for id, d in local.disputes :
    id => try(var.transactions[d.initial_transaction_id], var.transactions[id], null)
  }

  # Mangopay may tell the funds of a new dispute later, and Rebilly needs them.
  mirrored = toset([
    for id, record in local.records :
    id if local.transactions[id] != null && record.amount != null && record.type != null
  ])
  left_out = setsubtract(keys(local.disputes), local.mirrored)
}

# The id is made from Mangopay's, which never changes: however often this is
# applied, and from whichever state, a dispute has one record in Rebilly.
resource "disputes_rebilly_dispute" "mirror" {
  for_each = local.mirrored

  id             = "mangopay-${each.key}"
  transaction_id = local.transactions[each.key]
  case_id        = local.records[each.key].case_id
  amount         = local.records[each.key].amount
  currency       = local.records[each.key].currency
  reason_code    = local.records[each.key].reason_code
  type           = local.records[each.key].type
  status         = local.records[each.key].status
  posted_time    = local.records[each.key].posted_time
  deadline_time  = local.records[each.key].deadline_time
}

# A dispute that is not mirrored is not an error, but it is said at every plan.
check "every_dispute_is_mirrored" {
  assert {
    condition = length(local.left_out) == 0
    error_message = "Not in Rebilly: ${join(", ", [
      for id in local.left_out : "${id} (pay-in ${coalesce(local.disputes[id].initial_transaction_id, "unknown")})"
    ])}. Add the transaction of each pay-in to var.transactions; what Mangopay tells no amount or type of yet is left out too."
  }
}
