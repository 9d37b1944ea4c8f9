"""Histories of registrations: every change that was made, by whom, and through which channel. They only grow."""
