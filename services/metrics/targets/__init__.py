"""What is expected: one value a metric, period and addressee, every earlier value kept as a version."""
