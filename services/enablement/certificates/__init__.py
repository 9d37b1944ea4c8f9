"""Certificates: who proved what, valid until when. Knows no exam: it is told that a course was completed."""
