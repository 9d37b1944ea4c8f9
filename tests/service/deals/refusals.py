"""Catching what the service refuses."""

from collections.abc import Callable
from typing import Any

import pytest

from chassis.errors import ServiceError


def refused(call: Callable[..., Any], *arguments: Any, **more: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        call(*arguments, **more)
    return caught.value
