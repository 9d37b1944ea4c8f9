"""The enablement service: its table of contents."""


class EnablementService:
    """Who has learnt what, proved by what, valid until when."""

    name = "enablement"
    jobs = ()
