"""Audiences: who an asset is for, as a rule in data, and the one predicate that decides it."""
