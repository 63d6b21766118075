module github.com/disputeops/terraform-provider-disputes/internal/tools/evidence

go 1.26

require (
	golang.org/x/image v0.44.0
	golang.org/x/text v0.40.0
)
