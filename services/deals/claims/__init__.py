"""Claims: who holds or waits for which scope (customer, product line, territory, time), and where claims meet."""
