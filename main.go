// The binary is the provider when Terraform or OpenTofu starts it, and a small
// tool when a person does.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/disputeops/terraform-provider-disputes/internal/cli"
	"github.com/disputeops/terraform-provider-disputes/internal/parent"
	"github.com/disputeops/terraform-provider-disputes/internal/provider"
)

// version is stamped by the build.
var version = "dev"

func main() {
	arguments := os.Args[1:]
	switch {
	case len(arguments) == 0 && os.Getenv(pluginCookie) != "":
		exitOn(serve())
	case len(arguments) == 1 && arguments[0] == debugFlag:
		exitOn(debug())
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
// orderly way. An engine that is killed ends none; the plugin then ends itself.
func serve() error {
	engine := parent.Find()
	go func() {
		engine.Wait(context.Background())
		os.Exit(1)
	}()
	return tf6server.Serve(provider.Address, provider.NewServer(version, provider.WithParent(engine.Alive)))
}

// debug is the plugin for engines that come and go, and did not start it.
func debug() error {
	return tf6server.Serve(provider.Address, provider.NewServer(version), tf6server.WithManagedDebug())
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
