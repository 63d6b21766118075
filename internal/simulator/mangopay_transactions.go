package simulator

import (
	"cmp"
	"slices"
)

// Natures of transactions.
const (
	naturePayIn       = "REGULAR"
	natureRepudiation = "REPUDIATION"
	natureRefund      = "REFUND"
	natureSettlement  = "SETTLEMENT"
)

// transaction is a movement of money: a pay-in, a repudiation, a refund of one, or a settlement transfer.
type transaction struct {
	Order          uint64  `json:"order"`
	ID             string  `json:"id"`
	Tag            *string `json:"tag"`
	Type           string  `json:"type"`
	Nature         string  `json:"nature"`
	Status         string  `json:"status"`
	ResultCode     string  `json:"result_code"`
	ResultMessage  string  `json:"result_message"`
	Author         string  `json:"author"`
	CreditedWallet string  `json:"credited_wallet,omitempty"`
	DebitedWallet  string  `json:"debited_wallet,omitempty"`
	Debited        funds   `json:"debited"`
	Fees           funds   `json:"fees"`
	Created        int64   `json:"created"`
	Executed       int64   `json:"executed,omitempty"`
	DisputeID      string  `json:"dispute_id,omitempty"`
	Repudiation    string  `json:"repudiation,omitempty"`
	PayIn          string  `json:"payin,omitempty"` // the initial transaction
}

func (t *transaction) succeeded() bool { return t.Status == "SUCCEEDED" }

func (t *transaction) credited() funds {
	return funds{t.Debited.Currency, t.Debited.Amount - t.Fees.Amount}
}

// transactionBody is a transaction as every answer shows it; some answers add to it.
type transactionBody struct {
	AuthorID         string  `json:"AuthorId"`
	CreditedUserID   *string `json:"CreditedUserId"`
	CreditedFunds    funds   `json:"CreditedFunds"`
	Status           string  `json:"Status"`
	ExecutionDate    *int64  `json:"ExecutionDate"`
	Type             string  `json:"Type"`
	Nature           string  `json:"Nature"`
	CreditedWalletID *string `json:"CreditedWalletId"`
	DebitedWalletID  *string `json:"DebitedWalletId"`
	DebitedFunds     funds   `json:"DebitedFunds"`
	Fees             funds   `json:"Fees"`
	ResultCode       string  `json:"ResultCode"`
	ResultMessage    string  `json:"ResultMessage"`
	ID               string  `json:"Id"`
	Tag              *string `json:"Tag"`
	CreationDate     int64   `json:"CreationDate"`
}

func (t *transaction) wire() transactionBody {
	return transactionBody{
		AuthorID: t.Author, CreditedFunds: t.credited(), Status: t.Status, ExecutionDate: orNull(t.Executed),
		Type: t.Type, Nature: t.Nature, CreditedWalletID: orNull(t.CreditedWallet), DebitedWalletID: orNull(t.DebitedWallet),
		DebitedFunds: t.Debited, Fees: t.Fees, ResultCode: t.ResultCode, ResultMessage: t.ResultMessage,
		ID: t.ID, Tag: t.Tag, CreationDate: t.Created,
	}
}

type transactionItemBody struct {
	transactionBody
	DepositID *string `json:"DepositId"`
}

// initialBody is what repudiations and refunds add.
type initialBody struct {
	transactionBody
	InitialTransactionID     string `json:"InitialTransactionId"`
	InitialTransactionType   string `json:"InitialTransactionType"`
	InitialTransactionNature string `json:"InitialTransactionNature"`
}

func (t *transaction) initial() initialBody {
	return initialBody{t.wire(), t.PayIn, "PAYIN", naturePayIn}
}

func (w *world) findTransaction(resource, nature, id string) (*transaction, error) {
	t, err := load[transaction](w.txn, bucketTransactions, id)
	if err == nil && (t == nil || t.Nature != nature) {
		return nil, notFound(resource, id)
	}
	return t, err
}

// addTransaction gives a transaction its id, unless it has one, and keeps it as executed now.
func (w *world) addTransaction(t *transaction, prefix string) error {
	id, order, err := w.create(prefix)
	if err != nil {
		return err
	}
	t.ID, t.Order, t.Created = cmp.Or(t.ID, id), order, cmp.Or(t.Created, w.unix())
	if t.Status == "" {
		t.Status, t.ResultCode, t.ResultMessage = "SUCCEEDED", "000000", "Success"
	}
	if t.succeeded() {
		t.Executed = t.Created
	}
	return save(w.txn, bucketTransactions, t.ID, t)
}

// listTransactions lists a dispute's repudiation, and the refund or settlements that followed.
func listTransactions(c *call) (*answer, error) {
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	q := c.query()
	between, err := q.between()
	if err != nil {
		return nil, err
	}
	all, err := c.transactionsOf(d)
	if err != nil {
		return nil, err
	}
	bodies := []transactionItemBody{}
	for _, t := range all {
		if between(t.Created) && q.oneOf("status", t.Status) && q.oneOf("resultcode", t.ResultCode) &&
			q.oneOf("type", t.Type) && q.oneOf("nature", t.Nature) {
			bodies = append(bodies, transactionItemBody{transactionBody: t.wire()})
		}
	}
	return listOf(c, bodies)
}

func (w *world) transactionsOf(d *dispute) ([]*transaction, error) {
	ids := d.Transactions
	if d.RepudiationID != "" {
		ids = append([]string{d.RepudiationID}, ids...)
	}
	all := make([]*transaction, 0, len(ids))
	for _, id := range ids {
		t, err := load[transaction](w.txn, bucketTransactions, id)
		if err != nil {
			return nil, err
		}
		if t != nil {
			all = append(all, t)
		}
	}
	return all, nil
}

func getRepudiation(c *call) (*answer, error) {
	t, err := c.findTransaction("Repudiation", natureRepudiation, c.id(0))
	if err != nil {
		return nil, err
	}
	return ok(t.initial())
}

// listRefunds lists the refunds of a repudiation: the one of a dispute that was won.
func listRefunds(c *call) (*answer, error) {
	repudiation, err := c.findTransaction("Repudiation", natureRepudiation, c.id(0))
	if err != nil {
		return nil, err
	}
	bodies := []initialBody{}
	if repudiation.DisputeID == "" {
		return listOf(c, bodies)
	}
	d, err := c.findDispute(repudiation.DisputeID)
	if err != nil {
		return nil, err
	}
	all, err := c.transactionsOf(d)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(t *transaction) bool { return t.Nature != natureRefund })
	for _, t := range all {
		bodies = append(bodies, t.initial())
	}
	return listOf(c, bodies)
}

// refund pays the contested funds of a dispute that was won back to the repudiation wallet.
func (w *world) refund(d *dispute) error {
	if d.RepudiationID == "" {
		return nil
	}
	t := &transaction{
		Type: "PAYIN", Nature: natureRefund, Author: d.UserID, CreditedWallet: creditWallet(d.Disputed.Currency),
		Debited: d.Contested, Fees: funds{Currency: d.Contested.Currency}, DisputeID: d.ID, Repudiation: d.RepudiationID, PayIn: d.PayInID,
	}
	if err := w.addTransaction(t, "refund_m_"); err != nil {
		return err
	}
	d.Transactions = append(d.Transactions, t.ID)
	return nil
}

// creditWallet is the platform's own wallet from which repudiations are taken.
func creditWallet(currency string) string { return "CREDIT_" + currency }
