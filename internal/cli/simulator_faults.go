package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func newFaults(w *world) *cobra.Command {
	command := &cobra.Command{
		Use:   "faults",
		Short: "Make the simulator misbehave",
		Long:  `Faults follow a seed: the same seed and the same rules strike the same calls.`,
		Example: `  terraform-provider-disputes simulator faults set lost_answer --operation create_document --nth 1
  terraform-provider-disputes simulator faults set lost_answer --operation rebilly_put_dispute --nth 1 --add
  terraform-provider-disputes simulator faults set error_before --probability 0.1 --seed 42
  terraform-provider-disputes simulator faults set latency --delay 2s --add
  terraform-provider-disputes simulator faults show
  terraform-provider-disputes simulator faults clear`,
		Args: cobra.NoArgs,
		RunE: help,
	}
	command.AddCommand(newSetFaults(w), newShowFaults(w), &cobra.Command{
		Use:   "clear",
		Short: "End all misbehaviour",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return w.use(func(s *simulator.Simulator) error { return s.SetFaults(simulator.Faults{}) })
		},
	})
	return command
}

func newSetFaults(w *world) *cobra.Command {
	var rule simulator.FaultRule
	var seed uint64
	var add bool
	var delay duration
	command := &cobra.Command{
		Use:   "set KIND",
		Short: "Set a fault, in place of those that are set",
		Long:  "Kinds: " + kindNames() + ".\n\nOperations: " + strings.Join(simulator.Operations(), ", ") + ".",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			rule.Kind, rule.Delay = simulator.FaultKind(args[0]), time.Duration(delay)
			return w.use(func(s *simulator.Simulator) error {
				faults, err := s.Faults()
				if err != nil {
					return err
				}
				if !add {
					faults = simulator.Faults{Seed: seed}
				}
				faults.Rules = append(slices.Clone(faults.Rules), rule)
				return s.SetFaults(faults)
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&rule.Operation, "operation", "", "operation to strike (default every operation)")
	flags.IntVar(&rule.Nth, "nth", 0, "strike only the n-th call of the operation from now on")
	flags.Float64Var(&rule.Probability, "probability", 0, "strike with this probability, between 0 and 1 (default always)")
	flags.IntVar(&rule.Times, "times", 0, "strike no more than this often")
	flags.Var(&delay, "delay", "wait of latency and late_commit, or time until the reset of rate_limit")
	flags.Uint64Var(&seed, "seed", 0, "seed of probabilities (default the world's)")
	flags.BoolVar(&add, "add", false, "keep the faults that are set; calls are counted anew")
	return command
}

func kindNames() string {
	var names []string
	for _, kind := range simulator.FaultKinds() {
		names = append(names, string(kind))
	}
	return strings.Join(names, ", ")
}

func newShowFaults(w *world) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "show",
		Short: "Show the faults that are set",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return w.use(func(s *simulator.Simulator) error {
				faults, err := s.Faults()
				switch {
				case err != nil:
					return err
				case asJSON:
					return printJSON(cmd.OutOrStdout(), faults)
				case len(faults.Rules) == 0:
					_, err = fmt.Fprintln(cmd.OutOrStdout(), "No faults are set.")
					return err
				}
				return table(cmd.OutOrStdout(), faultRows(faults))
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return command
}

func faultRows(faults simulator.Faults) [][]string {
	rows := [][]string{{"KIND", "OPERATION", "NTH", "PROBABILITY", "TIMES", "DELAY"}}
	for _, r := range faults.Rules {
		operation := r.Operation
		if operation == "" {
			operation = "*"
		}
		rows = append(rows, []string{
			string(r.Kind), operation, strconv.Itoa(r.Nth), strconv.FormatFloat(r.Probability, 'g', -1, 64), strconv.Itoa(r.Times), r.Delay.String(),
		})
	}
	return rows
}
