package simulator

import "strings"

// payInBody is a pay-in as far as the disputes area needs it.
type payInBody struct {
	ID               string  `json:"Id"`
	Tag              *string `json:"Tag"`
	CreationDate     int64   `json:"CreationDate"`
	AuthorID         string  `json:"AuthorId"`
	CreditedUserID   *string `json:"CreditedUserId"`
	DebitedFunds     funds   `json:"DebitedFunds"`
	CreditedFunds    funds   `json:"CreditedFunds"`
	Fees             funds   `json:"Fees"`
	Status           string  `json:"Status"`
	ResultCode       *string `json:"ResultCode"`
	ResultMessage    *string `json:"ResultMessage"`
	ExecutionDate    *int64  `json:"ExecutionDate"`
	Type             string  `json:"Type"`
	Nature           string  `json:"Nature"`
	CreditedWalletID string  `json:"CreditedWalletId"`
	DebitedWalletID  *string `json:"DebitedWalletId"`
	PaymentType      string  `json:"PaymentType"`
	ExecutionType    string  `json:"ExecutionType"`
}

func (t *transaction) payIn() payInBody {
	return payInBody{
		ID: t.ID, Tag: t.Tag, CreationDate: t.Created, AuthorID: t.Author, CreditedUserID: orNull(t.Author),
		DebitedFunds: t.Debited, CreditedFunds: t.credited(), Fees: t.Fees, Status: t.Status,
		ResultCode: orNull(t.ResultCode), ResultMessage: orNull(t.ResultMessage), ExecutionDate: orNull(t.Executed),
		Type: t.Type, Nature: t.Nature, CreditedWalletID: t.CreditedWallet, PaymentType: "CARD", ExecutionType: "WEB",
	}
}

func getPayIn(c *call) (*answer, error) {
	t, err := c.findTransaction("PayIn", naturePayIn, c.id(0))
	if err != nil {
		return nil, err
	}
	return ok(t.payIn())
}

// bankWireBody is a pay-in by bank wire that still has to be paid: the amounts are not known yet.
type bankWireBody struct {
	payInBody
	DeclaredDebitedFunds funds           `json:"DeclaredDebitedFunds"`
	DeclaredFees         funds           `json:"DeclaredFees"`
	WireReference        string          `json:"WireReference"`
	BankAccount          bankAccountBody `json:"BankAccount"`
}

type bankAccountBody struct {
	Type      string `json:"Type"`
	OwnerName string `json:"OwnerName"`
	IBAN      string `json:"IBAN"`
	BIC       string `json:"BIC"`
}

// createBankWire announces a bank wire to the platform's repudiation wallet.
func createBankWire(c *call) (*answer, error) {
	var body struct {
		CreditedWalletID     string     `json:"CreditedWalletId"`
		DeclaredDebitedFunds *moneyBody `json:"DeclaredDebitedFunds"`
		Tag                  *string    `json:"Tag"`
	}
	if err := c.fill(&body); err != nil {
		return nil, err
	}
	switch {
	case body.CreditedWalletID == "":
		return nil, missingField("CreditedWalletId")
	case !strings.HasPrefix(body.CreditedWalletID, "CREDIT_"):
		return nil, notFound("Wallet", body.CreditedWalletID)
	case !body.DeclaredDebitedFunds.given():
		return nil, missingField("DeclaredDebitedFunds")
	}
	declared, err := body.DeclaredDebitedFunds.read("DeclaredDebitedFunds")
	if err != nil {
		return nil, err
	}
	tag, err := c.checkTag(body.Tag)
	if err != nil {
		return nil, err
	}
	undetermined := funds{Currency: "XXX"}
	t := &transaction{
		Tag: tag, Type: "PAYIN", Nature: naturePayIn, Status: "CREATED", CreditedWallet: body.CreditedWalletID,
		Debited: undetermined, Fees: undetermined,
	}
	if err := c.addTransaction(t, "payin_m_"); err != nil {
		return nil, err
	}
	wire := bankWireBody{
		payInBody: t.payIn(), DeclaredDebitedFunds: declared, DeclaredFees: funds{Currency: declared.Currency},
		WireReference: strings.ToUpper(c.uuid("wire", t.Order)[:8]),
		BankAccount:   bankAccountBody{"IBAN", "SIMULATOR", "FR7611808009101234567890147", "CMBRFR2BARK"},
	}
	wire.PaymentType, wire.ExecutionType = "BANK_WIRE", "DIRECT"
	return ok(wire)
}
