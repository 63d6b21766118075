# The source is compared with what Rebilly holds, and the plan after the import is empty. A generation can follow: "&generation=2".
terraform import disputes_rebilly_file.invoice 'file_01M5Q8D2T7XK4E9NB3W6ZC1RVA?source=evidence/invoice.pdf'

# Without it, the first apply compares the file and records its digest. It sends nothing.
terraform import disputes_rebilly_file.invoice file_01M5Q8D2T7XK4E9NB3W6ZC1RVA
