variable "dispute_id" {
  description = "Id of the Mangopay dispute that is contested."
  type        = string
}

variable "order" {
  description = "Number of the order that is disputed; it becomes the tag of the documents."
  type        = string
}

variable "contested_funds" {
  description = "What is contested: an amount in minor units, at most the disputed one, and its currency."
  type = object({
    amount   = number
    currency = string
  })
}
