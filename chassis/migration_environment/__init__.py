"""Alembic's environment, the same for every database of the suite."""
