// Command docgen prints the parts of the documentation that the code itself knows: the provider's
// schema as JSON, for tfplugindocs, the page that explains every rule a plan may be refused by, and,
// in a guide that it reads from its input, the tables of the two state machines.
package main

import (
	"context"
	"fmt"
	"io"
	"os"

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
	if len(args) != 1 {
		return fmt.Errorf("want one argument, schema, rules or guide; got %d", len(args))
	}
	switch args[0] {
	case "schema":
		return writeSchema(ctx, out)
	case "rules":
		_, err := io.WriteString(out, rulesPage(evidence.Rules()))
		return err
	case "guide":
		return writeGuide(in, out)
	default:
		return fmt.Errorf("cannot print %q, only schema, rules or guide", args[0])
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
