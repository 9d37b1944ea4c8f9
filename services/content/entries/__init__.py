"""The index of search, which the database keeps, and how what somebody typed is asked of it."""
