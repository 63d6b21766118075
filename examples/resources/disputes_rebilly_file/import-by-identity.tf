import {
  to = disputes_rebilly_file.invoice
  identity = {
    id = "file_01M5Q8D2T7XK4E9NB3W6ZC1RVA"
  }
}
