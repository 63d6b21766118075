terraform {
  required_version = ">= 1.10" # OpenTofu: >= 1.11

  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }
}

variable "mangopay_api_key" {
  description = "API key with the scope Disputes, read and write."
  type        = string
  sensitive   = true
  ephemeral   = true
}

provider "disputes" {
  mangopay = {
    client_id   = "acme"
    api_key     = var.mangopay_api_key
    environment = "production"
  }
}
