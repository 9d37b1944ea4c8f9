"""Deals: registrations, decisions and the protection they earn. Knows of partners only what their events say."""
