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

// same tells that a measured page is the one that the state has, which is never sent
// again.
func (m *model) same(plan model, file evidence.File) bool {
	return plan.DisputeID.Equal(m.DisputeID) && plan.DocumentID.Equal(m.DocumentID) && file.SHA256 == m.SHA256.ValueString()
}

// recall is a file that cannot be read any more as the state has recorded it under
// its name; any other is returned as it is.
func (m *model) recall(file evidence.File) evidence.File {
	was := evidence.File{Path: m.Source.ValueString()}
	if m.SHA256.IsNull() || m.Source.IsNull() || file != was {
		return file
	}
	was.SHA256, was.Size, was.MediaType = m.SHA256.ValueString(), m.Size.ValueInt64(), m.MediaType.ValueString()
	return was
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
