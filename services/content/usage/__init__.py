"""Usage: who looked at, took, passed on and opened which asset, and the counts of it."""
