"""The deal registration aggregate: its two tracks, its life until it is submitted, and how it is read."""
