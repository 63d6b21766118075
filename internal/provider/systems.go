package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/disputeops/terraform-provider-disputes/internal/api/mangopay"
	"github.com/disputeops/terraform-provider-disputes/internal/api/rebilly"
	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/mangopay/platform"
	"github.com/disputeops/terraform-provider-disputes/internal/rebilly/organization"
	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
	"github.com/disputeops/terraform-provider-disputes/internal/tfkit"
)

// systems is what resources and data sources are given: the configured accounts,
// and what the configuration of each lacks.
type systems struct {
	mangopay      *platform.Platform
	mangopayLacks diag.Diagnostics
	rebilly       *organization.Organization
	rebillyLacks  diag.Diagnostics
}

// Mangopay returns the account, or says what has to be set. Only what needs
// Mangopay asks for it.
func (s *systems) Mangopay() (*platform.Platform, diag.Diagnostics) {
	return s.mangopay, s.mangopayLacks
}

// Rebilly returns the organization, or says what has to be set. Only what needs
// Rebilly asks for it.
func (s *systems) Rebilly() (*organization.Organization, diag.Diagnostics) {
	return s.rebilly, s.rebillyLacks
}

// configure builds the systems from the configuration, each without regard to the
// other.
func (p *disputes) configure(ctx context.Context, m model, diags *diag.Diagnostics) *systems {
	policy := configurePolicy(ctx, m, diags)
	if diags.HasError() {
		return nil
	}
	world := sync.OnceValues(openWorld)
	platformClient, account, platformLacks := reach(mangopaySystem, m.Mangopay, diags, func(s *settings, diags *diag.Diagnostics) *mangopay.Client {
		return p.connectMangopay(s, policy.limits, world, diags)
	})
	organizationClient, place, organizationLacks := reach(rebillySystem, m.Rebilly, diags, func(s *settings, diags *diag.Diagnostics) *rebilly.Client {
		return p.connectRebilly(s, policy.limits, world, diags)
	})
	return &systems{
		mangopay:      platform.New(platformClient, policy.mangopay, policy.files, p.paceOf(account)),
		mangopayLacks: platformLacks,
		rebilly:       organization.New(organizationClient, policy.rebilly, policy.files, p.paceOf(place)),
		rebillyLacks:  organizationLacks,
	}
}

// reach connects to one system. It returns no client while the configuration is not
// known, and when something is missing, which lacks says. What is wrong is an error of
// the configuration if that has a block for the system; if only the environment speaks
// of it, that concerns what needs the system.
func reach[Client any](sys *system, block types.Object, diags *diag.Diagnostics, connect func(*settings, *diag.Diagnostics) *Client) (client *Client, s *settings, lacks diag.Diagnostics) {
	s, known := resolve(sys, block, os.Getenv)
	if !known {
		return nil, s, nil
	}
	var said diag.Diagnostics
	s.complete(&said)
	missing := s.missing()
	switch {
	case said.HasError():
	case len(missing) > 0:
		lacks.AddError(sys.name+" is not configured", "Set in the provider's configuration or in the environment:\n\n  - "+strings.Join(missing, "\n  - "))
		return nil, s, lacks
	default:
		client = connect(s, &said)
	}
	if said.HasError() && block.IsNull() {
		return nil, s, said
	}
	diags.Append(said...)
	return client, s, nil
}

// paceOf is short for the simulators. A call to the embedded one ends with the process
// that made it, so there is nothing to wait for after a run that died; one that is
// served, and over http there can only be one, may still do what it was sent.
func (p *disputes) paceOf(s *settings) tfkit.Pace {
	pace := tfkit.Pace{
		Settle: time.Second,
		Look:   tfkit.Pauses{First: 100 * time.Millisecond, Longest: 500 * time.Millisecond},
		Review: tfkit.Pauses{First: 500 * time.Millisecond, Longest: 2 * time.Second},
	}
	switch {
	case p.pace != nil:
		return *p.pace
	case s.simulated():
		return pace
	case strings.HasPrefix(s.text(attributeBaseURL), "http://"):
		pace.Settle = 3 * time.Second
		return pace
	default:
		return tfkit.DefaultPace()
	}
}

// errOrphaned is why a provider whose engine was killed sends nothing more.
var errOrphaned = errors.New("the Terraform or OpenTofu run that this belongs to has ended, so nothing more is sent: nobody would record it")

func (p *disputes) writeAllowed() error {
	if p.parent() {
		return nil
	}
	return errOrphaned
}

// openWorld opens the simulator inside this process.
func openWorld() (*simulator.Simulator, error) {
	return simulator.Open(simulator.Options{File: simulator.DefaultPath()})
}

// enter is the way into the simulator inside this process, which serves both systems.
func (s *settings) enter(world func() (*simulator.Simulator, error), diags *diag.Diagnostics) http.RoundTripper {
	opened, err := world()
	if err != nil {
		diags.AddAttributeError(s.at(attributeEnvironment), "The simulator cannot be opened", err.Error())
		return nil
	}
	tfkit.Report(diags, s.at(attributeEnvironment), evidence.NewFinding(evidence.CodeSimulatorInUse,
		fmt.Sprintf("%s is simulated. Its world is in %s.", s.name, simulator.DefaultPath())))
	return opened.Transport()
}

// logged writes what the clients log.
func logged(ctx context.Context, message string, fields map[string]any) {
	tflog.Debug(ctx, message, fields)
}
