"""Search over every kind of record: apps register what can be found, each asked through `visible_to`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from anpr_governance.workflow.querysets import REFERENCE

MOST = 20
WORDS = 8


@dataclass(frozen=True)
class Found:
    """One hit: a record with its title, reference and state."""

    kind: str
    title: str
    reference: str
    path: str
    state: str


@dataclass(frozen=True)
class Kind:
    """A model that can be found by words in `fields`."""

    label: Any
    model: type[Any]
    fields: tuple[str, ...]
    related: tuple[str, ...] = ("organisation",)


_kinds: list[Kind] = []


def register(label: Any, model: type[Any], fields: Sequence[str], related: Sequence[str] = ("organisation",)) -> None:
    """Let records of `model` be found; called from an app's `apps.ready()`."""
    kind = Kind(label, model, tuple(fields), tuple(related))
    if kind.model not in [known.model for known in _kinds]:
        _kinds.append(kind)


def find(person: Any, text: str, narrow: Callable[[Any], Any] = lambda rows: rows) -> list[Found]:
    """What `person` may see that holds every word of `text`, or has it as its reference; at most 20 of a kind."""
    words = text.replace("\x00", "").split()[:WORDS]
    if not words:
        return []
    found: list[Found] = []
    for kind in _kinds:
        rows = kind.model.objects.visible_to(person).filter(_matching(kind, words, text)).select_related(*kind.related)
        found += [_hit(kind, row) for row in narrow(rows).order_by("pk")[:MOST]]
    return found


def _matching(kind: Kind, words: Sequence[str], text: str) -> Q:
    every = Q()
    for word in words:
        one = Q()
        for field in kind.fields:
            one |= Q(**{f"{field}__icontains": word[:80]})
        every &= one
    known = REFERENCE.match(text.strip().upper())
    if known and known["letter"] == getattr(kind.model, "letter", ""):
        every |= Q(organisation__code=known["code"], number=int(known["number"]))
    return every


def _hit(kind: Kind, row: Any) -> Found:
    state = row.get_state_display() if hasattr(row, "get_state_display") else ""
    return Found(str(kind.label), str(row.title), row.reference, row.get_absolute_url(), str(state))
