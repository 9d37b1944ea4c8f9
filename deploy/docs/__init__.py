"""Reads what services promise each other, writes it down for people, and tells which edits would break a reader."""
