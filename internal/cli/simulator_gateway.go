package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func newGateway(w *world) *cobra.Command {
	command := &cobra.Command{
		Use:   "gateway",
		Short: "Be the payment gateway that reports disputes to Rebilly",
		Long: `A gateway opens disputes at Rebilly and moves them on without asking. What Terraform declared then differs from what
Rebilly has; the next plan shows it.`,
		Example: `  terraform-provider-disputes simulator gateway open --id dp-9 --amount 45.50 --currency EUR --deadline 7d
  terraform-provider-disputes simulator gateway change dp-9 --status won`,
		Args: cobra.NoArgs,
		RunE: help,
	}
	command.AddCommand(newGatewayOpen(w), newGatewayChange(w))
	return command
}

func newGatewayOpen(w *world) *cobra.Command {
	var spec simulator.RebillyDisputeSpec
	var deadline, posted, age duration
	command := &cobra.Command{
		Use:   "open",
		Short: "Report a dispute to Rebilly, and print its id",
		Long:  `Opens a dispute at Rebilly as a gateway does that reports one. Every flag may be left out.`,
		Example: `  terraform-provider-disputes simulator gateway open
  terraform-provider-disputes simulator gateway open --id dp-9 --transaction txn-1002 --amount 45.50 --reason-code 10.4 --deadline 7d
  terraform-provider-disputes simulator gateway open --type inquiry --status under-review --posted 3d --age 2d`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			spec.Deadline, spec.Posted, spec.Age = time.Duration(deadline), time.Duration(posted), time.Duration(age)
			return w.use(func(s *simulator.Simulator) error {
				id, err := s.OpenRebillyDispute(spec)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), id)
				return err
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&spec.ID, "id", "", "id of the dispute (default made by the simulator)")
	flags.StringVar(&spec.TransactionID, "transaction", "", "transactionId; a transaction that is unknown is made (default made by the simulator)")
	flags.StringVar(&spec.CustomerID, "customer", "", "customerId (default that of the transaction)")
	flags.StringVar(&spec.Amount, "amount", "", "disputed amount as a decimal number (default 100.00)")
	flags.StringVar(&spec.Currency, "currency", "", "ISO 4217 currency (default EUR)")
	flags.StringVar(&spec.AcquirerReferenceNumber, "arn", "", "acquirerReferenceNumber")
	flags.StringVar(&spec.CaseID, "case", "", "caseId")
	flags.StringVar(&spec.ReasonCode, "reason-code", "", "reasonCode, any text (default 10.4)")
	flags.StringVar(&spec.Type, "type", "", "type (default first-chargeback)")
	flags.StringVar(&spec.Status, "status", "", "status to begin in (default response-needed)")
	flags.StringVar(&spec.Source, "source", "", "api, manual, sftp or webhook (default webhook)")
	flags.BoolVar(&spec.Bare, "bare", false, "leave the transaction and the reason code out")
	flags.Var(&posted, "posted", "how long ago it was posted, such as 3d (default that of --age)")
	flags.Var(&age, "age", "how long ago it was reported, such as 2d (default now)")
	flags.Var(&deadline, "deadline", "time until deadlineTime, such as 36h or 7d (default no deadline)")
	return command
}

func newGatewayChange(w *world) *cobra.Command {
	var change simulator.RebillyChange
	var deadline duration
	command := &cobra.Command{
		Use:   "change DISPUTE_ID",
		Short: "Change a dispute at Rebilly behind the user's back",
		Long:  `Changes those fields of a dispute at Rebilly that flags name, and leaves the others alone. Its revision goes up by one.`,
		Example: `  terraform-provider-disputes simulator gateway change dp-1001 --status won
  terraform-provider-disputes simulator gateway change dp-1001 --type second-chargeback --status response-needed --deadline 7d`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("deadline") {
				change.Deadline = (*time.Duration)(&deadline)
			}
			if change == (simulator.RebillyChange{}) {
				return errors.New("there is nothing to change; name a field by its flag, such as --status won")
			}
			return w.use(func(s *simulator.Simulator) error {
				if err := s.ChangeRebillyDispute(args[0], change); err != nil {
					return err
				}
				d, err := s.RebillyDispute(args[0])
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "Dispute %s is %s, revision %d.\n", d.ID, d.Status, d.Revision)
				return err
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&change.Status, "status", "", "status, such as under-review or won")
	flags.StringVar(&change.Type, "type", "", "type, such as second-chargeback")
	flags.StringVar(&change.ReasonCode, "reason-code", "", "reasonCode")
	flags.StringVar(&change.Amount, "amount", "", "amount as a decimal number, such as 45.50")
	flags.StringVar(&change.CaseID, "case", "", "caseId")
	flags.Var(&deadline, "deadline", "time until the new deadlineTime, such as 7d; 0 takes it away")
	return command
}

func newRestrictKey(w *world) *cobra.Command {
	return &cobra.Command{
		Use:   "restrict-key KEY OPERATION_ID...",
		Short: "Add an API key of Rebilly that may call only some operations",
		Long: `Makes the simulated Rebilly take KEY besides its own, for the given operations of its API reference only; all others
are answered with 403.

Operation ids: ` + strings.Join(simulator.RebillyOperationIDs(), ", ") + `.`,
		Example: `  # a key that may look and not write
  terraform-provider-disputes simulator restrict-key sk_sandbox_reader GetDispute GetDisputeCollection`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error { return s.RestrictRebillyKey(args[0], args[1:]...) })
		},
	}
}
