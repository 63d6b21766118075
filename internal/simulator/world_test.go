package simulator_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

func TestDeadline(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	pending := openDispute(t, s, simulator.DisputeSpec{Deadline: 10 * time.Minute})
	reopened := openDispute(t, s, simulator.DisputeSpec{Deadline: 10 * time.Minute, Status: "REOPENED_PENDING_CLIENT_ACTION"})
	submitted := openDispute(t, s, simulator.DisputeSpec{Deadline: 10 * time.Minute, Status: "SUBMITTED"})
	advance(t, s, 10*time.Minute)
	if got := c.get("/disputes/" + pending).text("Status"); got != "PENDING_CLIENT_ACTION" {
		t.Errorf("%s at the deadline", got)
	}
	advance(t, s, time.Second)
	for _, id := range []string{pending, reopened} {
		d := c.get("/disputes/" + id)
		if d.text("Status") != "CLOSED" || d.text("ResultCode") != "LOST" || d["ClosedDate"] != d["ContestDeadlineDate"] {
			t.Errorf("after the deadline: %v", d)
		}
	}
	p := c.do("PUT", "/disputes/"+pending+"/submit", contested).refused(http.StatusBadRequest, "dispute_contest_deadline_passed")
	if p.Message != "The ContestDeadlineDate has now passed and this Dispute is no longer contestable" {
		t.Errorf("message %q", p.Message)
	}
	if got := c.get("/disputes/" + submitted).text("Status"); got != "SUBMITTED" {
		t.Errorf("a submitted dispute is %s after its deadline", got)
	}
	decide(t, s, submitted, "reopen", "")
	if d := c.get("/disputes/" + submitted); d.text("Status") != "REOPENED_PENDING_CLIENT_ACTION" || d["ContestDeadlineDate"] != float64(time.Date(2026, 3, 9, 23, 59, 59, 0, time.UTC).Unix()) {
		t.Errorf("reopened after its deadline: %v", d)
	}
}

func TestDefaultDeadlineIsTheEndOfADay(t *testing.T) {
	t.Parallel()
	s := open(t)
	d, err := s.Dispute(openDispute(t, s, simulator.DisputeSpec{}))
	if want := time.Date(2026, 3, 9, 23, 59, 59, 0, time.UTC); err != nil || !d.Deadline.Equal(want) {
		t.Errorf("deadline %s, %v, want %s", d.Deadline, err, want)
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.db")
	s := open(t, func(o *simulator.Options) { o.File = file })
	advance(t, s, 36*time.Hour)
	other := open(t, func(o *simulator.Options) { o.File = file })
	want := start.Add(36 * time.Hour)
	if !other.Now().Equal(want) {
		t.Errorf("now %s, want %s", other.Now(), want)
	}
	answer := connect(t, other).do("GET", "/disputes", "")
	if got := answer.header.Get("Date"); got != want.Format(http.TimeFormat) {
		t.Errorf("Date %s, want %s", got, want)
	}
	if err := s.Advance(-time.Second); err == nil {
		t.Error("the clock went back")
	}
}

func TestSamples(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.db")
	for range 2 { // the second time the world is there already
		s, err := simulator.Open(simulator.Options{File: file, Now: frozen})
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.Disputes()
		if err != nil || len(all) != 5 {
			t.Fatalf("%d disputes, %v", len(all), err)
		}
		want := map[string]string{
			"dispute-1001": "CONTESTABLE PENDING_CLIENT_ACTION  12000 PRODUCT_NOT_PROVIDED 168h0m0s",
			"dispute-1002": "CONTESTABLE PENDING_CLIENT_ACTION  4550 FRAUD 36h0m0s",
			"dispute-1003": "RETRIEVAL PENDING_CLIENT_ACTION  8900 TRANSACTION_NOT_RECOGNIZED 240h0m0s",
			"dispute-1004": "NOT_CONTESTABLE CLOSED LOST 6000 LATE_FAILURE_INSUFFICIENT_FUNDS 168h0m0s",
			"dispute-1005": "CONTESTABLE REOPENED_PENDING_CLIENT_ACTION  21000 PRODUCT_UNACCEPTABLE 120h0m0s",
		}
		for _, d := range all {
			got := strings.Join([]string{
				d.Type, d.Status, d.ResultCode, strconv.FormatInt(d.DisputedAmount, 10), d.ReasonType, d.Deadline.Sub(start).String(),
			}, " ")
			if got != want[d.ID] || d.Currency != "EUR" || (d.StatusMessage == "") != (d.ID != "dispute-1005") {
				t.Errorf("%s: %s, want %s", d.ID, got, want[d.ID])
			}
		}
	}
}

// TestConformanceSeed checks for what the official Node suite needs on the second page of 100 disputes.
func TestConformanceSeed(t *testing.T) {
	t.Parallel()
	s := open(t)
	if err := s.Seed(simulator.SeedConformance); err != nil {
		t.Fatal(err)
	}
	c := connect(t, s)
	for _, sort := range []string{"", "&Sort=CreationDate:DESC"} {
		seen := map[string]object{}
		for _, d := range c.list("/disputes?per_page=100&page=2" + sort) {
			seen[d.text("DisputeType")+" "+d.text("Status")+" "+d.text("ResultCode")] = d
		}
		for _, state := range []string{
			"NOT_CONTESTABLE CLOSED LOST", "CONTESTABLE PENDING_CLIENT_ACTION ", "CONTESTABLE REOPENED_PENDING_CLIENT_ACTION ",
			"CONTESTABLE SUBMITTED ", "CONTESTABLE PENDING_BANK_ACTION ", "CONTESTABLE CLOSED WON", "CONTESTABLE CLOSED VOID",
			"CONTESTABLE CREATED ", "RETRIEVAL PENDING_CLIENT_ACTION ", "RETRIEVAL REOPENED_PENDING_CLIENT_ACTION ",
		} {
			if seen[state] == nil {
				t.Errorf("no dispute %s with order %q", state, sort)
			}
		}
		lost := seen["NOT_CONTESTABLE CLOSED LOST"]
		wallet := c.get("/payins/" + lost.text("InitialTransactionId")).text("CreditedWalletId")
		if len(c.list("/wallets/"+wallet+"/disputes")) == 0 || len(c.list("/disputes/"+lost.text("Id")+"/transactions")) == 0 {
			t.Errorf("wallet or transactions of %v", lost)
		}
		if len(c.list("/disputes/"+seen["CONTESTABLE SUBMITTED "].text("Id")+"/documents")) == 0 {
			t.Error("a submitted dispute has no document")
		}
	}
	c.list("/repudiations/41631014/refunds")
	for _, d := range c.list("/dispute-documents") {
		c.consult("POST", d.text("Id"), 1)
	}
}

func TestSeedsAndReset(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, kind := range simulator.SeedKinds() {
		if err := s.Seed(kind); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	before, err := s.Disputes()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Seed(simulator.SeedDemo); err == nil || !strings.Contains(err.Error(), "dispute-2001") {
		t.Errorf("a second demo: %v", err)
	}
	if err := s.Seed("nonsense"); err == nil {
		t.Error("an unknown seed was accepted")
	}
	if after, err := s.Disputes(); err != nil || len(after) != len(before) {
		t.Errorf("a failed seed left %d disputes of %d, %v", len(after), len(before), err)
	}
	connect(t, s)
	advance(t, s, time.Hour)
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	all, err := s.Disputes()
	if err != nil || len(all) != 0 || len(journal(t, s)) != 0 || !s.Now().Equal(start) {
		t.Errorf("after a reset: %d disputes, %v, %s", len(all), err, s.Now())
	}
}

func TestIllegalDecisions(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	document := c.document(id, "")
	for name, err := range map[string]error{
		"unknown decision":   s.Decide(id, "maybe", ""),
		"unknown dispute":    s.Decide("none", "won", ""),
		"send before submit": s.Decide(id, "send_to_bank", ""),
		"won before submit":  s.Decide(id, "won", ""),
		"reopen open":        s.Decide(id, "reopen", ""),
		"act on open":        s.Decide(id, "require_action", ""),
		"unknown verdict":    s.Review(document, "perhaps", ""),
		"unknown document":   s.Review("none", "accept", ""),
		"review unsent":      s.Review(document, "accept", ""),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	decide(t, s, id, "void", "mistake")
	if d := c.get("/disputes/" + id); d.text("ResultCode") != "VOID" || d.text("ResultMessage") != "mistake" {
		t.Errorf("void: %v", d)
	}
	if err := s.Decide(id, "void", ""); err == nil {
		t.Error("a closed dispute was voided")
	}
	created := openDispute(t, s, simulator.DisputeSpec{Status: "CREATED"})
	decide(t, s, created, "require_action", "")
	c.contest(created)
	for _, spec := range []simulator.DisputeSpec{
		{ID: id}, {Type: "ODD"}, {Status: "ODD"}, {Amount: -1}, {Amount: 5, Contested: 6}, {ID: "a/b"}, {Age: -time.Hour},
	} {
		if _, err := s.OpenDispute(spec); err == nil {
			t.Errorf("%+v was opened", spec)
		}
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := connect(t, s)
	id := openDispute(t, s, simulator.DisputeSpec{})
	reasons := map[string]string{
		"accept": "", "out_of_date": "", "refuse_unreadable": "DOCUMENT_UNREADABLE", "refuse_not_accepted": "DOCUMENT_NOT_ACCEPTED",
		"refuse_expired": "DOCUMENT_HAS_EXPIRED", "refuse_incomplete": "DOCUMENT_INCOMPLETE", "refuse_missing": "DOCUMENT_MISSING",
		"refuse_no_user_data_match": "DOCUMENT_DO_NOT_MATCH_USER_DATA", "refuse_falsified": "DOCUMENT_FALSIFIED",
		"refuse_underage": "UNDERAGE_PERSON", "refuse_specific_case": "SPECIFIC_CASE", "refuse_other": "OTHER",
	}
	statuses := map[string]string{"accept": "VALIDATED", "out_of_date": "OUT_OF_DATE"}
	for _, verdict := range simulator.Verdicts() {
		status := statuses[verdict]
		if status == "" {
			status = "REFUSED"
		}
		reviewed, tagged := c.submitted(id, ""), c.submitted(id, verdict+" and more")
		if err := s.Review(reviewed, verdict, "because"); err != nil {
			t.Error(err)
		}
		for _, document := range []string{reviewed, tagged} {
			d := c.get("/dispute-documents/" + document)
			reason, known := reasons[verdict]
			if !known || d.text("Status") != status || d.text("RefusedReasonType") != reason || d["ProcessedDate"] == nil {
				t.Errorf("%s: %v", verdict, d)
			}
		}
		if d := c.get("/dispute-documents/" + reviewed); (d.text("RefusedReasonMessage") == "because") != (status == "REFUSED") {
			t.Errorf("%s: message %v", verdict, d["RefusedReasonMessage"])
		}
	}
	if d := c.get("/dispute-documents/" + c.submitted(id, "acceptance of terms")); d.text("Status") != "VALIDATION_ASKED" {
		t.Errorf("an ordinary Tag decided: %v", d)
	}
}

// TestOneFileManySimulators lets several simulators work on one file at once.
func TestOneFileManySimulators(t *testing.T) {
	t.Parallel()
	const simulators, documents = 3, 8
	file := filepath.Join(t.TempDir(), "world.db")
	var group sync.WaitGroup
	for range simulators {
		group.Go(func() {
			s, err := simulator.Open(simulator.Options{File: file})
			if err != nil {
				t.Error(err)
				return
			}
			c := connect(t, s)
			for range documents {
				c.submitted("dispute-1001", "accept")
			}
		})
	}
	group.Wait()
	s := open(t, func(o *simulator.Options) { o.File = file })
	d, err := s.Dispute("dispute-1001")
	if err != nil || len(d.Documents) != simulators*documents {
		t.Fatalf("%d documents, %v", len(d.Documents), err)
	}
	unique := map[string]bool{}
	for _, doc := range d.Documents {
		unique[doc.ID] = true
		if doc.Status != "VALIDATED" || len(doc.Pages) != 1 {
			t.Errorf("document %+v", doc)
		}
	}
	if len(unique) != simulators*documents {
		t.Errorf("%d ids for %d documents", len(unique), len(d.Documents))
	}
}

// worldVariable makes the test binary a process that works on a world until it is killed.
const worldVariable = "SIMULATOR_TEST_WORLD"

func TestMain(m *testing.M) {
	file := os.Getenv(worldVariable)
	if file == "" {
		os.Exit(m.Run())
	}
	s, err := simulator.Open(simulator.Options{File: file})
	for i := 0; err == nil; i++ {
		_, err = s.OpenDispute(simulator.DisputeSpec{ID: "child-" + strconv.Itoa(i)})
		if i == 20 {
			_, _ = os.Stdout.WriteString("ready\n")
		}
	}
	_, _ = os.Stderr.WriteString(err.Error())
	os.Exit(1)
}

// TestKilledProcess kills a process in the middle of its work, and uses its world.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "world.db")
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), worldVariable+"="+file)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 8)); err != nil {
		t.Error(err)
	}
	s := open(t, func(o *simulator.Options) { o.File = file }) // while the other process works on it
	openDispute(t, s, simulator.DisputeSpec{ID: "parent"})
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed, and says so
	all, err := s.Disputes()
	if err != nil || len(all) < 5+21+1 {
		t.Fatalf("%d disputes, %v", len(all), err)
	}
	for _, d := range all {
		if d.PayInID == "" || d.RepudiationID == "" && d.Type != "RETRIEVAL" {
			t.Errorf("half a dispute: %+v", d)
		}
	}
	connect(t, s).get("/disputes/parent")
}

func TestUnusableFile(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	broken := filepath.Join(directory, "broken.db")
	if err := os.WriteFile(broken, []byte(strings.Repeat("not a world\n", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{broken, directory, filepath.Join(directory, "none", "world.db")} {
		if _, err := simulator.Open(simulator.Options{File: file}); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if _, err := simulator.Open(simulator.Options{ClientID: "x"}); err == nil {
		t.Error("a client id without an API key was accepted")
	}
}
