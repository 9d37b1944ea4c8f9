"""Assets: what partners are given, in immutable versions under one permanent link, with an owner and a review date."""
