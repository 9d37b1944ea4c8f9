"""The words of the library: what an asset is, where it stands, whom it is for, and how large its file is."""

from typing import Final

from flask import Flask
from flask_babel import get_locale, pgettext
from flask_babel import lazy_gettext as _

from gateway.pages.formats import in_context
from gateway.pages.words import LOOKS, PARTNER_TYPE, ROLE, Look

ASSET: Final = {
    "draft": Look(text=_("Draft"), icon="pencil"),
    "published": Look(text=_("Published"), icon="circle-check", kind="ok"),
    "expired": Look(text=_("Expired"), icon="clock-off", kind="warn"),
    "replaced": Look(text=_("Replaced"), icon="replace"),
    "retired": Look(text=_("Withdrawn"), icon="ban"),
}
SHARE: Final = {
    "active": Look(text=_("Works"), icon="circle-check", kind="ok"),
    "expired": Look(text=_("Expired"), icon="clock-off", kind="warn"),
    "revoked": Look(text=_("Taken back"), icon="link-off"),
    "withdrawn": Look(text=_("Leads nowhere"), icon="ban", kind="warn"),
}
ASSET_TYPE: Final = {
    "deck": _("Presentation"),
    "datasheet": _("Data sheet"),
    "price_list": _("Price list"),
    "playbook": _("Playbook"),
    "case_study": _("Case study"),
    "video": _("Video"),
    "template": _("Template"),
    "other": _("Other document"),
}
TYPE_ICON: Final = {
    "deck": "presentation-analytics",
    "datasheet": "file-text",
    "price_list": "report-money",
    "playbook": "book-2",
    "case_study": "file-certificate",
    "video": "player-play",
    "template": "file-description",
    "other": "file-text",
}
TIER: Final = {"registered": _("Registered"), "silver": _("Silver"), "gold": _("Gold")}
REGION: Final = {
    "emea": _("Europe, Middle East and Africa"),
    "latam": _("Latin America"),
    "na": _("North America"),
    "apac": _("Asia and the Pacific"),
}
CONTENT_LANGUAGES: Final = ("en", "es", "pt", "fr", "de")
READER_LANGUAGES: Final = {"en": "English", "es": "Español"}
# What an audience may ask for, in the order of its form; countries and certifications are lists of their own.
AUDIENCE: Final = {
    "tiers": (_("Tier"), TIER),
    "partner_types": (_("Partner type"), PARTNER_TYPE),
    "regions": (_("Region"), REGION),
    "roles": (_("Role"), {code: ROLE[code] for code in ("partner_seller", "partner_admin")}),
    "languages": (_("Language they read"), READER_LANGUAGES),
}


def language_name(code: str | None) -> str:
    """Spanish, español: in the reader's language, as the start of a line."""
    locale = get_locale()
    name = str(locale.languages.get(code, code)) if locale and code else code or ""
    return name[:1].upper() + name[1:]


def content_languages() -> dict[str, str]:
    return {code: language_name(code) for code in CONTENT_LANGUAGES}


def file_kind(filename: str | None) -> str:
    """What a reader calls it: PDF, DOCX."""
    return (filename or "").rpartition(".")[2].upper()


def share_ends() -> dict[str, str]:
    """How long a link may live, in days."""
    return {
        "7": pgettext("a link lives", "1 week"),
        "30": pgettext("a link lives", "30 days"),
        "90": pgettext("a link lives", "90 days"),
        "365": pgettext("a link lives", "1 year"),
    }


def register(app: Flask) -> None:
    LOOKS.update(asset=ASSET, share=SHARE)
    app.jinja_env.filters["file_kind"] = file_kind
    app.jinja_env.filters["language_name"] = in_context(language_name)
    app.jinja_env.globals.update(
        asset_types=ASSET_TYPE, type_icons=TYPE_ICON, audience_sets=AUDIENCE, content_languages=content_languages
    )
