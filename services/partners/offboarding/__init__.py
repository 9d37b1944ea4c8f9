"""Offboarding: ending the relationship with a partner and releasing the people who acted for it."""
