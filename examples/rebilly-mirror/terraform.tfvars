since = "2026-01-01T00:00:00Z"

# In every new world the simulator gives pay-ins other ids, but disputes the
# same. With a real account the keys are pay-ins: "payin_m_01J…" = "txn_01J…".
transactions = {
  "dispute-2001" = "txn-2001"
  "dispute-2002" = "txn-2002"
  "dispute-2003" = "txn-2003"
}
