"""Tables as files that spreadsheet programs open. Knows neither what the numbers mean nor who may see them."""
