"""Matching: how sure we are that two identities are one company, and by which signals. Knows no claim."""
