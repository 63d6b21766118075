package simulator

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// verdict is what a reviewer decides about a document.
type verdict struct{ status, reason string }

// verdicts are the words by which the sandbox decides about identity documents, in their Tag (Mangopay
// documentation, Testing document verification). That dispute documents obey them is the simulator's own
// convention, as are refuse_other and out_of_date.
var verdicts = map[string]verdict{
	"accept":                    {documentValidated, ""},
	"refuse_unreadable":         {documentRefused, "DOCUMENT_UNREADABLE"},
	"refuse_not_accepted":       {documentRefused, "DOCUMENT_NOT_ACCEPTED"},
	"refuse_expired":            {documentRefused, "DOCUMENT_HAS_EXPIRED"},
	"refuse_incomplete":         {documentRefused, "DOCUMENT_INCOMPLETE"},
	"refuse_missing":            {documentRefused, "DOCUMENT_MISSING"},
	"refuse_no_user_data_match": {documentRefused, "DOCUMENT_DO_NOT_MATCH_USER_DATA"},
	"refuse_falsified":          {documentRefused, "DOCUMENT_FALSIFIED"},
	"refuse_underage":           {documentRefused, "UNDERAGE_PERSON"},
	"refuse_specific_case":      {documentRefused, "SPECIFIC_CASE"},
	"refuse_other":              {documentRefused, "OTHER"},
	"out_of_date":               {documentOutOfDate, ""},
}

// Verdicts lists what Review takes.
func Verdicts() []string { return slices.Sorted(maps.Keys(verdicts)) }

// Decisions lists what Decide takes.
func Decisions() []string {
	return []string{"require_action", "send_to_bank", "reopen", "won", "lost", "void"}
}

// Review gives a reviewer's verdict about a document that waits for one. The message becomes its
// RefusedReasonMessage.
func (s *Simulator) Review(documentID, verdict, message string) error {
	v, known := verdicts[verdict]
	if !known {
		return fmt.Errorf("unknown verdict %q; known are %s", verdict, strings.Join(Verdicts(), ", "))
	}
	return s.update(func(w *world) error {
		doc, err := load[document](w.txn, bucketDocuments, documentID)
		switch {
		case err != nil:
			return err
		case doc == nil:
			return fmt.Errorf("there is no document %q", documentID)
		case doc.Status != documentValidationAsked:
			return fmt.Errorf("document %s is %s; only a document that is %s can be reviewed", documentID, doc.Status, documentValidationAsked)
		}
		if err := w.judge(doc, v, message); err != nil {
			return err
		}
		return w.saveDocument(doc)
	})
}

// verdictOfTag finds the verdict that the first word of a document's Tag asks for.
func verdictOfTag(tag *string) (verdict, bool) {
	if tag == nil {
		return verdict{}, false
	}
	words := strings.Fields(*tag)
	if len(words) == 0 {
		return verdict{}, false
	}
	v, found := verdicts[words[0]]
	return v, found
}

func (w *world) judge(doc *document, v verdict, message string) error {
	doc.Status, doc.RefusedType, doc.Processed = v.status, v.reason, w.unix()
	switch v.status {
	case documentValidated:
		return w.happened("DISPUTE_DOCUMENT_SUCCEEDED", doc.ID)
	case documentRefused:
		doc.RefusedMessage = message
		return w.happened("DISPUTE_DOCUMENT_FAILED", doc.ID)
	}
	return nil
}

// Decide moves a dispute on, as Mangopay or the bank would: "require_action" after CREATED, "send_to_bank"
// after SUBMITTED, "reopen" after either's review, and a result from the bank. A result for a dispute that is
// SUBMITTED sends it to the bank first; "void" is possible until it is closed. The message becomes the
// StatusMessage or the ResultMessage.
func (s *Simulator) Decide(disputeID, decision, message string) error {
	if !slices.Contains(Decisions(), decision) {
		return fmt.Errorf("unknown decision %q; known are %s", decision, strings.Join(Decisions(), ", "))
	}
	return s.update(func(w *world) error {
		d, err := load[dispute](w.txn, bucketDisputes, disputeID)
		switch {
		case err != nil:
			return err
		case d == nil:
			return fmt.Errorf("there is no dispute %q", disputeID)
		case !slices.Contains(decidable(decision), d.Status):
			return fmt.Errorf("dispute %s is %s; %s needs one that is %s", disputeID, d.Status, decision, strings.Join(decidable(decision), " or "))
		}
		return w.decide(d, decision, message)
	})
}

// decidable lists the states from which a decision can be made.
func decidable(decision string) []string {
	switch decision {
	case "require_action":
		return []string{statusCreated}
	case "send_to_bank":
		return []string{statusSubmitted}
	case "void":
		return []string{statusCreated, statusPendingClient, statusReopened, statusSubmitted, statusPendingBank}
	}
	return []string{statusSubmitted, statusPendingBank}
}

func (w *world) decide(d *dispute, decision, message string) error {
	switch decision {
	case "require_action":
		return w.move(d, statusPendingClient, message, "DISPUTE_ACTION_REQUIRED")
	case "send_to_bank":
		return w.move(d, statusPendingBank, message, "DISPUTE_SENT_TO_BANK")
	case "reopen":
		return w.reopen(d, message)
	}
	if d.Status == statusSubmitted && decision != "void" {
		if err := w.move(d, statusPendingBank, "", "DISPUTE_SENT_TO_BANK"); err != nil {
			return err
		}
	}
	result := strings.ToUpper(decision)
	return w.end(d, result, cmp.Or(message, resultMessage(result)), w.unix())
}

func (w *world) move(d *dispute, status, message, event string) error {
	d.Status, d.StatusMessage = status, message
	if err := w.happened(event, d.ID); err != nil {
		return err
	}
	return w.saveDispute(d)
}

// reopen asks the platform for more. A deadline that has passed meanwhile is extended.
func (w *world) reopen(d *dispute, message string) error {
	if d.Deadline <= w.unix() {
		d.Deadline = endOfDay(w.now.Add(guessExtension))
		if err := w.put(bucketDeadlines, deadlineKey(d.Deadline, d.ID), []byte(d.ID)); err != nil {
			return err
		}
	}
	return w.move(d, statusReopened, cmp.Or(message, guessReopenMessage), "DISPUTE_FURTHER_ACTION_REQUIRED")
}
