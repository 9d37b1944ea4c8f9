"""The review rules in force."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.organisations.model import name_key
from services.partners.screening.model import ReviewRules
from services.partners.screening.tables import review_rules


def rules_in_force(session: Session) -> ReviewRules:
    """The one published version, ready to be applied."""
    row = session.execute(select(review_rules).where(review_rules.c.status == "published")).one()
    body = row.body
    return ReviewRules(
        version=row.version,
        sla_business_days=body["sla_business_days"],
        calendar_region=body["calendar_region"],
        calendar_timezone=body["calendar_timezone"],
        decline_reasons=body["decline_reasons"],
        checks=tuple(body["checks"]),
        free_mail_domains=frozenset(body["free_mail_domains"]),
        competitor_domains=frozenset(body["competitor_domains"]),
        sanctioned_names=frozenset(name_key(name) for name in body["sanctioned_names"]),
    )
