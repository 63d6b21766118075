package mangopay

import "github.com/disputeops/terraform-provider-disputes/internal/api/rest"

// emptyBody is the {} that calls without arguments need: the API refuses a write without a body.
func emptyBody() *rest.Body { return rest.JSON(struct{}{}) }

// pageBody is {"File":"<base64>"} (Mangopay API reference, Create a Dispute Document Page).
func pageBody(p Page) *rest.Body {
	return rest.Upload(struct{}{}, "File", rest.Content{What: "page", Size: p.Size, Open: p.Open})
}
