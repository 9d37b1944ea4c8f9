"""Decisions that still can be undone: what was pressed, by whom, and when it will be carried out."""
