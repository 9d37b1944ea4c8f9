"""Conflicts as people meet them: the check before submitting and the reviewer's side by side."""
