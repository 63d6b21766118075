# The sources of the pages are compared with what Mangopay holds, and the plan after the import is empty.
terraform import disputes_mangopay_document.delivery 'disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA?source=evidence/parcel.jpg&source=evidence/receipt.jpg'

# Without them, the first apply compares the pages and records their digests. It sends nothing.
terraform import disputes_mangopay_document.delivery disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA
