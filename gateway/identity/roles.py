"""The roles of this installation: which belong to partners, which to the vendor's staff."""

from __future__ import annotations

from typing import Final

PARTNER_ROLES: Final = ("partner_seller", "partner_admin")
STAFF_ROLES: Final = ("channel_manager", "program_manager", "platform_operator", "auditor")
ROLES: Final = PARTNER_ROLES + STAFF_ROLES
ANONYMOUS: Final = "anonymous"
SCOPES: Final = ("none", "own", "company", "hierarchy", "all")  # from the narrowest to the widest
