"""Facts of all services, the numbers made of them and what they are measured against. Owns no business decision."""
