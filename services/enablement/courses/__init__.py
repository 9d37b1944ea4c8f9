"""Courses as their authors keep them: the draft with its lessons and the terms of its exam. Knows no learner."""
