"""The codes that an audience may ask for. The rule itself is seven sets of them: see Attributes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.content.standing.model import LANGUAGES, PARTNER_ROLES, Attributes

TIERS: Final = ("registered", "silver", "gold")
REGIONS: Final = ("emea", "latam", "na", "apac")
PARTNER_TYPES: Final = (
    *("reseller", "distributor", "integrator", "service_provider", "consultant", "referral", "technology"),
)
# Countries and certifications are open: the one by ISO 3166-1, the other by what enablement names.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "tiers": TIERS,
        "partner_types": PARTNER_TYPES,
        "regions": REGIONS,
        "languages": LANGUAGES,
        "roles": PARTNER_ROLES,
    }
)
EVERYBODY: Final = Attributes()
