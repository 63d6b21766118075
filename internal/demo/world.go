package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	sim "github.com/disputeops/terraform-provider-disputes/internal/simulator"
)

const awaitsReview = "VALIDATION_ASKED"

// ask reads JSON from the simulator's command line.
func (s *stage) ask(ctx context.Context, into any, args ...string) error {
	output, code, err := s.output(ctx, program, append([]string{"simulator"}, args...)...)
	if err == nil && code != 0 {
		err = fmt.Errorf("simulator %s failed: %s", args[0], output)
	}
	if err == nil {
		err = json.Unmarshal([]byte(output), into)
	}
	return err
}

// dispute is the case as the other side has it.
func (s *stage) dispute(ctx context.Context) (d sim.DisputeState, err error) {
	err = s.ask(ctx, &d, "show", caseID, "--json")
	return d, err
}

// writes counts the calls that may have changed something on the other side, by operation. A call
// that created what it names, which Rebilly answers with 201, has "new" behind its operation.
func (s *stage) writes(ctx context.Context) (map[string]int, error) {
	var requests []sim.Request
	err := s.ask(ctx, &requests, "journal", "--json")
	return writesIn(requests), err
}

func writesIn(requests []sim.Request) map[string]int {
	counts := make(map[string]int)
	for _, r := range requests {
		switch {
		case r.Method == http.MethodGet, r.Operation == "oauth_token", r.Operation == "consult_document":
		case r.Status == http.StatusCreated:
			counts[r.Operation+" new"]++
		default:
			counts[r.Operation]++
		}
	}
	return counts
}

// expand replaces {engine}, and {TYPE} by the id of the document of that type that waits for a
// review.
func (s *stage) expand(ctx context.Context, line []string) ([]string, error) {
	expanded := slices.Clone(line)
	for i, word := range line {
		name, isPlace := strings.CutPrefix(word, "{")
		if !isPlace {
			continue
		}
		name = strings.TrimSuffix(name, "}")
		if name == "engine" {
			expanded[i] = s.engine
			continue
		}
		d, err := s.dispute(ctx)
		if err != nil {
			return nil, err
		}
		at := slices.IndexFunc(d.Documents, func(doc sim.DocumentState) bool { return doc.Type == name && doc.Status == awaitsReview })
		if at < 0 {
			return nil, fmt.Errorf("expected a document %s that waits for a review, seen none", name)
		}
		expanded[i] = d.Documents[at].ID
	}
	return expanded, nil
}

// look shows the dispute with its documents and their pages.
func (w want) look(ctx context.Context, s *stage) (rows [][]string, err error) {
	d, err := s.dispute(ctx)
	if err != nil {
		return nil, err
	}
	return s.rows(d), w.check(d)
}

// check compares the dispute with what the story says of it.
func (w want) check(d sim.DisputeState) error {
	seen := want{status: d.Status, result: d.ResultCode, round: d.Submissions}
	for _, doc := range d.Documents {
		seen.documents = append(seen.documents, strings.TrimSpace(doc.Type+" "+doc.Status+" "+doc.RefusedReasonType))
	}
	slices.Sort(seen.documents)
	expected := slices.Clone(w.documents)
	slices.Sort(expected)
	if seen.status != w.status || seen.result != w.result || seen.round != w.round || !slices.Equal(seen.documents, expected) {
		return fmt.Errorf("expected the dispute to be %s, seen %s", want{w.status, w.result, w.round, expected}, seen)
	}
	return nil
}

func (w want) String() string {
	return fmt.Sprintf("%s (round %d, result %q, documents %q)", w.status, w.round, w.result, w.documents)
}

// rows is the table of every object on the other side: the dispute, its documents, their pages. A
// page is named after the file of the example that has its bytes.
func (s *stage) rows(d sim.DisputeState) [][]string {
	s.nameFiles()
	rows := [][]string{{"At Mangopay", "State", ""}, {d.ID, strings.TrimSpace(d.Status + " " + d.ResultCode), about(d)}}
	for _, doc := range d.Documents {
		rows = append(rows, []string{"  " + doc.Type, doc.Status, doc.RefusedReasonType})
		for _, page := range doc.Pages {
			rows = append(rows, []string{"    " + s.names[page.SHA256], "", fmt.Sprintf("sha256 %s, %d bytes", short(page.SHA256), page.Size)})
		}
	}
	return rows
}

func about(d sim.DisputeState) string {
	text := fmt.Sprintf("EUR %d.%02d", d.DisputedAmount/100, d.DisputedAmount%100)
	if d.Submissions > 0 {
		text += fmt.Sprintf(", round %d", d.Submissions)
	}
	if d.ClosedAt == nil {
		text += ", until " + d.Deadline.Format(time.DateOnly)
	}
	return text
}

// nameFiles remembers which file of the example has, or had, which bytes.
func (s *stage) nameFiles() {
	tree := os.DirFS(s.work)
	paths, _ := fs.Glob(tree, "evidence/*") // the pattern is well-formed
	for _, path := range paths {
		if content, err := fs.ReadFile(tree, path); err == nil {
			sum := sha256.Sum256(content)
			s.names[hex.EncodeToString(sum[:])] = path
		}
	}
}

func short(digest string) string {
	return digest[:min(12, len(digest))] + "…"
}
