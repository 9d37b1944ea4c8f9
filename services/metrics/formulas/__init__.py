"""How a number is made of sums and facts: the few kinds of formula that all metrics are written in."""
