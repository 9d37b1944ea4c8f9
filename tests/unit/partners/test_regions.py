"""Every country of the world belongs to one region, and the ones people ask about to the expected one."""

import pycountry
import pytest

from services.partners.regions.model import REGIONS, region_of


@pytest.mark.parametrize(
    ("country", "region"),
    [("ES", "emea"), ("MX", "latam"), ("PR", "latam"), ("US", "na"), ("CA", "na"), ("JP", "apac"), ("AE", "emea")],
)
def test_a_country_belongs_to_the_region_that_sells_there(country: str, region: str) -> None:
    assert region_of(country) == region


def test_no_region_is_empty_and_none_is_unknown() -> None:
    assert {region_of(country.alpha_2) for country in pycountry.countries} == set(REGIONS)


def test_only_real_countries_are_listed() -> None:
    elsewhere = [country for country in pycountry.countries if region_of(country.alpha_2) != "emea"]
    listed = {"latam": 51, "na": 5, "apac": 62}
    counted = {region: sum(region_of(country.alpha_2) == region for country in elsewhere) for region in listed}
    assert counted == listed
