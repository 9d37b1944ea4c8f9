"""The suite's own source files, as the architecture tests read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("chassis", "services", "gateway", "deploy", "clients", "tests")
GENERATED = {"node_modules", "__pycache__", "dist"}
SERVICES = sorted(path.name for path in (ROOT / "services").iterdir() if (path / "__init__.py").exists())


@cache
def python_files(*packages: str) -> tuple[Path, ...]:
    """Every Python file of ours, or of the named packages."""
    return tuple(sorted(_files(packages or PACKAGES, ".py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_modules(path: Path) -> Iterator[str]:
    """Full names of what the file imports, `from a import b` as `a.b`; imports for type checkers only are left out."""
    for node in _outside_type_checking(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def templates() -> list[Path]:
    return sorted(_files(("gateway",), ".html"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _files(packages: tuple[str, ...], suffix: str) -> Iterator[Path]:
    for package in packages:
        for path in (ROOT / package).rglob(f"*{suffix}"):
            if not GENERATED & set(path.parts):
                yield path


def _outside_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        yield child
        yield from _outside_type_checking(child)
