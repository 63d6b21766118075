package simulator

import (
	"fmt"
	"time"
)

// seedRebillySamples adds the transactions txn-1001 to txn-1005 and three disputes.
func seedRebillySamples(w *world) error {
	if err := seedRebillyTransactions(w, 1001, 1005); err != nil {
		return err
	}
	for _, spec := range rebillySamples() {
		if _, err := openRebillyDispute(w, spec); err != nil {
			return err
		}
	}
	return nil
}

func rebillySamples() []RebillyDisputeSpec {
	return []RebillyDisputeSpec{
		{ID: "dp-1001", TransactionID: "txn-1001", Amount: "120.00", ReasonCode: "13.1", CaseID: "case-1001", Deadline: 7 * day, Age: 36 * time.Hour},
		{
			ID: "dp-1002", TransactionID: "txn-1002", Amount: "45.50", ReasonCode: "10.4", CaseID: "case-1002", Status: rebillyUnderReview,
			Deadline: 3 * day, Age: 6 * day,
		},
		{ID: "dp-1003", TransactionID: "txn-1003", Amount: "89.00", ReasonCode: "4853", CaseID: "case-1003", Status: rebillyWon, Age: 30 * day},
	}
}

// seedRebillyDemo adds the transactions txn-2001 to txn-2999, which may be disputed.
func seedRebillyDemo(w *world) error { return seedRebillyTransactions(w, 2001, 2999) }

// seedRebillyTransactions adds the transactions that are missing, of the customers cus-1001 to cus-1003 in turn.
func seedRebillyTransactions(w *world, first, last int) error {
	for n := first; n <= last; n++ {
		t := &recordedTransaction{
			ID: fmt.Sprintf("txn-%d", n), CustomerID: fmt.Sprintf("cus-%d", 1001+(n-first)%3), Currency: "EUR", Amount: "250.00",
			Created: w.rebillyNow().Add(-60 * day),
		}
		if w.get(bucketRebillyTransactions, t.ID) != nil {
			continue
		}
		if err := w.addRebillyTransaction(t); err != nil {
			return err
		}
	}
	return nil
}
