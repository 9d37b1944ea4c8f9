"""Who takes which course: enrolment by a person or by rule, progress, completion. Knows of exams only how they end."""
