package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// rebilly is the face of the Rebilly REST API, as far as disputes, files and attachments go.
type rebilly struct{}

const rebillyPrefix = "organizations"

// rebillyRoutes lists the endpoints. A "*" stands for one parameter. Patterns begin after the organization.
func rebillyRoutes() []route {
	return []route{
		{operation: "rebilly_list_disputes", id: "GetDisputeCollection", method: "GET", pattern: "disputes", work: listRebillyDisputes},
		{operation: "rebilly_create_dispute", id: "PostDispute", method: "POST", pattern: "disputes", receive: receiveText, work: postRebillyDispute},
		{operation: "rebilly_get_dispute", id: "GetDispute", method: "GET", pattern: "disputes/*", work: getRebillyDispute},
		{operation: "rebilly_put_dispute", id: "PutDispute", method: "PUT", pattern: "disputes/*", receive: receiveText, work: putRebillyDispute},
		{operation: "rebilly_list_files", id: "GetFileCollection", method: "GET", pattern: "files", work: listRebillyFiles},
		{operation: "rebilly_create_file", id: "PostFile", method: "POST", pattern: "files", receive: receiveFile, work: postRebillyFile},
		{operation: "rebilly_get_file", id: "GetFile", method: "GET", pattern: "files/*", work: getRebillyFile},
		{operation: "rebilly_update_file", id: "PutFile", method: "PUT", pattern: "files/*", receive: receiveText, work: putRebillyFile},
		{operation: "rebilly_delete_file", id: "DeleteFile", method: "DELETE", pattern: "files/*", work: deleteRebillyFile},
		{operation: opDownloadFile, id: "GetFileDownload", method: "GET", pattern: "files/*/download", work: downloadRebillyFile},
		{operation: "rebilly_list_attachments", id: "GetAttachmentCollection", method: "GET", pattern: "attachments", work: listRebillyAttachments},
		{operation: "rebilly_create_attachment", id: "PostAttachment", method: "POST", pattern: "attachments", receive: receiveText, work: postRebillyAttachment},
		{operation: "rebilly_get_attachment", id: "GetAttachment", method: "GET", pattern: "attachments/*", work: getRebillyAttachment},
		{operation: "rebilly_put_attachment", id: "PutAttachment", method: "PUT", pattern: "attachments/*", receive: receiveText, work: putRebillyAttachment},
		{operation: "rebilly_delete_attachment", id: "DeleteAttachment", method: "DELETE", pattern: "attachments/*", work: deleteRebillyAttachment},
	}
}

const opDownloadFile = "rebilly_download_file"

// RebillyOperationIDs lists the operation ids that a restricted API key can be given (Rebilly API reference, API
// keys).
func RebillyOperationIDs() []string {
	var ids []string
	for _, r := range rebillyRoutes() {
		ids = append(ids, r.id)
	}
	slices.Sort(ids)
	return ids
}

// rebillyByPattern has the routes of each pattern by their methods.
var rebillyByPattern = sync.OnceValue(func() map[string]map[string]route {
	patterns := map[string]map[string]route{}
	for _, r := range rebillyRoutes() {
		if patterns[r.pattern] == nil {
			patterns[r.pattern] = map[string]route{}
		}
		patterns[r.pattern][r.method] = r
	}
	return patterns
})

// match finds the route. Its first parameter is the organization, "" when the path does not name one. A slash at the
// end does not matter: an official library puts one there.
func (rebilly) match(r *http.Request) (route, []string) {
	path, params := strings.TrimPrefix(r.URL.Path, "/"), []string{""}
	if inside, found := strings.CutPrefix(path, rebillyPrefix+"/"); found {
		params[0], path, _ = strings.Cut(inside, "/")
		if params[0] == "" {
			return noRebillyRoute(nil), nil
		}
	}
	pattern := strings.TrimSuffix(path, "/")
	if segments := strings.Split(pattern, "/"); len(segments) > 1 && segments[1] != "" {
		params = append(params, segments[1])
		segments[1] = "*"
		pattern = strings.Join(segments, "/")
	}
	methods := rebillyByPattern()[pattern]
	if found, ok := methods[r.Method]; ok {
		return found, params
	}
	return noRebillyRoute(methods), nil
}

// noRebillyRoute refuses a path that there is not, or a method that the path does not have.
func noRebillyRoute(methods map[string]route) route {
	refuse := func(c *call) (*answer, error) {
		if len(methods) == 0 {
			return nil, &problem{Status: http.StatusNotFound}
		}
		allowed := make([]string, 0, len(methods))
		for method := range methods {
			allowed = append(allowed, method)
		}
		slices.Sort(allowed)
		c.header.Set("Allow", strings.Join(allowed, ", "))
		return nil, &problem{Status: http.StatusMethodNotAllowed}
	}
	return route{operation: operationUnknown, open: true, work: refuse}
}

// reserve has nothing to do: no request can be told from its repetition.
func (rebilly) reserve(*call) (*answer, error) { return nil, nil }

// complete leaves the headers of the rate limit to successful answers.
func (rebilly) complete(c *call, a *answer) error {
	if a == nil || a.status >= http.StatusMultipleChoices {
		c.header.Del(headerLimit)
		c.header.Del(headerRemaining)
	}
	return nil
}

// home is the address below which the caller's organization has its objects, as the caller wrote it.
func (c *call) home() string {
	if c.params[0] == "" {
		return origin(c.request)
	}
	return origin(c.request) + "/" + rebillyPrefix + "/" + c.params[0]
}

// object answers with an object, or with those of its fields that the caller wants.
func (c *call) object(status int, value any) (*answer, error) {
	body, err := c.selectFields(value)
	if err != nil {
		return nil, err
	}
	return rebillyAnswer(status, body)
}

// createdAt answers 201 with an object that was made, and says where it is.
func (c *call) createdAt(path string, value any) (*answer, error) {
	a, err := c.object(http.StatusCreated, value)
	if err == nil {
		a.header.Set("Location", c.home()+path)
	}
	return a, err
}

func rebillyAnswer(status int, value any) (*answer, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return &answer{status: status, header: http.Header{"Content-Type": {"application/json"}}, body: body}, nil
}
