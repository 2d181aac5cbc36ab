"""What beat runs daily: what falls due is opened, told and escalated, each exactly once, however often it runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anpr_governance.duties import agenda
from anpr_governance.duties.registry import DUTIES, Duty
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.regulation import facts
from anpr_governance.workflow import notices
from anpr_governance.workflow.models import Notice

STAND_INS = ("strategic-lead", "org-admin", "chief-officer")
"""Who is told where a role has no holder: those who can fill it or answer for it."""


@dataclass
class Done:
    """What one run did."""

    opened: int = 0
    reminded: int = 0
    escalated: int = 0

    def __str__(self) -> str:
        return f"opened {self.opened}, reminded {self.reminded}, escalated {self.escalated}"


@dataclass(frozen=True)
class Level:
    """One rung: `days` before (or, negative, after) the due date; told to `roles`, or to the duty's own."""

    key: str
    days: int
    roles: tuple[str, ...] = ()
    every: int = 0


def levels() -> list[Level]:
    """The rungs of regulation/intervals.toml: reminders before the day, then escalation after it."""
    table = facts("intervals")
    before = [Level(f"in-{days}", days) for days in table["reminders"]["before_days"]]
    after = [
        Level(f"late-{rung['overdue_days']}", -rung["overdue_days"], _above(rung), rung["repeat_days"])
        for rung in table["escalation"]
    ]
    return before + after


def _above(rung: Any) -> tuple[str, ...]:
    """The first rung reminds the duty's own role; the later ones tell those above it."""
    return () if rung["level"] == 1 else tuple(rung["roles"])


def open_due(today: date, organisations: Sequence[Organisation] | None = None) -> Done:
    """Open, remind and escalate what is due on `today`; a second run on the same day does nothing."""
    forces = list(Organisation.objects.order_by("pk")) if organisations is None else list(organisations)
    done = Done()
    keys = [force.pk for force in forces]
    for duty in agenda.openable():
        done.opened += duty.opens(today, keys) if duty.opens else 0
    for force in forces:
        _tell(force, today, done)
    return done


def _tell(force: Organisation, today: date, done: Done) -> None:
    for duty in DUTIES.values():
        if duty.owner:
            continue
        for level in levels():
            with transaction.atomic():
                told = _rung(force, duty, level, today)
            if level.roles:
                done.escalated += told
            else:
                done.reminded += told


def _rung(force: Organisation, duty: Duty, level: Level, today: date) -> int:
    """Tell the holders of one rung about what newly reached it; answers how many lines are new."""
    through = today + timedelta(days=level.days)
    stem = f"{duty.key}:{level.key}:{force.code}"
    told = _told_through(force, stem)
    if told is not None and told >= through:
        return 0
    fresh = agenda.due_between(duty, force.pk, today, told, through)
    again = level.every and told is not None and (through - told).days >= level.every
    count = agenda.due_between(duty, force.pk, today, None, through) if again else fresh
    if not count:
        return 0
    people = notices.holders(force, level.roles or (duty.role,)) or notices.holders(force, STAND_INS)
    return _write(people, force, duty, level, through, stem, count)


def _told_through(force: Organisation, stem: str) -> date | None:
    rows = Notice.objects.filter(organisation=force, kind="duty", key__startswith=f"{stem}:")
    return rows.aggregate(through=Max("through"))["through"]


def _write(
    people: list[Person], force: Organisation, duty: Duty, level: Level, through: date, stem: str, count: int
) -> int:
    text = sentence(duty, level, count, through)
    key = f"{stem}:{through.isoformat()}"
    return notices.write(people, force, "duty", key, text, duty.path, through)


def sentence(duty: Duty, level: Level, count: int, through: date) -> str:
    """One digest line: a duty with its count, never a place."""
    what: Any = {"count": count, "what": duty.plural if count != 1 else duty.title, "day": f"{through:%-d %B %Y}"}
    if level.days >= 0:
        form = ngettext("%(what)s: %(count)d falls due by %(day)s.", "%(what)s: %(count)d fall due by %(day)s.", count)
    else:
        form = _("%(what)s: %(count)d overdue since %(day)s or earlier.")
    return form % what
