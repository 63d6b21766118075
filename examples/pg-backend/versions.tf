terraform {
  required_version = ">= 1.5"

  required_providers {
    disputes = {
      source = "disputeops/disputes"
    }
  }

  # Where the database is, and who asks, comes from the environment (PG_CONN_STR, PGPASSWORD,
  # PGAPPNAME), which keeps it out of .terraform/ and of saved plans. bootstrap.sql has made the
  # schema, so that the pipeline's role need not be allowed to.
  backend "pg" {
    schema_name          = "disputes"
    skip_schema_creation = true
    skip_table_creation  = true
    skip_index_creation  = true
  }
}

# The account comes from the environment too: MANGOPAY_ENVIRONMENT, MANGOPAY_CLIENT_ID and
# MANGOPAY_API_KEY, set beside TF_WORKSPACE for each environment.
provider "disputes" {
  policy = {
    allowed_directories = ["evidence"]
  }
}
