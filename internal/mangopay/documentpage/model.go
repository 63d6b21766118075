package documentpage

import (
	"bytes"
	"io"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
)

// model is one page in configuration, plan and state. The content itself is only
// ever in the configuration.
type model struct {
	DisputeID       types.String `tfsdk:"dispute_id"`
	DocumentID      types.String `tfsdk:"document_id"`
	Source          types.String `tfsdk:"source"`
	ContentBase64WO types.String `tfsdk:"content_base64_wo"`
	ContentSHA256   types.String `tfsdk:"content_sha256"`
	SHA256          types.String `tfsdk:"sha256"`
	Size            types.Int64  `tfsdk:"size"`
	MediaType       types.String `tfsdk:"media_type"`
}

// record takes over what was measured of the page.
func (m *model) record(file evidence.File) {
	m.SHA256 = types.StringValue(file.SHA256)
	m.Size = types.Int64Value(file.Size)
	m.MediaType = types.StringValue(file.MediaType)
}

// page is a page's measured content and the way to read it again.
type page struct {
	file evidence.File
	open func() (io.ReadCloser, error)
}

func inMemory(file evidence.File, content []byte) page {
	return page{file: file, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
}
