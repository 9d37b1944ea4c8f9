"""Organisations: the partner's record, its lifecycle, its place in the hierarchy and its history."""
