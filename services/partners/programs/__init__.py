"""Programs: the terms of taking part, and which partners take part since when."""
