"""Certifications: what can be proved, by which courses, and for how long. Knows no certificate."""
