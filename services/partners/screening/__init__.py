"""Screening: the rules of review, whether we know a company already, and what the lists say about it."""
