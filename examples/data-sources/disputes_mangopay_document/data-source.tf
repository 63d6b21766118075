data "disputes_mangopay_document" "invoice" {
  id = "disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
}

output "invoice_status" {
  value = data.disputes_mangopay_document.invoice.status
}
