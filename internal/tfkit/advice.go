package tfkit

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/api/apierr"
)

// remedy is what became of a write, and what to do, as a paragraph of its own.
func remedy(err *apierr.Error) string {
	var parts []string
	for _, part := range []string{effect(err), advice(err)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "\n\n" + strings.Join(parts, " ")
}

// effect is what became of a write. A read that failed leaves nothing behind, and what was sent before it this error cannot tell.
func effect(err *apierr.Error) string {
	_, limited := apierr.RateLimited(err)
	switch {
	case !writes(err.Route):
		return ""
	case apierr.NotSent(err):
		return "Nothing was sent."
	case limited:
		return "Nothing was done."
	case apierr.Ambiguous(err):
		return "It is not known whether the call was carried out. Run the command again: it looks at what exists before it sends anything."
	default:
		return ""
	}
}

// writes reports whether a call changes something. Signing in and asking for links to pages are POSTs that do not.
func writes(route string) bool {
	method, path, _ := strings.Cut(route, " ")
	return method != http.MethodGet && path != "/oauth/token" && !strings.HasSuffix(path, "/consult")
}

func advice(err *apierr.Error) string {
	_, limited := apierr.RateLimited(err)
	switch {
	case limited && err.Status == 0:
		return "" // the limiter's own text says it
	case limited:
		return ofAPI(err).limited
	case errors.Is(err, context.Canceled) && apierr.Ambiguous(err) && writes(err.Route):
		return "" // that it was interrupted is clear, and what to do has been said
	case errors.Is(err, context.Canceled):
		return "The run was interrupted; run the command again."
	case err.Local:
		return "" // the cause says it
	case apierr.NotSent(err) && err.Status >= http.StatusInternalServerError:
		return "The API, or a proxy before it, answered with a fault of its own; run the command again later."
	case apierr.Unauthorized(err):
		return ofAPI(err).unauthorized
	case err.Status == http.StatusForbidden:
		return ofAPI(err).forbidden
	case err.Status == http.StatusRequestEntityTooLarge:
		return "The other side, or a proxy before it, takes no request of this size. Make the file smaller: fewer pixels in a picture, fewer pages in a PDF, or several files."
	case apierr.NotSent(err):
		return "Check environment or base_url, and the network between here and the API; then run the command again."
	default:
		return ""
	}
}

// advices are what to do about refusals that have to do with the account.
type advices struct{ unauthorized, forbidden, limited string }

func ofAPI(err *apierr.Error) advices {
	if err.API == apierr.Rebilly {
		return advices{
			unauthorized: "Check api_key or token (REBILLY_API_KEY, REBILLY_TOKEN), and organization_id (REBILLY_ORGANIZATION_ID): each environment has its own.",
			forbidden: "The API key or token is valid but not allowed to do this. A restricted key needs the permission of the operation in Rebilly, " +
				"which is " + permission(err.Route) + " here, and has to be of this organization.",
			limited: "The rate limit is shared with all that runs on the organization: run the command again when there is room in it. " +
				"In the provider's policy, max_rate_limit_wait is how long to wait for that.",
		}
	}
	return advices{
		unauthorized: "Check client_id and api_key (MANGOPAY_CLIENT_ID, MANGOPAY_API_KEY): each environment has its own pair.",
		forbidden:    "The API key is valid but not allowed to do this. Give it the scope Disputes, read and write, in Mangopay's dashboard.",
		limited: "The rate limit is shared with all that runs on the account: run the command again when there is room in it. " +
			"In the provider's policy, max_rate_limit_wait is how long to wait for that, and api_reserve is the share of the limit that is left to others.",
	}
}

// permission is the name of an operation of Rebilly, by which a restricted key is allowed
// it: method and object, as in PutDispute and GetDisputeCollection (Rebilly API reference,
// operation ids).
func permission(route string) string {
	method, path, _ := strings.Cut(route, " ")
	collection, id, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	name := strings.TrimSuffix(collection, "s")
	if name == "" || method == "" {
		return route
	}
	name = method[:1] + strings.ToLower(method[1:]) + strings.ToUpper(name[:1]) + name[1:]
	if id == "" && method == http.MethodGet {
		name += "Collection"
	}
	return name
}
