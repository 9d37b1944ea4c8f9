"""Two threads on a registration, in two stores: the one both sides read, and staff's own."""
