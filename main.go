// The binary is the provider when Terraform or OpenTofu starts it, and a small
// tool when a person does.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/disputeops/terraform-provider-disputes/internal/cli"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
)

// version is stamped by the build.
var version = "dev"

func main() {
	arguments := os.Args[1:]
	switch {
	case len(arguments) == 0 && os.Getenv(pluginCookie) != "":
		exitOn(serve(false))
	case len(arguments) == 1 && arguments[0] == debugFlag:
		exitOn(serve(true))
	default:
		command()
	}
}

const (
	// pluginCookie is set by every engine that starts a plugin, without arguments.
	// Programs that an engine's plugins start in turn inherit it.
	pluginCookie = "TF_PLUGIN_MAGIC_COOKIE"
	// debugFlag serves the plugin to an engine that is started by hand with the
	// TF_REATTACH_PROVIDERS that it prints.
	debugFlag = "-debug"
)

// serve is the plugin. It handles no signal of its own: an interrupt in a terminal
// reaches engine and plugin alike, and it is the engine that ends calls in an
// orderly way.
func serve(debug bool) error {
	return providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{Address: provider.Address, Debug: debug})
}

// command runs the tool, which reports its errors itself.
func command() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := cli.New(version).ExecuteContext(ctx)
	stop()
	if err != nil {
		os.Exit(1)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}
