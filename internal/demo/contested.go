package main

const caseID = "dispute-1001"

// contested is the first act: a dispute is answered with evidence, refused, answered again, and won.
var contested = act{
	title:   "A chargeback is contested",
	example: "contest",
	sent: []call{
		{"create_document", "create a document", 3},
		{"create_page", "upload a page", 5},
		{"submit_document", "send a document to the reviewers", 3},
		{"submit_dispute", "submit the dispute", 2},
	},
	steps: []step{
		{
			title: "A chargeback arrives",
			text: "Camille Laurent paid EUR 120.00 for a lamp and has told the bank that the parcel never came. The bank takes the money back, and Mangopay opens a dispute. " +
				"Here the simulator stands in for Mangopay: it keeps its world in a file, and these commands play the other side.",
			commands: []command{
				simulator("reset", "--empty"),
				simulator("open", "--id", caseID, "--amount", "12000", "--currency", "EUR", "--deadline", "7d",
					"--reason", "PRODUCT_NOT_PROVIDED", "--reason-message", "The parcel never arrived"),
			},
			want: want{status: "PENDING_CLIENT_ACTION"},
		},
		{
			title: "The evidence is planned",
			text: "main.tf names two documents: the invoice, a PDF of three pages, and the proof of delivery, a photograph of the parcel and one of the signed receipt. " +
				"The plan opens and decodes every file, asks Mangopay whether the dispute takes documents, and shows the SHA-256 of what will be sent. Nothing is sent yet.",
			commands: []command{{
				line:  []string{"{engine}", "plan", "-out=" + plan},
				shows: append([]string{`^      +\+ (source|sha256|size|evidence_digest) +=`}, changes...),
				rules: []string{"simulator-in-use"},
				says:  []string{"Plan: 5 to add, 0 to change, 0 to destroy.", "Rule: simulator-in-use"},
			}},
			want: want{status: "PENDING_CLIENT_ACTION"},
		},
		{
			title: "People review the plan; then exactly that is sent",
			text:  "Each document is created, filled page by page and sent to the reviewers, and then the dispute is submitted. Each of these calls is made once and cannot be taken back.",
			commands: []command{{
				line:  []string{"{engine}", "apply", plan},
				shows: applied,
				says:  []string{"Apply complete! Resources: 5 added, 0 changed, 0 destroyed."},
			}},
			want: want{status: "SUBMITTED", round: 1, documents: []string{"INVOICE VALIDATION_ASKED", "DELIVERY_PROOF VALIDATION_ASKED"}},
		},
		{
			title: "A reviewer refuses one document",
			text:  "Mangopay's reviewer can read the invoice, but not the receipt, and asks for a better one: the dispute is reopened. Mangopay sends no e-mail about that.",
			commands: []command{
				simulator("review", "{INVOICE}", "accept"),
				simulator("review", "{DELIVERY_PROOF}", "refuse_unreadable", "--message", "The receipt is blurred"),
				simulator("decide", caseID, "reopen", "--message", "Please send a receipt that can be read"),
			},
			want: want{
				status: "REOPENED_PENDING_CLIENT_ACTION", round: 1,
				documents: []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED DOCUMENT_UNREADABLE"},
			},
		},
		{
			title: "The next plan says why, and what to do",
			text:  "Nothing has changed in the repository, so there is nothing to apply. But the plan, which CI makes every morning, reports what the other side answered.",
			commands: []command{{
				line:  []string{"{engine}", "plan", "-detailed-exitcode"},
				shows: changes,
				rules: []string{"document-refused", "dispute-reopened"},
				says: []string{
					"No changes.", "Rule: document-refused", "DOCUMENT_UNREADABLE", "The receipt is blurred",
					"Rule: dispute-reopened", "Please send a receipt that can be read",
				},
			}},
			want: want{
				status: "REOPENED_PENDING_CLIENT_ACTION", round: 1,
				documents: []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED DOCUMENT_UNREADABLE"},
			},
		},
		{
			title: "A better picture is put in its place",
			text: "The courier photographs the receipt again. One file changes, and the plan works out the rest: a new proof of delivery, its submission, and round 2 of the dispute. " +
				"The invoice was validated and is left alone. What was refused stays with Mangopay, and the plan says so.",
			commands: []command{
				{line: []string{"cp", "better/receipt.jpg", "evidence/receipt.jpg"}},
				{
					line:  []string{"{engine}", "plan", "-detailed-exitcode", "-out=" + plan},
					exit:  2,
					shows: append([]string{`^      +~ (sha256|size|round|evidence_digest) +=`}, changes...),
					rules: []string{"document-already-sent"},
					says: []string{
						"disputes_mangopay_document.delivery must be replaced", "disputes_mangopay_document_submission.delivery must be replaced",
						"disputes_mangopay_dispute_submission.this will be updated in-place", "Plan: 2 to add, 1 to change, 2 to destroy.",
						"round = 1 -> 2", "Rule: document-already-sent",
					},
				},
			},
			want: want{
				status: "REOPENED_PENDING_CLIENT_ACTION", round: 1,
				documents: []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED DOCUMENT_UNREADABLE"},
			},
		},
		{
			title: "The dispute is submitted again",
			text:  "\"Destruction\" means that the state forgets the refused document: Mangopay has no call that deletes one.",
			commands: []command{{
				line:  []string{"{engine}", "apply", plan},
				shows: applied,
				says:  []string{"Apply complete! Resources: 2 added, 1 changed, 2 destroyed."},
			}},
			want: want{
				status: "SUBMITTED", round: 2,
				documents: []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED DOCUMENT_UNREADABLE", "DELIVERY_PROOF VALIDATION_ASKED"},
			},
		},
		{
			title: "The bank decides",
			text:  "The reviewer accepts the new document, Mangopay sends the case to the bank, and the bank gives the money back.",
			commands: []command{
				simulator("review", "{DELIVERY_PROOF}", "accept"),
				simulator("decide", caseID, "send_to_bank"),
				simulator("decide", caseID, "won"),
			},
			want: want{
				status: "CLOSED", result: "WON", round: 2,
				documents: []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED DOCUMENT_UNREADABLE", "DELIVERY_PROOF VALIDATED"},
			},
		},
		{
			title: "The last plan is empty",
			text:  "A closed dispute plans nothing, however long it stays in the repository.",
			commands: []command{{
				line:  []string{"{engine}", "plan", "-detailed-exitcode"},
				shows: changes,
				says:  []string{"No changes."},
			}},
			want: want{
				status: "CLOSED", result: "WON", round: 2,
				documents: []string{"INVOICE VALIDATED", "DELIVERY_PROOF REFUSED DOCUMENT_UNREADABLE", "DELIVERY_PROOF VALIDATED"},
			},
		},
	},
}

// want is the contested dispute as it must be: documents are type, status and reason of refusal.
type want struct {
	status, result string
	round          int
	documents      []string
}
