"""Where a partner stands: its numbers of a period beside target, trend and peers."""
