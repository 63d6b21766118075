package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

// world is what the simulator's commands share: the file that they work on.
type world struct{ file string }

// path is the world file: the flag, or else the environment variable, or else the default.
func (w *world) path() string {
	return cmp.Or(w.file, simulator.DefaultPath())
}

// use runs work on the world.
func (w *world) use(work func(*simulator.Simulator) error) error {
	s, err := simulator.Open(simulator.Options{File: w.path()})
	if err != nil {
		return err
	}
	if err := work(s); err != nil {
		return err
	}
	return s.Close()
}

func newSimulator() *cobra.Command {
	w := &world{}
	command := &cobra.Command{
		Use:   "simulator",
		Short: "Serve and drive the simulator of the dispute APIs",
		Long: `The simulator keeps its world in a file. All of these commands work on that file, so that they also drive a
simulator that is being served, or the one inside a provider that runs with environment = "simulator" at this moment.
One world holds both systems, Mangopay and Rebilly.

The file is that of --file, or of the environment variable ` + simulator.FileVariable + `, or else
` + simulator.DefaultFile + ` in the working directory. A new world holds sample disputes: dispute-1001 to dispute-1005
of Mangopay, dp-1001 to dp-1003 of Rebilly.`,
		Example: `  # what is there
  terraform-provider-disputes simulator list

  # a whole case at Mangopay, beside terraform apply
  terraform-provider-disputes simulator open --id dispute-9 --amount 12000 --currency EUR --reason FRAUD --deadline 7d
  terraform-provider-disputes simulator review DOCUMENT_ID refuse_unreadable --message "The scan is too dark"
  terraform-provider-disputes simulator decide dispute-9 reopen --message "Please send a better scan"
  terraform-provider-disputes simulator decide dispute-9 won

  # a gateway that changes a dispute at Rebilly behind Terraform's back
  terraform-provider-disputes simulator gateway change dp-1001 --status lost`,
		Args: cobra.NoArgs,
		RunE: help,
	}
	command.PersistentFlags().StringVar(&w.file, "file", "", fmt.Sprintf("world file (default $%s, or %s)", simulator.FileVariable, simulator.DefaultFile))
	command.AddCommand(
		newServe(w), newOpen(w), newList(w), newShow(w), newAdvance(w), newReview(w), newDecide(w), newGateway(w), newRestrictKey(w),
		newFaults(w), newGuesses(w), newJournal(w), newReset(w), newSeed(w),
	)
	return command
}
