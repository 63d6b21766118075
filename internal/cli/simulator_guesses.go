package cli

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func newGuesses(w *world) *cobra.Command {
	command := &cobra.Command{
		Use:   "guesses",
		Short: "Decide what the APIs' documentation leaves open",
		Long: `What no public document of the APIs settles, the simulator guesses. Each guess can be turned the other way, to see
whether a configuration or a program depends on it.`,
		Example: `  terraform-provider-disputes simulator guesses show
  terraform-provider-disputes simulator guesses set '{"newest_first": true, "max_pages": 5}'
  terraform-provider-disputes simulator guesses set '{"rebilly_times_with_offset": true}'
  terraform-provider-disputes simulator guesses clear`,
		Args: cobra.NoArgs,
		RunE: help,
	}
	command.AddCommand(&cobra.Command{
		Use:   "set JSON",
		Short: "Turn guesses the other way, beside those that are turned already",
		Long: "Takes a JSON object in the form in which show prints it. Times are in nanoseconds.\n\nGuesses: " +
			strings.Join(guessNames(), ", ") + ".",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error { return setGuesses(s, args[0]) })
		},
	}, &cobra.Command{
		Use:   "show",
		Short: "Show the guesses that are turned the other way, as JSON",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return w.use(func(s *simulator.Simulator) error {
				guesses, err := s.Guesses()
				if err != nil {
					return err
				}
				return printJSON(cmd.OutOrStdout(), guesses)
			})
		},
	}, &cobra.Command{
		Use:   "clear",
		Short: "Go back to the simulator's own guesses",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return w.use(func(s *simulator.Simulator) error { return s.SetGuesses(simulator.Guesses{}) })
		},
	})
	return command
}

// guessNames are the members of the JSON object.
func guessNames() []string {
	var names []string
	for _, field := range reflect.VisibleFields(reflect.TypeFor[simulator.Guesses]()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

func setGuesses(s *simulator.Simulator, text string) error {
	guesses, err := s.Guesses()
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&guesses); err != nil {
		return fmt.Errorf("read the guesses: %w", err)
	}
	return s.SetGuesses(guesses)
}
