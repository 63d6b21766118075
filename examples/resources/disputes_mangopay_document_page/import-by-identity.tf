import {
  to = disputes_mangopay_document_page.order
  identity = {
    dispute_id  = "dispute-1001"
    document_id = "disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
    sha256      = "ab4c43c0d2810020e658222e72f7f0673fa4e3268624c6438f274cdc1241720e"
  }
}
