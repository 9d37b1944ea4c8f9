"""The one error of `./prm`: a sentence for the person at the terminal, and what they can do about it."""


class StartError(Exception):
    """Something the suite needs is missing or dead; the remedy is part of the message."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(f"{problem}\n  {remedy}" if remedy else problem)
        self.problem = problem
        self.remedy = remedy
