package simulator

import (
	"cmp"
	"slices"
)

func listDisputes(c *call) (*answer, error) {
	return c.disputes(func(*dispute) bool { return true })
}

func listUserDisputes(c *call) (*answer, error) {
	return c.disputesOf("User", func(d *dispute) string { return d.UserID })
}

func listWalletDisputes(c *call) (*answer, error) {
	return c.disputesOf("Wallet", func(d *dispute) string { return d.WalletID })
}

func listPayInDisputes(c *call) (*answer, error) {
	return c.disputesOf("PayIn", func(d *dispute) string { return d.PayInID })
}

// disputesOf lists the disputes of an owner. The world knows owners by their disputes only, so that one
// without any does not exist.
func (c *call) disputesOf(resource string, owner func(*dispute) string) (*answer, error) {
	all, err := c.allDisputes()
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(all, func(d *dispute) bool { return owner(d) == c.id(0) }) {
		return nil, notFound(resource, c.id(0))
	}
	return c.filtered(all, func(d *dispute) bool { return owner(d) == c.id(0) })
}

// listPendingSettlement lists the lost disputes whose repudiation is not settled in full. It takes no filter.
func listPendingSettlement(c *call) (*answer, error) {
	all, err := c.allDisputes()
	if err != nil {
		return nil, err
	}
	bodies := []disputeBody{}
	for _, d := range all {
		owed, err := c.owed(d)
		if err != nil {
			return nil, err
		}
		if owed > 0 && c.listed(d.Created) {
			bodies = append(bodies, d.wire())
		}
	}
	return listOf(c, bodies)
}

func (c *call) disputes(belongs func(*dispute) bool) (*answer, error) {
	all, err := c.allDisputes()
	if err != nil {
		return nil, err
	}
	return c.filtered(all, belongs)
}

// filtered lists disputes with the filters BeforeDate, AfterDate, Status and DisputeType.
func (c *call) filtered(all []*dispute, belongs func(*dispute) bool) (*answer, error) {
	q := c.query()
	between, err := q.between()
	if err != nil {
		return nil, err
	}
	bodies := []disputeBody{}
	for _, d := range all {
		if belongs(d) && between(d.Created) && q.oneOf("status", d.Status) && q.oneOf("disputetype", d.Type) && c.listed(d.Created) {
			bodies = append(bodies, d.wire())
		}
	}
	return listOf(c, bodies)
}

func listDocuments(c *call) (*answer, error) {
	all, err := loadAll[document](c.txn, bucketDocuments, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b *document) int {
		return cmp.Or(cmp.Compare(a.Created, b.Created), cmp.Compare(a.Order, b.Order))
	})
	return c.filteredDocuments(all)
}

func listDisputeDocuments(c *call) (*answer, error) {
	d, err := c.findDispute(c.id(0))
	if err != nil {
		return nil, err
	}
	all, err := c.documentsOf(d)
	if err != nil {
		return nil, err
	}
	return c.filteredDocuments(all)
}

// filteredDocuments lists documents with the filters BeforeDate, AfterDate, Status and Type.
func (c *call) filteredDocuments(all []*document) (*answer, error) {
	q := c.query()
	between, err := q.between()
	if err != nil {
		return nil, err
	}
	bodies := []documentBody{}
	for _, d := range all {
		if between(d.Created) && q.oneOf("status", d.Status) && q.oneOf("type", d.Type) && c.listed(d.Created) {
			bodies = append(bodies, d.wire())
		}
	}
	return listOf(c, bodies)
}
