import {
  to = disputes_mangopay_document.delivery
  id = "disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA?source=evidence/parcel.jpg&source=evidence/receipt.jpg"
}
