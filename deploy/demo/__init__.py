"""Demo data, made by driving the public API: what it makes also proves that the API can make it."""
