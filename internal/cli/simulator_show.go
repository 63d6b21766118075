package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func newList(w *world) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "list",
		Short: "List disputes and their documents with their states",
		Example: `  terraform-provider-disputes simulator list
  terraform-provider-disputes simulator list --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return w.use(func(s *simulator.Simulator) error {
				disputes, err := s.Disputes()
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), disputes)
				}
				return printDisputes(cmd.OutOrStdout(), disputes)
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return command
}

func newShow(w *world) *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:     "show ID",
		Short:   "Show a dispute or a document",
		Example: `  terraform-provider-disputes simulator show dispute-1001`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error {
				object, err := find(s, args[0])
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), object)
				}
				return printObject(cmd.OutOrStdout(), object)
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return command
}

// find looks an id up among disputes and documents.
func find(s *simulator.Simulator, id string) (any, error) {
	if dispute, err := s.Dispute(id); err == nil {
		return dispute, nil
	}
	document, err := s.Document(id)
	if err != nil {
		return nil, fmt.Errorf("there is no dispute and no document %q in the world; simulator list shows what there is", id)
	}
	return document, nil
}

func newJournal(w *world) *cobra.Command {
	var asJSON, forget bool
	command := &cobra.Command{
		Use:   "journal",
		Short: "List the requests that the simulator has seen",
		Long: `Lists every request with its operation and the status that it was answered with, oldest first. Bodies and credentials
are not in the journal; of an uploaded page there is its size and SHA-256.`,
		Example: `  terraform-provider-disputes simulator journal
  terraform-provider-disputes simulator journal --json
  terraform-provider-disputes simulator journal --clear`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return w.use(func(s *simulator.Simulator) error {
				if forget {
					return s.ClearJournal()
				}
				requests, err := s.Journal()
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(cmd.OutOrStdout(), append([]simulator.Request{}, requests...))
				}
				return printRequests(cmd.OutOrStdout(), requests)
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	command.Flags().BoolVar(&forget, "clear", false, "forget the requests so far")
	return command
}

func printJSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// table prints rows in aligned columns.
func table(out io.Writer, rows [][]string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		if _, err := fmt.Fprintln(w, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return w.Flush()
}

func printDisputes(out io.Writer, disputes []simulator.DisputeState) error {
	rows := [][]string{{"DISPUTE", "DOCUMENT", "TYPE", "STATUS", "RESULT", "AMOUNT", "DEADLINE"}}
	for _, d := range disputes {
		rows = append(rows, []string{d.ID, "", d.Type, d.Status, d.ResultCode, amount(d.DisputedAmount, d.Currency), d.Deadline.Format(time.RFC3339)})
		for _, doc := range d.Documents {
			rows = append(rows, []string{"", doc.ID, doc.Type, doc.Status, doc.RefusedReasonType, pages(doc), ""})
		}
	}
	return table(out, rows)
}

func amount(minor int64, currency string) string {
	return strconv.FormatInt(minor, 10) + " " + currency
}

func pages(d simulator.DocumentState) string {
	if len(d.Pages) == 1 {
		return "1 page"
	}
	return strconv.Itoa(len(d.Pages)) + " pages"
}

func printObject(out io.Writer, object any) error {
	switch o := object.(type) {
	case simulator.DisputeState:
		return table(out, disputeRows(o))
	case simulator.DocumentState:
		return table(out, documentRows(o))
	}
	return printJSON(out, object)
}

func disputeRows(d simulator.DisputeState) [][]string {
	rows := [][]string{
		{"Dispute", d.ID},
		{"Type", d.Type},
		{"Status", d.Status},
		{"Status message", d.StatusMessage},
		{"Result", strings.TrimSpace(d.ResultCode + " " + d.ResultMessage)},
		{"Reason", d.ReasonType + " " + d.ReasonMessage},
		{"Disputed", amount(d.DisputedAmount, d.Currency)},
		{"Contested", amount(d.ContestedAmount, d.Currency)},
		{"Deadline", d.Deadline.Format(time.RFC3339)},
		{"Created", d.CreatedAt.Format(time.RFC3339)},
		{"Tag", d.Tag},
		{"Submissions", strconv.Itoa(d.Submissions)},
		{"Pay-in", d.PayInID},
		{"User", d.UserID},
		{"Wallet", d.WalletID},
		{"Repudiation", d.RepudiationID},
	}
	for _, doc := range d.Documents {
		rows = append(rows, []string{"Document", strings.Join([]string{doc.ID, doc.Type, doc.Status, doc.RefusedReasonType, pages(doc)}, " ")})
	}
	return rows
}

func documentRows(d simulator.DocumentState) [][]string {
	rows := [][]string{
		{"Document", d.ID},
		{"Dispute", d.DisputeID},
		{"Type", d.Type},
		{"Status", d.Status},
		{"Refused", strings.TrimSpace(d.RefusedReasonType + " " + d.RefusedReasonMessage)},
		{"Tag", d.Tag},
		{"Created", d.CreatedAt.Format(time.RFC3339)},
	}
	for i, p := range d.Pages {
		rows = append(rows, []string{"Page " + strconv.Itoa(i+1), fmt.Sprintf("%s, %d bytes, SHA-256 %s", p.MediaType, p.Size, p.SHA256)})
	}
	return rows
}

func printRequests(out io.Writer, requests []simulator.Request) error {
	rows := [][]string{{"TIME", "STATUS", "OPERATION", "METHOD", "PATH", "BYTES", "NOTES"}}
	for _, r := range requests {
		notes := strings.TrimSpace(strings.Join([]string{r.ErrorType, r.Fault}, " "))
		rows = append(rows, []string{
			r.Time.Format(time.RFC3339), strconv.Itoa(r.Status), r.Operation, r.Method, r.Path, strconv.FormatInt(r.BodySize, 10), notes,
		})
	}
	return table(out, rows)
}
