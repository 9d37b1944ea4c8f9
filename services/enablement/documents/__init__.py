"""Documents: certificates on paper, printed by the worker with no library of the system. Knows no rule."""
