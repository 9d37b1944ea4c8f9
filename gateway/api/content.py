"""Assets, search and sharing in the API: one line an operation."""

from __future__ import annotations

from typing import Final

from gateway.api.operation import Operation

OPERATIONS: Final[tuple[Operation, ...]] = ()
