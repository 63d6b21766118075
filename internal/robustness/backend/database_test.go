//go:build unix

package backend_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const (
	pipelineRole   = "disputes_pipeline"
	pipelineSecret = "pipeline-password-6d1f0c" // #nosec G101 -- of a server that ends with the test
	ownerSecret    = "owner-password-93ab27"    // #nosec G101 -- of a server that ends with the test
)

// database is a PostgreSQL server of one test, prepared as the example says.
type database struct {
	t    *testing.T
	bin  string // where the server's programs are
	dir  string // belongs to owner
	port string
	// owner runs the server. PostgreSQL refuses to be run by root.
	owner *syscall.Credential
}

// newDatabase starts a server that ends with the test. It skips the test when none is installed.
func newDatabase(t *testing.T) *database {
	t.Helper()
	bin := programs()
	if bin == "" {
		t.Skip("no PostgreSQL server (initdb, pg_ctl, psql) on the PATH, in pg_config --bindir, or in /usr/lib/postgresql/*/bin")
	}
	d := &database{t: t, bin: bin}
	d.own()
	password := filepath.Join(d.dir, "password")
	d.file(password, ownerSecret+"\n")
	d.must(d.program("initdb", "-D", d.data(), "-U", "postgres", "-A", "scram-sha-256", "--pwfile="+password,
		"-E", "UTF8", "--locale=C", "--no-sync"))
	d.listen()
	d.start()
	t.Cleanup(func() {
		if _, err := os.Stat(filepath.Join(d.data(), "postmaster.pid")); err == nil {
			d.stop()
		}
	})
	d.query("\\i "+filepath.Join(example, "bootstrap.sql"), "ALTER ROLE "+pipelineRole+" PASSWORD '"+pipelineSecret+"'")
	return d
}

// programs is the folder of an installed server's programs, or "".
func programs() string {
	var folders []string
	if name, err := exec.LookPath("pg_ctl"); err == nil {
		if name, err = filepath.EvalSymlinks(name); err == nil {
			folders = append(folders, filepath.Dir(name))
		}
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		folders = append(folders, strings.TrimSpace(string(out)))
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	for _, folder := range append(folders, installed...) {
		complete := true
		for _, name := range []string{"initdb", "pg_ctl", "psql", "pg_dump", "postgres"} {
			_, err := exec.LookPath(filepath.Join(folder, name))
			complete = complete && err == nil
		}
		if complete {
			return folder
		}
	}
	return ""
}

// own makes the folder. The one of the test's own is closed to other users.
func (d *database) own() {
	d.t.Helper()
	dir, err := os.MkdirTemp("", "disputes-pg-")
	if err != nil {
		d.t.Fatal(err)
	}
	d.dir = dir
	d.t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			d.t.Error(err)
		}
	})
	if os.Geteuid() != 0 {
		return
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		d.t.Skipf("PostgreSQL must not be run by root, and there is no user for it: %v", err)
	}
	uid, _ := strconv.ParseUint(account.Uid, 10, 32)
	gid, _ := strconv.ParseUint(account.Gid, 10, 32)
	d.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		d.t.Fatal(err)
	}
}

func (d *database) data() string { return filepath.Join(d.dir, "data") }

// file writes a file that the server may read.
func (d *database) file(name, text string) {
	d.t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	if d.owner != nil {
		if err := os.Chown(name, int(d.owner.Uid), int(d.owner.Gid)); err != nil {
			d.t.Fatal(err)
		}
	}
}

// listen configures a free port of the loopback address. What is not synchronised survives the
// server's death all the same, only not the machine's.
func (d *database) listen() {
	d.t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.t.Fatal(err)
	}
	_, d.port, _ = net.SplitHostPort(free.Addr().String())
	if err := free.Close(); err != nil {
		d.t.Fatal(err)
	}
	d.file(filepath.Join(d.data(), "postgresql.auto.conf"), fmt.Sprintf(
		"listen_addresses = '127.0.0.1'\nport = %s\nunix_socket_directories = ''\nfsync = off\n", d.port))
}

func (d *database) start() {
	d.t.Helper()
	d.must(d.program("pg_ctl", "start", "-D", d.data(), "-l", filepath.Join(d.dir, "log"), "-w", "-t", "60"))
}

// stop ends the server at once, as a machine does that is switched off: connections break, and what
// was not committed is gone.
func (d *database) stop() {
	d.t.Helper()
	d.must(d.program("pg_ctl", "stop", "-D", d.data(), "-m", "immediate", "-w", "-t", "60"))
}

func (d *database) program(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(d.bin, name), args...)
	command.Dir, command.Env = d.dir, []string{"PATH=" + os.Getenv("PATH")}
	if d.owner != nil {
		command.SysProcAttr = &syscall.SysProcAttr{Credential: d.owner}
	}
	return command
}

// client is a program that connects as the database's owner.
func (d *database) client(name string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(d.bin, name), args...)
	command.Env = []string{
		"PATH=" + os.Getenv("PATH"), "PGHOST=127.0.0.1", "PGPORT=" + d.port, "PGDATABASE=postgres",
		"PGUSER=postgres", "PGPASSWORD=" + ownerSecret,
	}
	return command
}

func (d *database) must(command *exec.Cmd) string {
	d.t.Helper()
	out, err := command.CombinedOutput()
	if err != nil {
		log, _ := os.ReadFile(filepath.Join(d.dir, "log"))
		d.t.Fatalf("%s: %v\n%s%s", filepath.Base(command.Path), err, out, log)
	}
	return strings.TrimSpace(string(out))
}

// query runs statements as the owner and returns their rows, columns separated by "|".
func (d *database) query(statements ...string) string {
	d.t.Helper()
	args := []string{"-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"}
	for _, statement := range statements {
		args = append(args, "-c", statement)
	}
	return d.must(d.client("psql", args...))
}

// holder is what lock-holder.sql of the example tells.
func (d *database) holder() string {
	d.t.Helper()
	return d.query("\\i " + filepath.Join(example, "lock-holder.sql"))
}

// dump is everything in the database.
func (d *database) dump() string {
	d.t.Helper()
	return d.must(d.client("pg_dump", "--inserts"))
}

// environment is what the pipeline sets to use this database.
func (d *database) environment(application string) []string {
	return []string{
		"PG_CONN_STR=postgres://" + pipelineRole + "@127.0.0.1:" + d.port + "/postgres?sslmode=disable",
		"PGPASSWORD=" + pipelineSecret, "PGAPPNAME=" + application,
	}
}
