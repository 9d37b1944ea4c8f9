"""Extensions of protection: whether the rule grants one now."""
