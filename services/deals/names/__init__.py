"""Names of companies and places in the one form in which they are compared."""
