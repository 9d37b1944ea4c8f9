"""Spanish words of the pages. English is in the source; `python -m gateway.translations update` keeps them in step."""
