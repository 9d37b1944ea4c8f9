"""The one predicate of audiences, judged by a rule written out in plain Python over generated rules and readers."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.clock import FrozenClock
from chassis.database import uuid7
from tests.service.content.library import MONDAY, Library, Partner

TIERS = ("registered", "silver", "gold")
TYPES = ("reseller", "integrator", "consultant")
REGIONS = ("emea", "latam")
COUNTRIES = ("MX", "ES", "CO")
ROLES = ("partner_seller", "partner_admin")
LANGUAGES = ("en", "es")
CERTIFICATIONS = ("core-sales", "core-technical")


def some(codes: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Empty as often as not: a set that asks nothing is the usual one."""
    return st.one_of(st.just([]), st.lists(st.sampled_from(codes), unique=True, max_size=len(codes)))


RULES = st.fixed_dictionaries(
    {
        "tiers": some(TIERS),
        "partner_types": some(TYPES),
        "regions": some(REGIONS),
        "countries": some(COUNTRIES),
        "languages": some(LANGUAGES),
        "roles": some(ROLES),
        "certifications": some(CERTIFICATIONS),
    }
)
READERS = st.fixed_dictionaries(
    {
        "tier": st.sampled_from(TIERS),
        "partner_type": st.sampled_from(TYPES),
        "region": st.sampled_from(REGIONS),
        "country": st.sampled_from(COUNTRIES),
        "language": st.sampled_from(LANGUAGES),
        "role": st.sampled_from(ROLES),
        "certifications": st.lists(st.sampled_from(CERTIFICATIONS), unique=True),
        "status": st.sampled_from(["active", "active", "active", "onboarding", "suspended", "terminated", "applicant"]),
    }
)


def admits(rule: dict[str, list[str]], reader: dict[str, Any]) -> bool:
    """The rule as a person would say it."""
    if reader["status"] not in ("active", "onboarding"):
        return False
    if rule["tiers"] and reader["tier"] not in rule["tiers"]:
        return False
    if rule["partner_types"] and reader["partner_type"] not in rule["partner_types"]:
        return False
    if rule["regions"] and reader["region"] not in rule["regions"]:
        return False
    if rule["countries"] and reader["country"] not in rule["countries"]:
        return False
    if rule["languages"] and reader["language"] not in rule["languages"]:
        return False
    if rule["roles"] and reader["role"] not in rule["roles"]:
        return False
    return not rule["certifications"] or any(held in rule["certifications"] for held in reader["certifications"])


def make(library: Library, reader: dict[str, Any]) -> Partner:
    record = {name: reader[name] for name in ("tier", "partner_type", "region", "country", "status")}
    partner = library.partner(f"Partner {uuid7()}", roles=(reader["role"],), language=reader["language"], **record)
    for code in reader["certifications"]:
        library.certify(partner, code)
    return partner


@given(rules=st.lists(RULES, min_size=1, max_size=4), readers=st.lists(READERS, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_reader_finds_exactly_what_the_rules_let_them_find(
    library: Library, rules: list[dict[str, list[str]]], readers: list[dict[str, Any]]
) -> None:
    """By list and by id alike; and staff who look as that partner never see less than one of its people."""
    published = {library.publish(f"Asset {uuid7()}", audience=rule)["asset_id"]: rule for rule in rules}
    for reader in readers:
        partner = make(library, reader)
        wanted = {asset_id for asset_id, rule in published.items() if admits(rule, reader)}
        listed = {found["asset_id"] for found in library.call("list_assets", partner.person, limit=100)["items"]}
        assert listed & published.keys() == wanted
        assert {asset_id for asset_id in published if library.finds(partner.person, asset_id)} == wanted
        borrowed = library.call("list_assets", as_partner_id=partner.partner_id, limit=100)["items"]
        assert {found["asset_id"] for found in borrowed} & published.keys() >= wanted


@given(rule=RULES, readers=st.lists(READERS, max_size=4))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_preview_counts_exactly_the_people_whom_the_rule_lets_in(
    library: Library, rule: dict[str, list[str]], readers: list[dict[str, Any]]
) -> None:
    """Everybody may read either language, so that set is no limit of the preview."""
    before = library.call("preview_audience", audience=rule)
    for reader in readers:
        make(library, reader)
    after = library.call("preview_audience", audience=rule)
    expected = sum(admits({**rule, "languages": []}, reader) for reader in readers)
    assert after["person_count"] - before["person_count"] == expected
    assert after["partner_count"] - before["partner_count"] == expected


def test_a_changed_tier_counts_at_the_next_reading(library: Library) -> None:
    partner = library.partner(tier="silver")
    library.publish("Lista de precios", audience={"tiers": ["gold"]})
    assert library.titles(partner.person) == []
    library.note_partner(partner, tier="gold")
    assert library.titles(partner.person) == ["Lista de precios"]
    library.note_partner(partner, tier="gold", status="suspended")
    assert library.titles(partner.person) == []


def test_a_certificate_lets_in_its_holder_alone_and_only_while_it_counts(library: Library) -> None:
    partner = library.partner()
    colleague = partner.colleague(uuid7())
    library.publish("Guía técnica", audience={"certifications": ["core-technical"]})
    certificate_id = library.certify(partner, "core-technical")
    assert library.titles(partner.person) == ["Guía técnica"]
    assert library.titles(colleague) == []
    library.certify(partner, "core-technical", certificate_id=certificate_id, fact="revoked")
    assert library.titles(partner.person) == []


def test_a_changed_audience_counts_at_the_next_reading(library: Library) -> None:
    partner = library.partner()
    asset = library.publish("Manual")
    assert library.titles(partner.person) == ["Manual"]
    narrowed = {"roles": ["partner_admin"]}
    library.call("update_asset", asset_id=asset["asset_id"], version=asset["version"], audience=narrowed)
    assert library.titles(partner.person) == []


def test_somebody_without_a_known_partner_finds_nothing(library: Library) -> None:
    stranger = Partner(uuid7(), uuid7(), "Nobody", ("partner_seller",), "es")
    library.publish("For everybody")
    assert library.titles(stranger.person) == []


def test_the_last_day_counts_and_the_next_one_does_not_even_before_the_job_has_run(
    library: Library, time: FrozenClock
) -> None:
    partner = library.partner()
    library.publish("Promotion", expires_on=(MONDAY + timedelta(days=1)).date())
    time.advance(days=1)
    assert library.titles(partner.person) == ["Promotion"]
    time.advance(days=1)
    assert library.titles(partner.person) == []


def test_partners_and_auditors_do_not_look_through_others_eyes(library: Library) -> None:
    partner, other = library.partner(), library.partner("Other")
    library.refuses("vendor_only", "list_assets", partner.person, as_partner_id=other.partner_id)
    library.refuses("vendor_only", "preview_audience", partner.person, audience={})
    library.refuses("vendor_only", "create_asset", library.staff("auditor"), **library.description())


def test_an_audience_of_unknown_codes_is_refused_at_its_field(library: Library) -> None:
    for audience in ({"tiers": ["platinum"]}, {"countries": ["XX"]}, {"certifications": ["a b"]}):
        library.refuses("validation_failed", "create_asset", **library.description(audience=audience))
