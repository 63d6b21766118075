dispute_id      = "dispute-1001"
order           = "A-20418"
contested_funds = { amount = 12000, currency = "EUR" }
