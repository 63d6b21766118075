// Package cli holds the commands that a person runs. Started by Terraform, the same binary is the provider.
package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

// New returns the root command of the given version. Its Execute reports an error on the standard error stream
// and returns it; the process should then end with status 1.
func New(version string) *cobra.Command {
	root := &cobra.Command{
		Use:   "terraform-provider-disputes",
		Short: "Evidence for payment disputes, reviewed as code",
		Long: `Terraform starts this program as the provider "disputes". Started by a person it is a small tool: it serves
and drives the simulator on which configurations can be tried without an account or a network.`,
		Version:      version,
		SilenceUsage: true,
	}
	root.AddCommand(newVersion(version), newSimulator())
	return root
}

// help is what a command does that only groups others; its Args refuse a name that is none of theirs.
func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

func newVersion(version string) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), version)
			return err
		},
	}
}
