"""Finds the one service class of a package: the class in <package>.service that has a name.

Owns the convention; refuses to start anything.
"""

import importlib
import inspect
from pathlib import Path


def load_service(package: str) -> type:
    module = importlib.import_module(f"{package}.service")
    found = [
        thing
        for thing in vars(module).values()
        if inspect.isclass(thing) and thing.__module__ == module.__name__ and isinstance(vars(thing).get("name"), str)
    ]
    if len(found) != 1:
        raise SystemExit(f"{package}.service must define exactly one class with a name, not {len(found)}")
    return found[0]


def name_of(service_class: type) -> str:
    return str(vars(service_class)["name"])


def contracts_folder(service_class: type) -> Path:
    """The contracts/ folder beside the module that defines the class."""
    return Path(inspect.getfile(service_class)).parent / "contracts"
