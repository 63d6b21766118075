package simulator

// settlementBody is a settlement transfer, which begins with other keys than the other transactions.
type settlementBody struct {
	ID               string  `json:"Id"`
	Tag              *string `json:"Tag"`
	CreationDate     int64   `json:"CreationDate"`
	ResultCode       string  `json:"ResultCode"`
	ResultMessage    string  `json:"ResultMessage"`
	DebitedFunds     funds   `json:"DebitedFunds"`
	Fees             funds   `json:"Fees"`
	AuthorID         string  `json:"AuthorId"`
	CreditedUserID   *string `json:"CreditedUserId"`
	CreditedFunds    funds   `json:"CreditedFunds"`
	Status           string  `json:"Status"`
	ExecutionDate    *int64  `json:"ExecutionDate"`
	Type             string  `json:"Type"`
	Nature           string  `json:"Nature"`
	CreditedWalletID string  `json:"CreditedWalletId"`
	DebitedWalletID  string  `json:"DebitedWalletId"`
	RepudiationID    string  `json:"RepudiationId"`
}

func (t *transaction) settlement() settlementBody {
	return settlementBody{
		ID: t.ID, Tag: t.Tag, CreationDate: t.Created, ResultCode: t.ResultCode, ResultMessage: t.ResultMessage,
		DebitedFunds: t.Debited, Fees: t.Fees, AuthorID: t.Author, CreditedFunds: t.credited(), Status: t.Status,
		ExecutionDate: orNull(t.Executed), Type: t.Type, Nature: t.Nature,
		CreditedWalletID: t.CreditedWallet, DebitedWalletID: t.DebitedWallet, RepudiationID: t.Repudiation,
	}
}

func getSettlement(c *call) (*answer, error) {
	t, err := c.findTransaction("SettlementTransfer", natureSettlement, c.id(0))
	if err != nil {
		return nil, err
	}
	return ok(t.settlement())
}

// settlementRequest is what a settlement is asked for with.
type settlementRequest struct {
	AuthorID     string     `json:"AuthorId"`
	DebitedFunds *moneyBody `json:"DebitedFunds"`
	Fees         *moneyBody `json:"Fees"`
	Tag          *string    `json:"Tag"`
}

// createSettlement transfers what a lost dispute cost from the user's wallet to the platform's. A transfer that
// goes beyond what is owed is made, and FAILED.
func createSettlement(c *call) (*answer, error) {
	var body settlementRequest
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	debited, fees, err := body.read()
	if err != nil {
		return nil, err
	}
	repudiation, err := c.findTransaction("Repudiation", natureRepudiation, c.id(0))
	if err != nil {
		return nil, err
	}
	tag, err := c.checkTag(body.Tag)
	if err != nil {
		return nil, err
	}
	d, payIn, err := c.settleable(repudiation)
	if err != nil {
		return nil, err
	}
	if err := checkSettlement(body.AuthorID, debited, fees, repudiation, payIn); err != nil {
		return nil, err
	}
	t := &transaction{
		Tag: tag, Type: "TRANSFER", Nature: natureSettlement, Author: body.AuthorID, Debited: debited, Fees: fees,
		CreditedWallet: repudiation.DebitedWallet, DebitedWallet: d.WalletID, DisputeID: d.ID, Repudiation: repudiation.ID, PayIn: d.PayInID,
	}
	return c.settleDispute(d, t, repudiation, payIn)
}

func (r settlementRequest) read() (debited, fees funds, err error) {
	switch {
	case r.AuthorID == "":
		return debited, fees, missingField("AuthorId")
	case !r.DebitedFunds.given():
		return debited, fees, missingField("DebitedFunds")
	case !r.Fees.given():
		return debited, fees, missingField("Fees")
	}
	if debited, err = r.DebitedFunds.read("DebitedFunds"); err != nil {
		return debited, fees, err
	}
	fees, err = r.Fees.read("Fees")
	return debited, fees, err
}

// settleable finds the closed and lost dispute of a repudiation, and its pay-in.
func (c *call) settleable(repudiation *transaction) (*dispute, *transaction, error) {
	refused := badRequest(guessTypeNotSettleable, guessMessageNotSettleable)
	if repudiation.DisputeID == "" {
		return nil, nil, refused
	}
	d, err := c.findDispute(repudiation.DisputeID)
	if err != nil {
		return nil, nil, err
	}
	if d.Status != statusClosed || d.ResultCode != resultLost {
		return nil, nil, refused
	}
	payIn, err := c.findTransaction("PayIn", naturePayIn, d.PayInID)
	return d, payIn, err
}

func checkSettlement(author string, debited, fees funds, repudiation, payIn *transaction) error {
	switch {
	case author != repudiation.Author:
		return badParam("AuthorId", guessMessageOtherAuthor)
	case debited.Currency != payIn.Debited.Currency:
		return badParam("DebitedFunds", guessMessageBadValue)
	case fees.Currency != payIn.Debited.Currency:
		return badParam("Fees", guessMessageBadValue)
	case debited.Amount <= 0:
		return badParam("DebitedFunds", guessMessageNotPositive)
	case debited.Amount > payIn.Debited.Amount:
		return badParam("DebitedFunds", "The settlement DebitedFunds cannot exceed the initial transaction DebitedFunds")
	case fees.Amount > payIn.Fees.Amount:
		return badParam("Fees", "The settlement Fees cannot exceed the initial transaction Fees")
	}
	return nil
}

func (c *call) settleDispute(d *dispute, t, repudiation, payIn *transaction) (*answer, error) {
	debited, fees, err := c.settled(d)
	if err != nil {
		return nil, err
	}
	eventType := "TRANSFER_SETTLEMENT_FAILED"
	switch {
	case debited >= repudiation.Debited.Amount:
		t.fail("003012", guessMessageSettled)
	case debited+t.Debited.Amount > repudiation.Debited.Amount:
		t.fail("003010", guessMessageOverSettled)
	case fees+t.Fees.Amount > payIn.Fees.Amount:
		t.fail("003011", guessMessageFees)
	default:
		eventType = "TRANSFER_SETTLEMENT_SUCCEEDED"
	}
	if err := c.addTransaction(t, "repudstl_m_"); err != nil {
		return nil, err
	}
	d.Transactions = append(d.Transactions, t.ID)
	if err := c.saveDispute(d); err != nil {
		return nil, err
	}
	for _, e := range []string{"TRANSFER_SETTLEMENT_CREATED", eventType} {
		if err := c.happened(e, t.ID); err != nil {
			return nil, err
		}
	}
	return ok(t.settlement())
}

func (t *transaction) fail(code, message string) {
	t.Status, t.ResultCode, t.ResultMessage = "FAILED", code, message
}

// settled adds up what was settled of a dispute.
func (w *world) settled(d *dispute) (debited, fees int64, err error) {
	all, err := w.transactionsOf(d)
	for _, t := range all {
		if t.Nature == natureSettlement && t.succeeded() {
			debited, fees = debited+t.Debited.Amount, fees+t.Fees.Amount
		}
	}
	return debited, fees, err
}

// owed is what is left to settle of a dispute.
func (w *world) owed(d *dispute) (int64, error) {
	if d.Status != statusClosed || d.ResultCode != resultLost || d.RepudiationID == "" {
		return 0, nil
	}
	debited, _, err := w.settled(d)
	return d.Disputed.Amount - debited, err
}
