"""People who act for partners, and the certificates they hold: what coverage is counted from."""
