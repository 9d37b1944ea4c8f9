"""Courses, exams, certifications and what they add up to. Knows of people and partners only what events say."""
