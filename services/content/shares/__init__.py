"""Shares: links that partners pass on to their customers, for a while, counted, and taken back."""
