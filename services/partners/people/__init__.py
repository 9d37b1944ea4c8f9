"""People: who acts for a partner or for the vendor, and in which roles."""
