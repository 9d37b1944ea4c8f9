"""Running the suite: on one machine (`./prm`), in containers, with demo data.

Knows processes and addresses, no business rule.
"""
