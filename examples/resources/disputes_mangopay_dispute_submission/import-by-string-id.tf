import {
  to = disputes_mangopay_dispute_submission.this
  id = "dispute-1001?document=disputedoc_m_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
}
