"""Exchange rates with their dates: what makes amounts of different currencies one sum."""
