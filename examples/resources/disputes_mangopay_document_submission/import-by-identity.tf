import {
  to = disputes_mangopay_document_submission.invoice
  identity = {
    document_id = "disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
  }
}
