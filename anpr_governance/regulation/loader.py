"""Reads the shipped tables once, checks their head, and hands them out unchangeable.

Texts in the tables are message ids in English: a page translates them where it shows them.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent
HEAD = ("version", "source", "in_force_from", "verified_by")
Facts = Mapping[str, Any]


class UnknownFact(LookupError):
    """A table or clause that this edition of the product does not have."""


@dataclass(frozen=True)
class Shipped:
    """One table as this release carries it; `verified_by` is empty while nobody has confirmed it."""

    key: str
    version: str
    source: str
    in_force_from: date
    verified_by: str
    text: str
    sha256: str


@dataclass(frozen=True)
class Clause:
    """A place in a source that something in the product stands on; `id` is ours, stable when numbers repeat."""

    id: str
    document: str
    title: str
    subject: str
    summary: str
    hint: str

    @property
    def slug(self) -> str:
        """The clause in an address: ``G 5.4a`` becomes ``g-5-4a``."""
        return re.sub(r"[^a-z0-9]+", "-", self.id.lower()).strip("-")


def written(content: Any) -> str:
    """The JSON text of a table: no spaces, days as ISO, in the table's own order (the order of questions counts)."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=date.isoformat)


@lru_cache(maxsize=256)
def read(text: str) -> Facts:
    """The unchangeable facts that `text` holds."""
    return _frozen(json.loads(text))


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def loaded(path: Path) -> Shipped:
    """The table that a file holds, named after the file. Raises `UnknownFact`, and for no TOML `ValueError`."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    head = content.pop("edition", {})
    if missing := [name for name in HEAD if name not in head]:
        raise UnknownFact(f"{path.name} does not say its {', '.join(missing)}.")
    text = written(content)
    return Shipped(path.stem, **{name: head[name] for name in HEAD}, text=text, sha256=digest(text))


def digest(text: str) -> str:
    """The SHA-256 of a table's text, by which an edition is known."""
    return sha256(text.encode()).hexdigest()


@cache
def shipped() -> Mapping[str, Shipped]:
    """Every table of this release by key."""
    return MappingProxyType({path.stem: loaded(path) for path in sorted(FOLDER.glob("*.toml"))})


def facts(key: str) -> Facts:
    """The shipped content of table `key`; its main mapping carries the key's own name. Raises `UnknownFact`."""
    try:
        return read(shipped()[key].text)
    except KeyError:
        raise UnknownFact(f"There is no table of regulation called {key}.") from None


def facts_for(key: str, organisation_code: str, on: date) -> Facts:
    """Table `key` as it binds one organisation on a day: its own newest edition, else everybody's, else shipped."""
    from anpr_governance.regulation.models import Edition

    edition = Edition.objects.in_force(key, organisation_code, on)
    return edition.facts if edition else facts(key)


@cache
def _clauses() -> tuple[Mapping[str, Clause], Mapping[str, Clause]]:
    by_id: dict[str, Clause] = {}
    aliases: dict[str, Clause] = {}
    for id_, row in facts("clauses")["clauses"].items():
        made = Clause(
            id=id_,
            document=row.get("document", id_.partition(" ")[0]),
            title=row["title"],
            subject=row["subject"],
            summary=row["summary"],
            hint=row.get("hint", row["title"]),
        )
        by_id[id_] = made
        aliases |= dict.fromkeys(row.get("aliases", ()), made)
    return MappingProxyType(by_id), MappingProxyType(aliases | by_id)


def clauses() -> Mapping[str, Clause]:
    """Every clause by id, in the order of the sources."""
    return _clauses()[0]


def clause(id: str) -> Clause:
    """The clause that `id` (or another way of writing it) names. Raises `UnknownFact`."""
    try:
        return _clauses()[1][id]
    except KeyError:
        raise UnknownFact(f"There is no clause {id} in regulation/clauses.toml.") from None


def clause_by_slug(slug: str) -> Clause:
    """The clause that an address names. Raises `UnknownFact`."""
    for known in clauses().values():
        if known.slug == slug:
            return known
    raise UnknownFact(f"There is no clause with the address {slug}.")
