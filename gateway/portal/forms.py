"""The forms of the portal: which fields, in which words they are asked, and how what was typed becomes a command."""

import re
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms import DateField, Form, StringField, ValidationError
from wtforms.validators import InputRequired

from gateway.pages.forms import amount_of, filled

EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DOMAIN: Final = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/.*)?", re.IGNORECASE)


def _strip(value: str | None) -> str | None:
    return value.strip() if value else value


class Asked(StringField):
    """A field with one sentence that says what to do, for every way of getting it wrong."""

    def __init__(
        self, asks: Any = "", *, required: bool = True, pattern: re.Pattern[str] | None = None, **more: Any
    ) -> None:
        validators = [InputRequired(asks)] if required else []
        super().__init__("", validators, filters=[_strip], **more)
        self.asks = asks
        self._pattern = pattern

    def post_validate(self, _form: Form, validation_stopped: bool) -> None:
        if not validation_stopped and self._pattern and self.data and not self._pattern.fullmatch(self.data):
            raise ValidationError(self.asks)


class CustomerForm(Form):
    """Step 1: whose opportunity it is."""

    legal_name = Asked(_("Enter the customer company"))
    country = Asked(_("Choose the customer's country"))
    domain = Asked(_("Enter a website or e-mail domain, like acme.com"), required=False, pattern=DOMAIN)
    city = Asked(required=False)
    registration_no = Asked(required=False)
    contact_name = Asked(_("Enter the contact's name"))
    contact_email = Asked(_("Enter a work e-mail, like name@acme.com"), pattern=EMAIL)

    def validate_domain(self, field: Asked) -> None:
        """Small firms have no site: one of the three is enough."""
        if not (field.data or self.city.data or self.registration_no.data):
            raise ValidationError(field.asks)

    def customer(self) -> dict[str, Any]:
        names = ("legal_name", "country", "domain", "city", "registration_no")
        return filled({name: self[name].data for name in names})

    def contact(self) -> dict[str, Any]:
        return filled({"name": self.contact_name.data, "email": self.contact_email.data})

    def command(self) -> dict[str, Any]:
        return {"customer": self.customer(), "contact": self.contact()}

    @staticmethod
    def typed_before(registration: dict[str, Any]) -> dict[str, Any]:
        contact = registration.get("contact") or {}
        return {
            **registration["customer"],
            "contact_name": contact.get("name"),
            "contact_email": contact.get("email"),
        }


class OpportunityForm(Form):
    """Step 2: what it is worth and by when."""

    product_line = Asked(_("Choose the product line"))
    registration_type = Asked(required=False)
    currency = Asked(_("Choose the currency"))
    amount = Asked(_("Enter the expected value, like 25000"))
    expected_close_on = DateField("", [InputRequired(_("Enter the date you expect to close, today or later"))])
    description = Asked(required=False)
    evidence = Asked(required=False)
    customer_knows = Asked(_("Tick to say that the customer knows about this registration"))

    def validate_amount(self, field: Asked) -> None:
        value = amount_of(field.data)
        if value is None or value <= 0:
            raise ValidationError(field.asks)

    def validate_expected_close_on(self, field: DateField) -> None:
        if field.data and field.data < date.today():  # noqa: DTZ011 - the day of the person's own calendar is meant
            raise ValidationError(_("Enter the date you expect to close, today or later"))

    def command(self) -> dict[str, Any]:
        amount = amount_of(self.amount.data)
        close_on = self.expected_close_on.data
        return filled(
            {
                "product_line": self.product_line.data,
                "registration_type": self.registration_type.data,
                "currency": self.currency.data,
                "amount": str(amount) if amount is not None else None,
                "expected_close_on": close_on.isoformat() if close_on else None,
                "description": self.description.data,
                "evidence": self.evidence.data,
            }
        )

    @staticmethod
    def typed_before(registration: dict[str, Any]) -> dict[str, Any]:
        names = ("product_line", "registration_type", "currency", "amount", "description", "evidence")
        close_on = registration.get("expected_close_on")
        typed = {name: registration.get(name) for name in names}
        typed["amount"] = (typed["amount"] or "").removesuffix(".00")
        return {**typed, "expected_close_on": date.fromisoformat(close_on) if close_on else None}
