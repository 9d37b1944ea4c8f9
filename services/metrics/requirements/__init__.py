"""Requirements of certified people, partner by partner: when each was met, and when it was lost."""
