"""What deals says of registrations, as far as numbers are made of it."""
