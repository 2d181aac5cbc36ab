"""What a careful reader will ask: rules in the manner of a linter, which advise and never stop a step.

A rule is a function `(obj, on, row) → Found…`, pure: it reads the record and its row of regulation/quality.toml, where
its sentence, clause, severity and numbers stand. Each finding names the field that mends it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.regulation import facts

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """What a rule found: the address of the field below the record's own, the section that shows it, the values.

    `category` is the one whose content the sentence quotes, so that it is kept from those who may not read that.
    """

    at: str
    section: str
    values: Mapping[str, Any] = field(default_factory=dict)
    category: str = ""


@dataclass(frozen=True)
class Note:
    """One thing that a reader will ask: a sentence, its clause, how weighty it is, and where it is mended or read."""

    rule: str
    sentence: str
    clause: str
    severity: str
    at: str
    section: str
    category: str = ""

    @property
    def label(self) -> str:
        """The severity in words."""
        return _(facts("quality")["severities"][self.severity]["label"])


Rule = Callable[[Any, date, Row], Iterator[Found]]
RULES: dict[str, dict[str, Rule]] = {}
"""Kind of record (assessment, need, proposal) → rule's name → rule."""


def rule(about: str) -> Callable[[Rule], Rule]:
    """Declare a rule; its name is its row in regulation/quality.toml."""

    def declare(ask: Rule) -> Rule:
        RULES.setdefault(about, {})[ask.__name__] = ask
        return ask

    return declare


def noted(about: str, obj: Any, on: date) -> list[Note]:
    """What the rules say of a record, in the order of the table."""
    rows = facts("quality")["quality"]
    found: list[Note] = []
    for name, row in rows.items():
        if row["about"] == about:
            found += [_note(name, row, one) for one in RULES[about][name](obj, on, row)]
    return found


def _note(name: str, row: Row, found: Found) -> Note:
    sentence = _(row["sentence"]) % found.values if found.values else _(row["sentence"])
    return Note(name, sentence, row["clause"], row["severity"], found.at, found.section, found.category)


# What the rules ask of words and evidence


def count(text: Any) -> int:
    """How many words a text has."""
    return len(str(text or "").split())


def speaks_of(text: Any, words: Any) -> bool:
    """Whether a text holds one of `words`, in any case."""
    said = str(text or "").casefold()
    return any(word.casefold() in said for word in words)


def has_figure(text: Any) -> bool:
    """Whether a text holds a figure, in digits or in words."""
    said = str(text or "").casefold()
    written = set(facts("quality")["figures"]["words"])
    return any(letter.isdigit() for letter in said) or not written.isdisjoint(re.findall(r"[a-z]+", said))


def months_between(since: date, on: date) -> int:
    """Whole months from one day to another."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def aged(items: list[Any], on: date, row: Row) -> Iterator[dict[str, Any]]:
    """Per ground the months of its newest evidence, where that is older than the interval of the row."""
    limit = facts("intervals")["intervals"][row["interval"]]["months"]
    for item in _newest(items):
        months = months_between(item.effective_on, on)
        if months >= limit:
            yield {"ground": item.get_ground_display(), "months": months, "item": item}


def lone(items: list[Any], row: Row) -> Iterator[dict[str, Any]]:
    """Per ground the source, where fewer sources evidence it than the row asks for."""
    for item in _newest(items):
        sources = {other.source.strip().casefold() for other in items if other.ground == item.ground}
        if len(sources) < row["sources"]:
            yield {"ground": item.get_ground_display(), "source": item.source, "item": item}


def category_of(item: Any) -> str:
    """The category under which the ground of an item stands."""
    return str(facts("grounds")["grounds"][item.ground]["category"])


def _newest(items: list[Any]) -> list[Any]:
    newest: dict[str, Any] = {}
    for item in items:
        if item.ground not in newest or item.effective_on > newest[item.ground].effective_on:
            newest[item.ground] = item
    return list(newest.values())
