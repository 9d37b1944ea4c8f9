"""Protection after approval: extended, released, revoked, expired."""
