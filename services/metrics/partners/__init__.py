"""What partners says of organisations, and when each of them did something: the numbers' view of a partner."""
