// Command docgen prints the parts of the documentation that the code itself knows: the provider's
// schema as JSON, for tfplugindocs, the page that explains every rule a plan may be refused by, and,
// in pages that it reads from its input, the tables of the two state machines, and the results of the
// robustness runs.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/disputeops/terraform-provider-disputes/internal/evidence"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
	"github.com/disputeops/terraform-provider-disputes/internal/schemadump"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	command := strings.Join(args, " ")
	folder, robustness := strings.CutPrefix(command, "robustness ")
	switch {
	case command == "schema":
		return writeSchema(ctx, out)
	case command == "rules":
		_, err := io.WriteString(out, rulesPage(evidence.Rules()))
		return err
	case command == "guide":
		return writeGuide(in, out)
	case robustness:
		return writeRobustness(folder, in, out)
	default:
		return fmt.Errorf("cannot print %q, only schema, rules, guide, or robustness with the folder of its results", command)
	}
}

func writeSchema(ctx context.Context, out io.Writer) error {
	read, err := schemadump.Read(ctx, provider.NewServer("docs")())
	if err != nil {
		return err
	}
	document, err := read.Document("disputes")
	if err != nil {
		return err
	}
	_, err = out.Write(document)
	return err
}
