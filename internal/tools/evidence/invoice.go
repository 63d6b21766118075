package main

import "fmt"

const (
	left     = 56.0
	rightEnd = 539.0
)

// invoice is what a shop has about an order: invoice, accepted terms, and the way of the parcel.
func invoice() ([]byte, error) {
	d := &pdf{}
	invoicePage(d)
	orderPage(d)
	trackingPage(d)
	return d.bytes("Invoice AN-2026-1187")
}

func letterhead(d *pdf, title string) {
	d.page()
	d.fill(0.12, 0, 0, pageWidth, 6)
	d.write("B", 20, left, 62, "Atelier Nord")
	d.write("R", 9, left, 78, "Ceramics and lamps")
	for i, line := range []string{"Atelier Nord SARL", "3 quai des Bateliers", "67000 Strasbourg, France", "VAT FR 00 123456789"} {
		d.write("R", 9, 420, 52+float64(i)*12, line)
	}
	d.write("B", 24, left, 150, title)
	d.fill(0.55, left, 792, rightEnd-left, 0.5)
	d.write("R", 8, left, 806, "Atelier Nord SARL – capital 8 000 € – RCS Strasbourg 000 000 000 – shop@atelier-nord.example")
	d.right("R", 8, rightEnd, 806, fmt.Sprintf("%d / 3", len(d.pages)))
}

func facts(d *pdf, y float64, rows [][2]string) {
	for i, row := range rows {
		d.write("R", 10, left, y+float64(i)*17, row[0])
		d.write("B", 10, left+120, y+float64(i)*17, row[1])
	}
}

func invoicePage(d *pdf) {
	letterhead(d, "Invoice")
	facts(d, 190, [][2]string{
		{"Invoice number", "AN-2026-1187"},
		{"Invoice date", "14 October 2026"},
		{"Order", "A-20418 of 12 October 2026"},
		{"Paid", "12 October 2026, by card ending in 4417"},
	})
	for i, line := range []string{"Camille Laurent", "14 rue des Tilleuls", "69003 Lyon", "France"} {
		d.write("R", 10, 420, 190+float64(i)*14, line)
	}
	d.fill(0.90, left, 286, rightEnd-left, 22)
	for _, cell := range []struct {
		x    float64
		text string
	}{{left + 8, "Item"}, {326, "Quantity"}, {400, "Unit price"}, {490, "Total"}} {
		d.write("B", 10, cell.x, 301, cell.text)
	}
	rows := [][4]string{
		{"Table lamp Rond, white glaze", "1", "62.50", "62.50"},
		{"Linen lampshade, 30 cm", "1", "21.50", "21.50"},
		{"Light bulb E27, 4 W", "2", "4.00", "8.00"},
		{"Parcel delivery, insured", "1", "8.00", "8.00"},
	}
	for i, row := range rows {
		y := 330 + float64(i)*24
		d.write("R", 10, left+8, y, row[0])
		d.right("R", 10, 362, y, row[1])
		d.right("R", 10, 448, y, row[2])
		d.right("R", 10, rightEnd-8, y, row[3])
		d.fill(0.85, left, y+8, rightEnd-left, 0.5)
	}
	for i, row := range [][2]string{{"Net", "100.00"}, {"VAT 20 %", "20.00"}} {
		d.write("R", 10, 400, 452+float64(i)*18, row[0])
		d.right("R", 10, rightEnd-8, 452+float64(i)*18, row[1])
	}
	d.fill(0.12, 392, 482, rightEnd-392, 1)
	d.write("B", 12, 400, 500, "Total EUR")
	d.right("B", 12, rightEnd-8, 500, "120.00")
	d.write("R", 10, left, 560, "Paid in full. Delivered by Nordex Parcel under shipment number NX 4471 0093 2 FR; see page 3.")
	d.write("R", 10, left, 576, "Thank you for your order.")
}

func orderPage(d *pdf) {
	letterhead(d, "Order confirmation")
	facts(d, 190, [][2]string{
		{"Order", "A-20418"},
		{"Placed", "12 October 2026, 19:04"},
		{"Account", "camille.laurent@mail.example"},
		{"IP address", "192.0.2.61"},
		{"Authentication", "3-D Secure, challenge passed"},
		{"Deliver to", "14 rue des Tilleuls, 69003 Lyon"},
	})
	d.write("B", 12, left, 320, "What the customer accepted when ordering")
	for i, line := range []string{
		"1.  Delivery takes two to four working days from dispatch. The parcel is handed over against signature.",
		"2.  The risk passes to the customer when the parcel is handed over at the delivery address.",
		"3.  The customer can return the goods within 14 days of delivery, without giving reasons. The shop",
		"     refunds the price and the cost of the standard delivery within 14 days of the return.",
		"4.  A parcel that has not arrived seven days after dispatch is to be reported to the shop, which then",
		"     asks the carrier and sends a replacement or refunds the price.",
	} {
		d.write("R", 10, left, 346+float64(i)*18, line)
	}
	d.write("R", 10, left, 476, "Accepted by ticking the box on 12 October 2026 at 19:03:48, version 7 of the terms of sale.")
	d.write("B", 12, left, 520, "Correspondence after the delivery")
	d.write("R", 10, left, 546, "None. No loss was reported, no return was announced.")
}

func trackingPage(d *pdf) {
	letterhead(d, "Shipment")
	facts(d, 190, [][2]string{
		{"Carrier", "Nordex Parcel"}, {"Shipment number", "NX 4471 0093 2 FR"}, {"Weight", "2.4 kg"}, {"Service", "Insured, against signature"},
	})
	d.fill(0.90, left, 278, rightEnd-left, 22)
	d.write("B", 10, left+8, 293, "Time")
	d.write("B", 10, 190, 293, "Place")
	d.write("B", 10, 320, 293, "Event")
	for i, row := range [][3]string{
		{"14 Oct 2026  10:12", "Strasbourg", "Parcel handed over by the sender"},
		{"14 Oct 2026  21:47", "Strasbourg hub", "Sorted"},
		{"15 Oct 2026  05:30", "Lyon hub", "Arrived"},
		{"16 Oct 2026  08:05", "Lyon 3", "Out for delivery"},
		{"16 Oct 2026  14:32", "14 rue des Tilleuls", "Delivered in person, signed C. Laurent"},
	} {
		y := 322 + float64(i)*24
		d.write("M", 9, left+8, y, row[0])
		d.write("R", 10, 190, y, row[1])
		d.write("R", 10, 320, y, row[2])
		d.fill(0.85, left, y+8, rightEnd-left, 0.5)
	}
	d.write("R", 10, left, 480, "Printed from the carrier's tracking on 17 October 2026. The signed receipt is a document of its own.")
}
