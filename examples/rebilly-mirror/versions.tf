terraform {
  required_version = ">= 1.8" # provider functions; OpenTofu: >= 1.7

  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

# Both simulators are inside the provider: no account, no network. For real
# accounts set each environment, and give the credentials in the environment:
# MANGOPAY_CLIENT_ID and MANGOPAY_API_KEY; REBILLY_ORGANIZATION_ID and
# REBILLY_API_KEY.
provider "disputes" {
  mangopay = {
    environment = "simulator"
  }
  rebilly = {
    environment = "simulator"
  }
  policy = {
    on_destroy = "refuse" # a dispute that would be forgotten here is a mistake
  }
}
