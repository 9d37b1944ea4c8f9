"""The life of a registration as data: statuses, stages, codes, and the one table of transitions."""
