variable "since" {
  description = "Disputes that were opened after this time are mirrored, RFC 3339. Moving it forward forgets the older ones."
  type        = string
}

variable "transactions" {
  description = "Which Rebilly transaction was disputed: its id, by the id of the pay-in at Mangopay or, for single cases, of the dispute."
  type        = map(string)
}
