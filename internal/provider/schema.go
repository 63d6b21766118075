package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// model is the provider's configuration.
type model struct {
	Mangopay types.Object `tfsdk:"mangopay"`
	Rebilly  types.Object `tfsdk:"rebilly"`
	Policy   types.Object `tfsdk:"policy"`
}

// policyModel is the policy block.
type policyModel struct {
	RequireApproval    types.Bool    `tfsdk:"require_approval"`
	DeadlineWarning    types.String  `tfsdk:"deadline_warning"`
	DeadlineMargin     types.String  `tfsdk:"deadline_margin"`
	OnDestroy          types.String  `tfsdk:"on_destroy"`
	AllowedDirectories types.List    `tfsdk:"allowed_directories"`
	MarkDocuments      types.Bool    `tfsdk:"mark_documents"`
	VerifyContents     types.Bool    `tfsdk:"verify_contents"`
	AutomationWarning  types.Bool    `tfsdk:"automation_warning"`
	APIReserve         types.Float64 `tfsdk:"api_reserve"`
	MaxRateLimitWait   types.String  `tfsdk:"max_rate_limit_wait"`
}

// policy is the policy block; the zero value when there is none, or none yet.
func (m model) policy(ctx context.Context, diags *diag.Diagnostics) (block policyModel) {
	if tfkit.Known(m.Policy) {
		diags.Append(m.Policy.As(ctx, &block, basetypes.ObjectAsOptions{})...)
	}
	return block
}

// Schema describes the provider's configuration.
func (p *disputes) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Answers payment disputes from a repository: the configuration says which evidence each dispute gets, `plan` checks it and refuses what would fail, people review it, `apply` sends exactly that, once.",
		Attributes: map[string]schema.Attribute{
			"mangopay": schema.SingleNestedAttribute{
				MarkdownDescription: "The Mangopay account. Everything in it can come from the environment instead, which keeps credentials out of plan files. An empty text counts as not set. Nothing of it is asked for until something of Mangopay is used.",
				Optional:            true,
				Attributes:          mangopayAttributes(),
			},
			"rebilly": schema.SingleNestedAttribute{
				MarkdownDescription: "The Rebilly organization. As with `mangopay`, everything in it can come from the environment, an empty text counts as not set, and nothing of it is asked for until something of Rebilly is used.",
				Optional:            true,
				Attributes:          rebillyAttributes(),
			},
			"policy": schema.SingleNestedAttribute{
				MarkdownDescription: "What the provider insists on before it sends anything.",
				Optional:            true,
				Attributes:          policyAttributes(),
			},
		},
	}
}

func mangopayAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"client_id": schema.StringAttribute{
			MarkdownDescription: "Mangopay's id of your account, the ClientId. Environment: `MANGOPAY_CLIENT_ID`. Not needed with the simulator.",
			Optional:            true,
		},
		"api_key": schema.StringAttribute{
			MarkdownDescription: "API key with the scope Disputes, read and write. Environment: `MANGOPAY_API_KEY`. A `sensitive` variable ends up readable in a saved plan; the environment or an `ephemeral` variable does not. Not needed with the simulator.",
			Optional:            true,
			Sensitive:           true,
		},
		"environment": schema.StringAttribute{
			MarkdownDescription: "Where the account is: `production`, `sandbox`, or `simulator`, which is inside the provider, needs no account, and sends nothing. Environment: `MANGOPAY_ENVIRONMENT`. There is no default, because sending evidence cannot be undone.",
			Optional:            true,
		},
		"base_url": schema.StringAttribute{
			MarkdownDescription: "Scheme and host of the API, instead of `environment`: a host of Mangopay over https, or a served simulator on this machine over http, whose interrupted calls are waited for 3 seconds at most instead of 2 minutes. Environment: `MANGOPAY_BASE_URL`.",
			Optional:            true,
		},
		"allow_custom_endpoint": schema.BoolAttribute{
			MarkdownDescription: "Whether `base_url` may name a host that is not Mangopay's. The API key is sent to it. Default `false`.",
			Optional:            true,
		},
		"client_certificate": schema.StringAttribute{
			MarkdownDescription: "Certificate for mutual TLS, in PEM, with any intermediates. It needs `client_key`, and moves `environment` to Mangopay's mutual-TLS hosts. Environment: `MANGOPAY_CLIENT_CERTIFICATE`.",
			Optional:            true,
		},
		"client_key": schema.StringAttribute{
			MarkdownDescription: "Private key of `client_certificate`, in PEM. Environment: `MANGOPAY_CLIENT_KEY`.",
			Optional:            true,
			Sensitive:           true,
		},
	}
}

func rebillyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"organization_id": schema.StringAttribute{
			MarkdownDescription: "Rebilly's id of the organization. Environment: `REBILLY_ORGANIZATION_ID`. Default: the default organization of the key or token. Not needed with the simulator.",
			Optional:            true,
		},
		"api_key": schema.StringAttribute{
			MarkdownDescription: "Secret API key, which begins with `sk_sandbox_` or `sk_live_`. A restricted one needs the permissions of the operations that it is used for, such as `GetDispute`, `GetDisputeCollection` and `PutDispute`. Environment: `REBILLY_API_KEY`. A `sensitive` variable ends up readable in a saved plan; the environment or an `ephemeral` variable does not. Not needed with the simulator.",
			Optional:            true,
			Sensitive:           true,
		},
		"token": schema.StringAttribute{
			MarkdownDescription: "JSON Web Token of a session, instead of `api_key`. Environment: `REBILLY_TOKEN`.",
			Optional:            true,
			Sensitive:           true,
		},
		"environment": schema.StringAttribute{
			MarkdownDescription: "Where the organization is: `live`, `sandbox`, or `simulator`, which is inside the provider, needs no account, and sends nothing. It has one world together with Mangopay's. Environment: `REBILLY_ENVIRONMENT`. There is no default, because a dispute cannot be deleted again.",
			Optional:            true,
		},
		"base_url": schema.StringAttribute{
			MarkdownDescription: "Scheme and host of the API, instead of `environment`: a host of Rebilly over https, or a served simulator on this machine over http, whose interrupted calls are waited for 3 seconds at most instead of 2 minutes. Environment: `REBILLY_BASE_URL`.",
			Optional:            true,
		},
		"allow_custom_endpoint": schema.BoolAttribute{
			MarkdownDescription: "Whether `base_url` may name a host that is not Rebilly's. The API key or token is sent to it. Default `false`.",
			Optional:            true,
		},
	}
}

func policyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"require_approval": schema.BoolAttribute{
			MarkdownDescription: "Whether a dispute is submitted only if its `approved_digest` equals its `evidence_digest`. Default `false`.",
			Optional:            true,
		},
		"deadline_warning": schema.StringAttribute{
			MarkdownDescription: "Time before a deadline from which plans warn, as a Go duration such as `48h`. Default `72h`.",
			Optional:            true,
		},
		"deadline_margin": schema.StringAttribute{
			MarkdownDescription: "Time before a deadline at Mangopay within which nothing is begun, as a Go duration such as `30m`. Default `2h`.",
			Optional:            true,
		},
		"on_destroy": schema.StringAttribute{
			MarkdownDescription: "What destroying something means that the API cannot delete, which is everything at Mangopay, and disputes at Rebilly: `forget` it with a warning, or `refuse`. A replacement is no destroy and is not refused, except under `create_before_destroy`, where the engine destroys on its own; do not combine the two. Default `forget`.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf(onDestroyForget, onDestroyRefuse)},
		},
		"allowed_directories": schema.ListAttribute{
			MarkdownDescription: "Directories that the files to send may come from, symbolic links included, relative to the working directory. Default: the git work tree around the working directory, or else the working directory.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators: []validator.List{
				listvalidator.SizeAtLeast(1),
				listvalidator.NoNullValues(),
				listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1)),
			},
		},
		"mark_documents": schema.BoolAttribute{
			MarkdownDescription: "Whether the last 20 characters of a document's Tag at Mangopay carry a mark, by which an interrupted run finds its document again. Without it that works for 24 hours only, the life of Mangopay's idempotency keys, and a server error may leave an empty document behind. Default `true`.",
			Optional:            true,
		},
		"verify_contents": schema.BoolAttribute{
			MarkdownDescription: "Whether pages are read back from Mangopay and compared before a one-way call, unless this run sent them itself. Switch it off only if Mangopay does not give your account the bytes back unchanged. Default `true`.",
			Optional:            true,
		},
		"automation_warning": schema.BoolAttribute{
			MarkdownDescription: "Whether plans warn that a dispute created at Rebilly can set off the organization's automations, which may stop the customer's subscriptions. Switch it off if it has none for new disputes. Default `true`.",
			Optional:            true,
		},
		"api_reserve": schema.Float64Attribute{
			MarkdownDescription: "Share of every rate limit of Mangopay, from `0` to less than `1`, that is never used but left to what else runs on the account, such as payments. Default `0.2`.",
			Optional:            true,
		},
		"max_rate_limit_wait": schema.StringAttribute{
			MarkdownDescription: "Longest time to wait for room in a rate limit, as a Go duration such as `20m`. A wait that would be longer fails at once and says when there is room again; with `0s` every wait does. Default `5m`.",
			Optional:            true,
		},
	}
}
