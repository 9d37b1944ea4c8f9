"""Badges: certificates as signed Open Badges 3.0, the issuer's key, and the list that takes a badge back."""
