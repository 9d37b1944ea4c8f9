"""Onboarding: the list that partner and vendor work through together, from admission to the first registered deal."""
