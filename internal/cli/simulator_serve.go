package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const (
	headerTimeout   = 10 * time.Second
	shutdownTimeout = 5 * time.Second
)

// credentials are those that a served simulator takes besides its own.
type credentials struct{ clientID, apiKey, rebillyKey string }

func newServe(w *world) *cobra.Command {
	var address string
	var more credentials
	command := &cobra.Command{
		Use:   "serve",
		Short: "Serve the simulator on a loopback address until interrupted",
		Long: `Serves the simulated APIs of Mangopay and Rebilly over HTTP, both at one address, prints that address and the environment
variables by which the provider finds them, and delivers hooks (to loopback addresses only). Ends cleanly on SIGINT and SIGTERM.`,
		Example: `  terraform-provider-disputes simulator serve
  terraform-provider-disputes simulator serve --address 127.0.0.1:8080 --file /tmp/world.db`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return serve(ctx, cmd.OutOrStdout(), w.path(), address, more)
		},
	}
	command.Flags().StringVar(&address, "address", "127.0.0.1:0", "loopback address and port; port 0 picks a free one")
	command.Flags().StringVar(&more.clientID, "client-id", "", `Mangopay client id to accept besides "`+simulator.ClientID+`"`)
	command.Flags().StringVar(&more.apiKey, "api-key", "", "API key of that client id")
	command.Flags().StringVar(&more.rebillyKey, "rebilly-api-key", "", `Rebilly API key to accept besides "`+simulator.RebillyAPIKey+`"`)
	command.MarkFlagsRequiredTogether("client-id", "api-key")
	return command
}

func serve(ctx context.Context, out io.Writer, file, address string, more credentials) error {
	if err := checkLoopback(address); err != nil {
		return err
	}
	s, err := simulator.Open(simulator.Options{File: file, ClientID: more.clientID, APIKey: more.apiKey, RebillyAPIKey: more.rebillyKey})
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("serve the simulator: %w", err)
	}
	if err := announce(out, listener.Addr().String(), s.File(), more); err != nil {
		return errors.Join(err, listener.Close())
	}
	return errors.Join(run(ctx, s, listener), s.Close())
}

// run serves until ctx ends or something fails.
func run(ctx context.Context, s *simulator.Simulator, listener net.Listener) error {
	server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: headerTimeout}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve the simulator: %w", err)
		}
		return nil
	})
	group.Go(func() error { return s.DeliverHooks(ctx) })
	group.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		if err := server.Shutdown(grace); err != nil {
			return errors.Join(err, server.Close())
		}
		return nil
	})
	return group.Wait()
}

// checkLoopback keeps the simulator, whose credentials are known to everybody, off the network.
func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("--address %q is not host:port: %w", address, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("--address %q is not a loopback address: the simulator serves this machine only", address)
}

// announce says how the provider finds the simulator. Keys of the command line are not repeated.
func announce(out io.Writer, address, file string, more credentials) error {
	const given = "..."
	clientID, apiKey, rebillyKey := simulator.ClientID, simulator.APIKey, simulator.RebillyAPIKey
	if more.clientID != "" {
		clientID, apiKey = more.clientID, given
	}
	if more.rebillyKey != "" {
		rebillyKey = given
	}
	_, err := fmt.Fprintf(out, `Simulator at http://%[1]s, world file %[2]s

export MANGOPAY_BASE_URL=http://%[1]s
export MANGOPAY_CLIENT_ID=%[3]s
export MANGOPAY_API_KEY=%[4]s

export REBILLY_BASE_URL=http://%[1]s
export REBILLY_API_KEY=%[5]s
export REBILLY_ORGANIZATION_ID=%[6]s

Interrupt to stop.
`, address, file, clientID, apiKey, rebillyKey, simulator.RebillyOrganization)
	return err
}
