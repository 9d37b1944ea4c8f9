"""Promises as the queue tells them: how long is left, or how late it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _

from chassis import clock
from gateway.pages.formats import days_until, instant

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@dataclass(frozen=True)
class Promise:
    """How far away the promised moment is, in the words of the queue."""

    text: str
    late: bool = False


def promise(decide_by: Any) -> Promise | None:
    due = instant(decide_by)
    if due is None:
        return None
    now = clock.now()
    if due < now:
        return Promise(_overdue(int((now - due).total_seconds())), late=True)
    days = days_until(due) or 0
    return Promise(ngettext("%(num)d day left", "%(num)d days left", days) if days else _("today"))


def _overdue(seconds: int) -> str:
    if seconds < HOUR:
        return str(ngettext("%(num)d min late", "%(num)d min late", max(seconds // 60, 1)))
    if seconds < DAY:
        return str(ngettext("%(num)d h late", "%(num)d h late", seconds // HOUR))
    return str(ngettext("%(num)d day late", "%(num)d days late", seconds // DAY))


def decide_by_words(decide_by: Any) -> str:
    """'Decide by today, 17:00' or 'Decide by 24 Nov, 17:00'."""
    due: datetime | None = instant(decide_by)
    if due is None:
        return ""
    if days_until(due) == 0:
        return str(_("Decide by today, %(time)s", time=format_datetime(due, "HH:mm")))
    return str(_("Decide by %(moment)s", moment=format_datetime(due, "d MMM, HH:mm")))


def clock_time(value: Any) -> str:
    """'10:42': for what is only of now."""
    read = instant(value)
    return str(format_datetime(read, "HH:mm")) if read else ""
