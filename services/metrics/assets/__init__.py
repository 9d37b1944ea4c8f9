"""Content that is published and content that is used: what utilisation is counted from."""
