import {
  to = disputes_mangopay_document_page.order
  id = "dispute-1001/disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA/ab4c43c0d2810020e658222e72f7f0673fa4e3268624c6438f274cdc1241720e?source=evidence/invoice.pdf"
}
