"""A bakery on the chassis: proof of the admission rule, and the subject of the broker and chaos tests."""
