package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func newList(w *world) *cobra.Command {
	var asJSON bool
	var only system
	command := &cobra.Command{
		Use:   "list",
		Short: "List disputes and their evidence with their states",
		Long: `Lists what each system holds. As JSON it is one system's: a list of disputes with their documents for Mangopay, which is
what --json prints unless --system says otherwise; an object of disputes, files and attachments for Rebilly.`,
		Example: `  terraform-provider-disputes simulator list
  terraform-provider-disputes simulator list --json
  terraform-provider-disputes simulator list --system rebilly --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return w.use(func(s *simulator.Simulator) error {
				if asJSON {
					return listJSON(cmd.OutOrStdout(), s, only)
				}
				return listText(cmd.OutOrStdout(), s, only)
			})
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	command.Flags().Var(&only, "system", "only what this system holds: mangopay or rebilly")
	return command
}

func listJSON(out io.Writer, s *simulator.Simulator, only system) error {
	if only == systemRebilly {
		objects, err := rebillyOf(s)
		if err != nil {
			return err
		}
		return printJSON(out, objects)
	}
	disputes, err := s.Disputes()
	if err != nil {
		return err
	}
	return printJSON(out, disputes)
}

func listText(out io.Writer, s *simulator.Simulator, only system) error {
	var blocks [][][]string
	if only.includes(systemMangopay) {
		disputes, err := s.Disputes()
		if err != nil {
			return err
		}
		blocks = append(blocks, slices.Concat([][]string{{"Mangopay"}}, disputeList(disputes)))
	}
	if only.includes(systemRebilly) {
		objects, err := rebillyOf(s)
		if err != nil {
			return err
		}
		blocks = append(blocks, slices.Concat([][]string{{"Rebilly"}}, objects.disputeList()))
		blocks = append(blocks, objects.evidenceLists()...)
	}
	for i, rows := range blocks {
		if i > 0 {
			if _, err := fmt.Fprintln(out); err != nil {
				return err
			}
		}
		if err := table(out, rows); err != nil {
			return err
		}
	}
	return nil
}

func newShow(w *world) *cobra.Command {
	var asJSON bool
	var only system
	command := &cobra.Command{
		Use:   "show ID",
		Short: "Show a dispute or a piece of its evidence",
		Long: `Shows the object of that id: a dispute or a document of Mangopay, or a dispute, a file or an attachment of Rebilly. An id
that both systems know is Mangopay's, unless --system says otherwise.`,
		Example: `  terraform-provider-disputes simulator show dispute-1001
  terraform-provider-disputes simulator show dp-1001 --json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.use(func(s *simulator.Simulator) error {
				object, err := find(s, args[0], only)
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
	command.Flags().Var(&only, "system", "look in this system only: mangopay or rebilly")
	return command
}

// find looks an id up in the systems.
func find(s *simulator.Simulator, id string, only system) (any, error) {
	if only.includes(systemMangopay) {
		if dispute, err := s.Dispute(id); err == nil {
			return dispute, nil
		}
		if document, err := s.Document(id); err == nil {
			return document, nil
		}
	}
	if only.includes(systemRebilly) {
		objects, err := rebillyOf(s)
		if err != nil {
			return nil, err
		}
		if object := objects.find(id); object != nil {
			return object, nil
		}
	}
	return nil, fmt.Errorf("there is nothing %q in the world; simulator list shows what there is", id)
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

func disputeList(disputes []simulator.DisputeState) [][]string {
	rows := [][]string{{"DISPUTE", "DOCUMENT", "TYPE", "STATUS", "RESULT", "AMOUNT", "DEADLINE"}}
	for _, d := range disputes {
		rows = append(rows, []string{d.ID, "", d.Type, d.Status, d.ResultCode, amount(d.DisputedAmount, d.Currency), d.Deadline.Format(time.RFC3339)})
		for _, doc := range d.Documents {
			rows = append(rows, []string{"", doc.ID, doc.Type, doc.Status, doc.RefusedReasonType, pages(doc), ""})
		}
	}
	return rows
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
	case rebillyDispute:
		return table(out, o.rows())
	case simulator.RebillyFile:
		return table(out, rebillyFileRows(o))
	case simulator.RebillyAttachment:
		return table(out, rebillyAttachmentRows(o))
	}
	return printJSON(out, object)
}

func disputeRows(d simulator.DisputeState) [][]string {
	rows := [][]string{
		{"System", "Mangopay"},
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
		{"System", "Mangopay"},
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
