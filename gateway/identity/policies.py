"""Who may call what, and how far: the reviewed file policies.yaml, checked whole at the start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from gateway.identity.roles import ANONYMOUS, ROLES, SCOPES

FILE: Final = Path(__file__).with_name("policies.yaml")


class PolicyError(RuntimeError):
    """The policy file does not fit the operations; the gateway refuses to start."""


@dataclass(frozen=True)
class Policies:
    grants: Mapping[str, Mapping[str, str]]  # operation -> role -> scope

    def scope(self, name: str, roles: Iterable[str]) -> str | None:
        """The widest scope any of these roles has for the operation; None where none may call it."""
        granted = self.grants[name]
        held = [granted[role] for role in roles if role in granted]
        return max(held, key=SCOPES.index, default=None)

    def is_public(self, name: str) -> bool:
        return ANONYMOUS in self.grants[name]


def load(names: Iterable[str], file: Path = FILE) -> Policies:
    grants: dict[str, dict[str, str]] = yaml.safe_load(file.read_text())
    return checked(names, grants)


def checked(names: Iterable[str], grants: Mapping[str, Mapping[str, str]]) -> Policies:
    """Each operation has its policy and each policy its operation, all in words that are known."""
    _refuse_gaps(set(names), grants)
    for name, granted in grants.items():
        _refuse_strangers(name, granted)
    return Policies(grants)


def _refuse_gaps(names: set[str], grants: Mapping[str, object]) -> None:
    if missing := names - grants.keys():
        raise PolicyError(f"operations without a policy: {', '.join(sorted(missing))}")
    if unknown := grants.keys() - names:
        raise PolicyError(f"policies for no operation: {', '.join(sorted(unknown))}")


def _refuse_strangers(name: str, granted: Mapping[str, str]) -> None:
    if not granted:
        raise PolicyError(f"{name} grants nobody anything")
    if roles := granted.keys() - {*ROLES, ANONYMOUS}:
        raise PolicyError(f"{name} names unknown roles: {', '.join(sorted(roles))}")
    if scopes := set(granted.values()) - set(SCOPES):
        raise PolicyError(f"{name} names unknown scopes: {', '.join(sorted(scopes))}")
