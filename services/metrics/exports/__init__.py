"""Numbers to take away: asked for now, written by the worker in steps, fetched until they expire."""
