package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// Imports are the steps that import what the step before made by the text of its
// id, on the command line and in a block: all attributes agree with the state, and
// the plan after it is empty. attribute is the one that tells resources apart.
func Imports(address, attribute, id string) []resource.TestStep {
	return []resource.TestStep{
		{
			ResourceName:                         address,
			ImportState:                          true,
			ImportStateId:                        id,
			ImportStateVerify:                    true,
			ImportStateVerifyIdentifierAttribute: attribute,
		},
		{
			ResourceName:    address,
			ImportState:     true,
			ImportStateKind: resource.ImportBlockWithID,
			ImportStateId:   id,
		},
	}
}

// KnowsIdentities skips engines that do not know resource identities, which came
// with 1.12.
func KnowsIdentities() []tfversion.TerraformVersionCheck {
	return []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}
}

// ImportByIdentity tests that what config made is imported by its identity, with an
// empty plan afterwards.
func ImportByIdentity(t *testing.T, config, address string) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: Factories,
		TerraformVersionChecks:   KnowsIdentities(),
		Steps: []resource.TestStep{
			{Config: config},
			{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity},
		},
	})
}
