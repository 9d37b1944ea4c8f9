"""What partners says of applications: how many come, and which of them still wait."""
