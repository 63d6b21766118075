# The documents that the dispute was submitted with are compared, and the plan after the import is empty.
terraform import disputes_mangopay_dispute_submission.this 'dispute-1001?document=disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA'

# Without them, the first apply compares the documents and records their digests. It sends nothing.
terraform import disputes_mangopay_dispute_submission.this dispute-1001
