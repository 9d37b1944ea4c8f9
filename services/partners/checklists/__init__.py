"""Checklists: what onboarding asks of both sides, for each type of partner, by version."""
