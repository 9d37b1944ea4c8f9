"""The content service: its table of contents."""


class ContentService:
    """What partners find, read and pass on."""

    name = "content"
    jobs = ()
