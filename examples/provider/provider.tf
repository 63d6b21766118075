terraform {
  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

# MANGOPAY_CLIENT_ID and MANGOPAY_API_KEY come from the environment.
provider "disputes" {
  mangopay = {
    environment = "sandbox"
  }
  policy = {
    require_approval    = true
    allowed_directories = ["evidence"]
  }
}
