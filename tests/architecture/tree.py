"""The project's own files, as the architecture tests read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("anpr_governance", "cameras", "assessments", "dpia", "reviews")
APPS = PACKAGES[1:]


@dataclass(frozen=True)
class Function:
    """One function or method, with its place and its length in lines."""

    place: str
    lines: int
    node: ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> Iterator[Path]:
    """Every Python file of the product; migrations are made by a command and so left out."""
    for package in PACKAGES:
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Every template of ours."""
    return sorted((ROOT / "templates").rglob("*.html"))


def length(path: Path) -> int:
    """Lines of a text file."""
    return len(path.read_text(encoding="utf-8").splitlines())


def named(path: Path) -> str:
    """The path as somebody would type it."""
    return str(path.relative_to(ROOT))


@cache
def functions() -> tuple[Function, ...]:
    """Every function of the product."""
    found = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append(Function(f"{named(path)}:{node.lineno} {node.name}", lines, node))
    return tuple(found)
