"""Sums of facts by day and by month, for each partner and for all together: what every number is read from."""
