package simulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"time"
)

// Kinds of disputes that Seed adds to a world.
const (
	// SeedSamples is five disputes in different states, with fixed ids, and at Rebilly three, with five transactions.
	// Every new world has them.
	SeedSamples = "samples"
	// SeedDemo is three disputes that wait for evidence, and at Rebilly transactions of which none is disputed yet.
	SeedDemo        = "demo"
	SeedConformance = "conformance" // 120 disputes in every state, with documents, for the official test suites
)

// SeedKinds lists what Seed takes.
func SeedKinds() []string { return []string{SeedSamples, SeedDemo, SeedConformance} }

const day = 24 * time.Hour

// Seed adds disputes to the world. It fails, and adds none, when one with the same id is there already.
func (s *Simulator) Seed(kind string) error {
	return s.update(func(w *world) error { return seed(w, kind) })
}

func seed(w *world, kind string) error {
	switch kind {
	case SeedSamples:
		if err := seedRebillySamples(w); err != nil {
			return err
		}
		return seedAll(w, samples())
	case SeedDemo:
		if err := seedRebillyDemo(w); err != nil {
			return err
		}
		return seedAll(w, demo())
	case SeedConformance:
		return seedConformance(w)
	}
	return fmt.Errorf("unknown kind of seed %q; known are %v", kind, SeedKinds())
}

func seedAll(w *world, specs []DisputeSpec) error {
	for _, spec := range specs {
		if _, err := openDispute(w, spec); err != nil {
			return err
		}
	}
	return nil
}

func samples() []DisputeSpec {
	return []DisputeSpec{
		{ID: "dispute-1001", Amount: 12000, ReasonType: "PRODUCT_NOT_PROVIDED", ReasonMessage: "The parcel never arrived", Deadline: 7 * day},
		{ID: "dispute-1002", Amount: 4550, ReasonType: "FRAUD", ReasonMessage: "The cardholder did not authorise the payment", Deadline: 36 * time.Hour},
		{
			ID: "dispute-1003", Type: typeRetrieval, Amount: 8900, ReasonType: "TRANSACTION_NOT_RECOGNIZED",
			ReasonMessage: "The cardholder asks what the payment was for", Deadline: 10 * day,
		},
		{
			ID: "dispute-1004", Type: typeNotContestable, Amount: 6000, ReasonType: "LATE_FAILURE_INSUFFICIENT_FUNDS",
			ReasonMessage: "The direct debit was returned", Deadline: 7 * day, Age: day,
		},
		{
			ID: "dispute-1005", Status: statusReopened, Amount: 21000, ReasonType: "PRODUCT_UNACCEPTABLE", Deadline: 5 * day, Age: 4 * day,
			ReasonMessage: "The goods were damaged", StatusMessage: "The proof of delivery does not show a signature",
		},
	}
}

func demo() []DisputeSpec {
	return []DisputeSpec{
		{ID: "dispute-2001", Amount: 18900, ReasonType: "PRODUCT_NOT_PROVIDED", ReasonMessage: "The parcel never arrived", Deadline: 9 * day},
		{ID: "dispute-2002", Amount: 7450, ReasonType: "DUPLICATE", ReasonMessage: "The payment was taken twice", Deadline: 5 * day},
		{
			ID: "dispute-2003", Type: typeRetrieval, Amount: 3200, ReasonType: "TRANSACTION_NOT_RECOGNIZED",
			ReasonMessage: "The cardholder asks what the payment was for", Deadline: 12 * day,
		},
	}
}

// conformanceRounds times conformanceRound is more than one page of the longest list.
const conformanceRounds = 12

// conformanceRound has a dispute in every state, each of them contestable unless it says otherwise.
func conformanceRound() []DisputeSpec {
	return []DisputeSpec{
		{Type: typeNotContestable, ReasonType: "LATE_FAILURE_CONTACT_USER"},
		{Status: statusPendingClient, ReasonType: "PRODUCT_NOT_PROVIDED"},
		{Status: statusReopened, ReasonType: "DUPLICATE"},
		{Status: statusSubmitted, ReasonType: "FRAUD"},
		{Status: statusPendingBank, ReasonType: "AUTHORISATION_DISPUTED"},
		{Status: statusClosed, ResultCode: resultWon, ReasonType: "CUSTOMER_DISPUTE"},
		{Status: statusClosed, ResultCode: resultVoid, ReasonType: "OTHER"},
		{Status: statusCreated, ReasonType: "UNKNOWN"},
		{Type: typeRetrieval, Status: statusPendingClient, ReasonType: "TRANSACTION_NOT_RECOGNIZED"},
		{Type: typeRetrieval, Status: statusReopened, ReasonType: "REFUND_NOT_PROCESSED"},
	}
}

func seedConformance(w *world) error {
	content, err := samplePage()
	if err != nil {
		return err
	}
	for round := range conformanceRounds {
		for i, spec := range conformanceRound() {
			spec.Deadline = time.Duration(10+round) * day
			spec.Age = time.Duration(conformanceRounds-round)*time.Hour - time.Duration(i)*time.Minute
			spec.RepudiationID = fixedRepudiation(round, i)
			d, err := openDispute(w, spec)
			if err != nil {
				return err
			}
			if err := addReviewed(w, d, content); err != nil {
				return err
			}
		}
	}
	return nil
}

// fixedRepudiation is the id by which the official Node suite asks for the refunds of a repudiation.
func fixedRepudiation(round, index int) string {
	if round == 0 && index == 0 {
		return "41631014"
	}
	return ""
}

// addReviewed gives a dispute that was submitted once the document that was submitted with it.
func addReviewed(w *world, d *dispute, content []byte) error {
	statuses := map[string]string{
		statusSubmitted: documentValidationAsked, statusPendingBank: documentValidated, statusReopened: documentRefused,
	}
	status, submitted := statuses[d.Status]
	if !submitted {
		return nil
	}
	doc, err := w.addDocument(d, "DELIVERY_PROOF", nil)
	if err != nil {
		return err
	}
	digest := sha256.Sum256(content)
	doc.Pages = []page{{hex.EncodeToString(digest[:]), int64(len(content)), "image/png"}}
	doc.Status = status
	if status == documentRefused {
		doc.RefusedType, doc.RefusedMessage = "DOCUMENT_UNREADABLE", "The page can not be read"
	}
	if status != documentValidationAsked {
		doc.Processed = w.unix()
	}
	if err := w.put(bucketPages, pageKey(doc.ID, 0), content); err != nil {
		return err
	}
	return w.saveDocument(doc)
}

// samplePage draws a page that is large enough to be taken.
func samplePage() ([]byte, error) {
	picture := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range picture.Pix {
		picture.Pix[i] = color.Gray{Y: uint8(i * i >> 3)}.Y //nolint:gosec // G115: the cut makes the pattern
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		return nil, fmt.Errorf("draw the sample page: %w", err)
	}
	return file.Bytes(), nil
}
