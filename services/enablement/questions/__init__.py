"""The question bank of a course, and how an answer is judged. Knows no attempt."""
