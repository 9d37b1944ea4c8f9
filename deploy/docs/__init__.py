"""Reads what the services promise each other, writes it down for people, and tells which changes would break a reader."""
