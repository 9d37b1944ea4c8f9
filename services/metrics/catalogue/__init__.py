"""The metric catalogue: what each number is called, how it is made, and the one function that computes it."""
