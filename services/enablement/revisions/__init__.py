"""Published revisions of courses: immutable, what learners begin and finish. Knows no learner."""
