terraform {
  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

# REBILLY_ORGANIZATION_ID and REBILLY_API_KEY come from the environment. Nothing
# of Mangopay is needed.
provider "disputes" {
  rebilly = {
    environment = "sandbox"
  }
}
