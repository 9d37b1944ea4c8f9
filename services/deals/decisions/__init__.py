"""Deciding: the staff queue, requests for information, approval and rejection, and the ten seconds to undo."""
