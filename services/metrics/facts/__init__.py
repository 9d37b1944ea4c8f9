"""Facts: what happened, measured. Made of events alone, kept beside the sums they add to."""
