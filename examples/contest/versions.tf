terraform {
  required_version = ">= 1.5"

  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

# The simulator is inside the provider: no account, no network. For a real
# account set environment to "sandbox" or "production", and give the credentials
# as MANGOPAY_CLIENT_ID and MANGOPAY_API_KEY in the environment.
provider "disputes" {
  mangopay = {
    environment = "simulator"
  }
  policy = {
    allowed_directories = ["evidence"]
  }
}
