"""Exams: attempts with their drawn questions, answers saved at once, time kept here, and what items tell."""
