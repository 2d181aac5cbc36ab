"""A unit of work: one transaction whose audit events are chained at its end, the head locked last."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from anpr_governance.audit import Entry, append_many
from anpr_governance.organisations.models import Person
from anpr_governance.workflow import effects


@dataclass
class Unit:
    """What the running unit will chain and send when it ends."""

    entries: list[tuple[str, Entry]] = field(default_factory=list)
    effects: list[tuple[str, str]] = field(default_factory=list)
    standing: set[int] = field(default_factory=set)

    def admit(self, by: Any) -> None:
        """Before a door locks its record: hold the roles of `by` as they are now, once a unit."""
        if isinstance(by, Person) and by.pk not in self.standing:
            by.stand()
            self.standing.add(by.pk)

    def record(self, organisation_code: str, entry: Entry) -> None:
        """Chain `entry` at the end of the unit."""
        self.entries.append((organisation_code, entry))

    def follow(self, kind: str, key: str) -> None:
        """Leave an outbox row of `kind` for `key` at the end of the unit; once, however often asked."""
        if (kind, key) not in self.effects:
            self.effects.append((kind, key))

    def finish(self) -> None:
        """Write outbox rows, then the chains in order of their codes, heads last."""
        effects.leave(self.effects)
        told: dict[str, list[Entry]] = {}
        for code, entry in self.entries:
            told.setdefault(code, []).append(entry)
        append_many(told)


_running: ContextVar[Unit | None] = ContextVar("unit", default=None)


@contextmanager
def unit() -> Iterator[Unit]:
    """Join the running unit, or run one: everything or nothing."""
    running = _running.get()
    if running is not None:
        yield running
        return
    with transaction.atomic():
        begun = Unit()
        token = _running.set(begun)
        try:
            yield begun
            begun.finish()
        finally:
            _running.reset(token)
