"""The published rules. They change a few times a year, so a process reads each kind at most every ten seconds."""

import time
from typing import Any, Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from chassis.business_time import BusinessCalendar
from services.deals.rules.model import MatchingRule, ProtectionRule, SlaClock, SlaRule
from services.deals.rules.tables import rule_version

_KEEP_SECONDS: Final = 10.0
_kept: dict[tuple[Engine, str], tuple[float, int, dict[str, Any]]] = {}
_calendars: dict[tuple[str, str], BusinessCalendar] = {}


def protection_rule(session: Session) -> ProtectionRule:
    return ProtectionRule.of(*_published(session, "protection"))


def matching_rule(session: Session) -> MatchingRule:
    return MatchingRule.of(*_published(session, "matching"))


def sla_clock(session: Session, partner_country: str | None) -> SlaClock:
    """The promise in the working hours of whoever decides for that country."""
    rule = SlaRule.of(*_published(session, "sla"))
    place = rule.calendar_for(partner_country)
    key = (place["region"], place["tz"])
    if key not in _calendars:
        _calendars[key] = BusinessCalendar(*key)
    return SlaClock(rule, _calendars[key])


def forget_rules() -> None:
    """Read the published versions again at once: after publishing one, and between tests."""
    _kept.clear()


def _published(session: Session, kind: str) -> tuple[int, dict[str, Any]]:
    bind = session.get_bind()
    key = (bind if isinstance(bind, Engine) else bind.engine, kind)
    read_at, version, body = _kept.get(key, (float("-inf"), 0, {}))
    if time.monotonic() - read_at > _KEEP_SECONDS:
        columns = (rule_version.c.version, rule_version.c.body)
        statement = select(*columns).where(rule_version.c.kind == kind, rule_version.c.status == "published")
        version, body = session.execute(statement).one()
        _kept[key] = (time.monotonic(), version, body)
    return version, body
