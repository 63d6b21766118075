package cli

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func newOpen(w *world) *cobra.Command {
	var spec simulator.DisputeSpec
	var deadline duration
	command := &cobra.Command{
		Use:   "open",
		Short: "Open a dispute at Mangopay, and print its id",
		Long: `Opens a dispute at Mangopay as the user's bank would, together with the pay-in that it disputes and its repudiation.
The command for Rebilly is simulator gateway open.`,
		Example: `  terraform-provider-disputes simulator open
  terraform-provider-disputes simulator open --id dispute-9 --amount 4550 --reason FRAUD --deadline 36h
  terraform-provider-disputes simulator open --type RETRIEVAL`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			spec.Deadline = time.Duration(deadline)
			return w.use(func(s *simulator.Simulator) error {
				id, err := s.OpenDispute(spec)
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
	flags.StringVar(&spec.Type, "type", "", "CONTESTABLE, NOT_CONTESTABLE or RETRIEVAL (default CONTESTABLE)")
	flags.StringVar(&spec.Status, "status", "", "status to begin in (default PENDING_CLIENT_ACTION)")
	flags.StringVar(&spec.StatusMessage, "status-message", "", "StatusMessage")
	flags.Int64Var(&spec.Amount, "amount", 0, "disputed amount in minor units (default 10000)")
	flags.StringVar(&spec.Currency, "currency", "", "ISO 4217 currency (default EUR)")
	flags.StringVar(&spec.ReasonType, "reason", "", "DisputeReasonType (default UNKNOWN)")
	flags.StringVar(&spec.ReasonMessage, "reason-message", "", "DisputeReasonMessage")
	flags.StringVar(&spec.Tag, "tag", "", "Tag")
	flags.Var(&deadline, "deadline", "time until the contest deadline, such as 36h or 7d (default the end of the seventh day)")
	return command
}

func newAdvance(w *world) *cobra.Command {
	return &cobra.Command{
		Use:   "advance DURATION",
		Short: "Move the clock forward",
		Long:  `Moves the world's clock forward. Disputes of Mangopay whose deadline passes by it are closed.`,
		Example: `  terraform-provider-disputes simulator advance 36h
  terraform-provider-disputes simulator advance 7d`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			d, err := parseDuration(args[0])
			if err != nil {
				return err
			}
			return w.use(func(s *simulator.Simulator) error {
				if err := s.Advance(d); err != nil {
					return err
				}
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "It is now %s.\n", s.Now().UTC().Format(time.RFC3339))
				return err
			})
		},
	}
}

func newReview(w *world) *cobra.Command {
	var message string
	command := &cobra.Command{
		Use:   "review DOCUMENT_ID VERDICT",
		Short: "Decide about a document, as Mangopay's reviewers would",
		Long: `Accepts or refuses a document that was sent for validation. Verdicts: ` + strings.Join(simulator.Verdicts(), ", ") + `.

A document whose Tag begins with one of these words is decided by itself as soon as it is sent.`,
		Example: `  terraform-provider-disputes simulator review DOCUMENT_ID accept
  terraform-provider-disputes simulator review DOCUMENT_ID refuse_unreadable --message "The scan is too dark"`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error {
				if err := s.Review(args[0], args[1], message); err != nil {
					return err
				}
				doc, err := s.Document(args[0])
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "Document %s is %s.\n", doc.ID, strings.TrimSpace(doc.Status+" "+doc.RefusedReasonType))
				return err
			})
		},
	}
	command.Flags().StringVar(&message, "message", "", "RefusedReasonMessage")
	return command
}

func newDecide(w *world) *cobra.Command {
	var message string
	command := &cobra.Command{
		Use:   "decide DISPUTE_ID DECISION",
		Short: "Move a dispute of Mangopay on, as Mangopay or the bank would",
		Long: `Decisions: ` + strings.Join(simulator.Decisions(), ", ") + `.

A dispute that was submitted is sent to the bank or reopened; the bank reopens it or gives a result. A result for a
dispute that was not sent to the bank yet sends it there first.`,
		Example: `  terraform-provider-disputes simulator decide dispute-1001 reopen --message "Please send the signed receipt"
  terraform-provider-disputes simulator decide dispute-1001 send_to_bank
  terraform-provider-disputes simulator decide dispute-1001 won`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error {
				if err := s.Decide(args[0], args[1], message); err != nil {
					return err
				}
				d, err := s.Dispute(args[0])
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "Dispute %s is %s.\n", d.ID, strings.TrimSpace(d.Status+" "+d.ResultCode))
				return err
			})
		},
	}
	command.Flags().StringVar(&message, "message", "", "StatusMessage, or ResultMessage of a result")
	return command
}

func newReset(w *world) *cobra.Command {
	var empty bool
	command := &cobra.Command{
		Use:   "reset",
		Short: "Empty the world, and fill it with the sample disputes again",
		Long:  `Forgets all objects, the journal, the faults and the moved clock. A world file that does not exist is created.`,
		Example: `  terraform-provider-disputes simulator reset
  terraform-provider-disputes simulator reset --empty`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return w.use(func(s *simulator.Simulator) error {
				err := s.Reset()
				if err != nil || empty {
					return err
				}
				return s.Seed(simulator.SeedSamples)
			})
		},
	}
	command.Flags().BoolVar(&empty, "empty", false, "leave the sample disputes out")
	return command
}

func newSeed(w *world) *cobra.Command {
	return &cobra.Command{
		Use:   "seed KIND",
		Short: "Add a set of disputes",
		Long: `Adds disputes to the world, and at Rebilly transactions that may be disputed. Kinds:
  samples      five disputes of Mangopay in different states, dispute-1001 to dispute-1005, and three of Rebilly,
               dp-1001 to dp-1003, with the transactions txn-1001 to txn-1005; every new world has them
  demo         three disputes of Mangopay that wait for evidence, dispute-2001 to dispute-2003, and at Rebilly the
               transactions txn-2001 to txn-2999
  conformance  120 disputes of Mangopay in every state, with documents, as the tests of its SDKs expect`,
		Example: `  terraform-provider-disputes simulator reset --empty
  terraform-provider-disputes simulator seed conformance`,
		Args:      cobra.MatchAll(cobra.ExactArgs(1), knownKind),
		ValidArgs: simulator.SeedKinds(),
		RunE: func(_ *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error { return s.Seed(args[0]) })
		},
	}
}

func knownKind(cmd *cobra.Command, args []string) error {
	if err := cobra.OnlyValidArgs(cmd, args); err != nil {
		return errors.New("unknown kind of seed " + args[0] + "; known are " + strings.Join(simulator.SeedKinds(), ", "))
	}
	return nil
}
