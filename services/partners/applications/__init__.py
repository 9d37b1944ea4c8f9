"""Applications: an organisation's request to become a partner, its screening and its decision."""
