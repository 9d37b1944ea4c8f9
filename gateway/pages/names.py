"""Names of people for a whole page: every actor that the page shows, asked for in one batch call."""

from collections.abc import Iterable

from flask_babel import gettext as _

from gateway.pages.boxes import ask

LIMIT = 500


class Names:
    """Tells who an actor is: `person:<id>`, a bare person id, or a part of the suite."""

    def __init__(self, known: dict[str, str]) -> None:
        self._known = known

    def of(self, actor: str | None) -> str:
        if not actor:
            return ""
        kind, _colon, person_id = actor.rpartition(":")
        if kind == "service":
            return _("Automatic")
        return self._known.get(person_id) or _("Someone who has left")

    def known(self, person_id: str | None) -> str:
        """The name, or nothing: for sentences that have another way to say it."""
        return self._known.get(person_id or "", "")


def names_of(actors: Iterable[str | None]) -> Names:
    """A page without names is better than no page: a silent partners service leaves the names out."""
    ids = sorted(
        {actor.rpartition(":")[2] for actor in actors if actor and not actor.startswith(("service:", "anonymous"))}
    )
    if not ids:
        return Names({})
    found = ask("get_people", person_ids=ids[:LIMIT]).box().items
    return Names({person["person_id"]: person["name"] for person in found})
