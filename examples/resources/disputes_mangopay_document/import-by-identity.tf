import {
  to = disputes_mangopay_document.delivery
  identity = {
    id = "disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
  }
}
