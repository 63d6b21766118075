dispute_id      = "dispute-1002"
order           = "A-20431"
contested_funds = { amount = 4550, currency = "EUR" }
