"""Finding assets by what is said of them and written inside them; never anything beyond the caller's audience."""
