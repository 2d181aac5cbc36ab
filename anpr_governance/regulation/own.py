"""Whether an organisation's own edition of a table can stand in for the shipped one: same parts, nothing unknown."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.regulation.loader import Facts, Shipped, UnknownFact, clause, facts, read, shipped

OWN = ("intervals", "quorum", "route")
"""What the guidance leaves to each organisation; the matrix, the standard and the law are the same for all."""


def against(table: Shipped) -> str:
    """What stands against entering it, in one sentence; empty when nothing does."""
    if table.key not in shipped():
        return _("There is no table %(key)s. The file is named after its table, for example route.toml.") % {
            "key": table.key
        }
    if table.key not in OWN:
        return _("%(key)s is the same for every organisation. An organisation has its own of: %(own)s.") % {
            "key": table.key, "own": ", ".join(OWN),
        }  # fmt: skip
    said = read(table.text)
    if missing := [name for name in facts(table.key) if name not in said]:
        return _("It lacks these parts: %(what)s.") % {"what": ", ".join(missing)}
    if unknown := [name for name in _clauses(said) if not _is_clause(name)]:
        return _("It cites clauses that are not there: %(what)s.") % {"what": ", ".join(unknown)}
    return _against_route(said) if table.key == "route" else ""


def _clauses(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from [str(item)] if key == "clause" else _clauses(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _clauses(item)


def _is_clause(name: str) -> bool:
    try:
        return bool(clause(name))
    except UnknownFact:
        return False


def _against_route(said: Facts) -> str:
    """A route that nobody could finish would hold up every proposal that it is noted with."""
    if "default" not in said["route"]:
        return _("A route has its default: what every deployment takes that has none of its own.")
    for name, row in said["route"].items():
        entries = row.get("entries", ()) if {"title", "when", "clause"} <= set(row) else ()
        if not entries or not all(_is_entry(entry) for entry in entries):
            return _("“%(name)s” needs title, when and clause, and entries that are known bodies or roles.") % {
                "name": name
            }
    return ""


def _is_entry(entry: Any) -> bool:
    bodies, roles = facts("quorum")["quorum"], facts("roles")["roles"]
    known = {"body": entry.get("body") in bodies, "person": entry.get("role") in roles}
    return known.get(entry.get("kind"), False)
