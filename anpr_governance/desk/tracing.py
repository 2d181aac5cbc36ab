"""Traceability: requirement → clause, guards, steps, duties, sheets and the tests that would fail without it."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from anpr_governance.desk.permitted import machines
from anpr_governance.documents.sheets import SHEETS
from anpr_governance.duties.registry import DUTIES
from anpr_governance.regulation import clause, facts
from anpr_governance.workflow.reasons import GUARDS
from anpr_governance.workflow.steps import steps_of

Trace = dict[str, dict[str, Any]]


def trace() -> Trace:
    """Every requirement with its clauses, the places that cite one of them and the tests that carry its mark."""
    places, marked = places_by_clause(), tests_by_requirement(Path(settings.BASE_DIR) / "tests")
    found: Trace = {}
    for key, row in facts("requirements")["requirements"].items():
        cited = [clause(name).id for name in row["clauses"]]
        where = sorted({place for name in cited for place in places.get(name, ())})
        found[key] = {"clause": ", ".join(cited), "tests": sorted(marked.get(key, ())), "where": where}
    return found


def places_by_clause() -> dict[str, set[str]]:
    """Clause id → the guards, steps, duties and sheet fields that cite it."""
    places: dict[str, set[str]] = defaultdict(set)
    for cited, place in _cited():
        if cited and cited != "house":
            places[clause(cited).id].add(place)
    return places


def _cited() -> Iterator[tuple[str, str]]:
    for name, guard in GUARDS.items():
        yield guard.clause, f"guard {name}"
    for model in machines():
        for step in steps_of(model):
            yield step.clause, f"step {model._meta.label_lower}.{step.name}"
    for key, duty in DUTIES.items():
        yield duty.clause, f"duty {key}"
    for name, sheet in SHEETS.items():
        for part in sheet.parts().values():
            yield part.metadata.get("clause", ""), f"sheet {name}.{part.name}"


def tests_by_requirement(folder: Path) -> dict[str, set[str]]:
    """Requirement → tests marked with it, read from the source without running it."""
    marked: dict[str, set[str]] = defaultdict(set)
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(folder.parent).as_posix()
        whole = [key for node in tree.body for key in _module_marks(node)]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for key in [*whole, *(key for mark in node.decorator_list for key in _keys(mark))]:
                    marked[key].add(f"{name}::{node.name}")
    return marked


def _module_marks(node: ast.stmt) -> Iterator[str]:
    is_mark = isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)
    if is_mark:
        for inner in ast.walk(node):
            yield from _keys(inner)


def _keys(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "requirement":
        for argument in node.args:
            if isinstance(argument, ast.Constant):
                yield str(argument.value)


def as_markdown(found: Trace) -> str:
    """The table that CI compares with docs/traceability.md."""
    lines = ["# Traceability", "", "Made by `manage.py traceability`; CI compares it.", ""]
    lines += ["| Requirement | Clause | Where | Tests |", "| --- | --- | --- | --- |"]
    for key, row in found.items():
        where = "<br>".join(f"`{place}`" for place in row["where"]) or "–"
        tests = "<br>".join(f"`{test}`" for test in row["tests"]) or "–"
        lines.append(f"| {key} | {row['clause']} | {where} | {tests} |")
    return "\n".join(lines) + "\n"
