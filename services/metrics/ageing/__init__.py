"""What waits, for whom and how long: the queue that shows whether anybody looks."""
