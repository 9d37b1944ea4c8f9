"""End customers: normalised identities and the scored answer to "is this the same company?". Knows no partner."""
