"""A step: one decorator on one model method is the whole truth of a transition.

Calling it takes the step: transaction → fresh row under lock → role → source → guards → body → history row and
audit event → effects after commit. It returns the fresh row, or raises `Refused` or `NotYours`.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from django_fsm import RETURN_VALUE, transition

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Person
from anpr_governance.organisations.roles import Role, System
from anpr_governance.workflow import hats, sealing
from anpr_governance.workflow.reasons import Guard, NotYours, Reason, Refused
from anpr_governance.workflow.unit import Unit, unit

KEPT = None
"""Target of a step that keeps the state."""


@dataclass(frozen=True)
class Step:
    """What the decorator declares; page, command, task and tests read it."""

    name: str
    label: Any
    source: tuple[str, ...]
    target: Any
    by: tuple[str, ...]
    unless: tuple[Guard, ...] = ()
    seals: Any = None
    reason: bool = False
    hat: str = ""
    then: tuple[Callable[[Any, Unit], None], ...] = ()
    decides: tuple[str, ...] = ()
    closes: bool = False
    grave: bool = False
    form: str = ""
    help: Any = ""
    clause: str = ""
    accepts: frozenset[str] = frozenset()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that may take it (without system principals)."""
        return tuple(name for name in self.by if not name.startswith("system:"))

    @property
    def targets(self) -> tuple[str, ...]:
        """Every state it can end in; empty when it keeps the state."""
        if self.target is KEPT:
            return ()
        return self.target if isinstance(self.target, tuple) else (self.target,)

    def entitles(self, obj: Any, by: Person | System) -> Membership | System | None:
        """The membership of today (or the named principal) that lets `by` take it on `obj`."""
        if isinstance(by, System):
            return by if by.principal in self.by else None
        return obj.entitled(by, self.roles)

    def refusals(self, obj: Any, by: Any, on: date, reason: str = "") -> list[Reason]:
        """Every unmet condition but role and source, each a sentence with its clause."""
        asked = [guard(obj, by, on) for guard in self.unless]
        found = [answer for answer in asked if answer is not None]
        return found + (hats.conflicts(obj, self.hat, by, reason) if self.hat else [])


@dataclass(frozen=True)
class Offer:
    """A step out of the present state that the viewer could take, with what still stands against it."""

    step: Step
    unmet: tuple[Reason, ...]

    name = property(lambda self: self.step.name)
    label = property(lambda self: self.step.label)
    help = property(lambda self: self.step.help)
    clause = property(lambda self: self.step.clause)
    grave = property(lambda self: self.step.grave)
    reason = property(lambda self: self.step.reason)
    sealed = property(lambda self: self.step.seals is not None)
    form = property(lambda self: self.step.form)

    @property
    def allowed(self) -> bool:
        """Whether pressing it would take the step."""
        return not self.unmet


def _names(values: str | Iterable[str] | None) -> tuple[str, ...]:
    if values is None:
        return ()
    return (str(values),) if isinstance(values, str) else tuple(str(value) for value in values)


def step(
    *,
    source: str | Sequence[str],
    target: str | Sequence[str] | None,
    label: Any,
    by: str | Sequence[str],
    unless: Sequence[Guard] = (),
    seals: Any = None,
    reason: bool = False,
    hat: str = "",
    then: Sequence[Callable[[Any, Unit], None]] = (),
    decides: Sequence[str] = (),
    closes: bool = False,
    grave: bool = False,
    form: str = "",
    help: Any = "",
    clause: str = "",
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a step. `target` None keeps the state; a sequence names the ends of which the body returns one.

    `seals` is the sheet whose bytes the step's Decision stores; `decides` names the keyword arguments that go to the
    Decision row; `closes` also points the record's own `decision` at it; `form` is a dotted form class for the page.
    """
    ends = target if target is None or isinstance(target, str) else tuple(str(end) for end in target)

    def declare(body: Callable[..., Any]) -> Any:
        moved = transition(
            field="state",
            source=list(_names(source)),
            target=RETURN_VALUE(*ends) if isinstance(ends, tuple) else ends,
        )(body)
        accepts = frozenset(inspect.signature(body).parameters)
        declared = Step(
            body.__name__, label, _names(source), ends, _names(by), tuple(unless), seals, reason, hat,
            tuple(then), tuple(decides), closes, grave, form, help, clause, accepts,
        )  # fmt: skip

        @wraps(moved)
        def take(self: Any, *, by: Person | System, on: date, reason: str = "", seen: str = "", **said: Any) -> Any:
            return _take(self, declared, moved, Taking(by, on, reason, seen, said))

        take.step = declared  # type: ignore[attr-defined]
        return take

    return declare


@dataclass(frozen=True)
class Taking:
    """One attempt: who, when it happened, why, the seal they saw, and what else the step's form says."""

    by: Person | System
    on: date
    reason: str
    seen: str
    said: dict[str, Any]


def _take(obj: Any, declared: Step, moved: Callable[..., Any], taking: Taking) -> Any:
    with unit() as running:
        running.admit(taking.by)
        fresh = type(obj)._default_manager.locked(obj.pk)
        membership = declared.entitles(fresh, taking.by)
        if membership is None:
            raise NotYours(str(declared.label))
        _check(fresh, declared, taking)
        seal = sealing.seal(declared.seals, fresh, taking.on, taking.seen) if declared.seals else None
        before = fresh.state
        known = {**taking.said, "by": taking.by, "on": taking.on, "reason": taking.reason}
        moved(fresh, **{name: value for name, value in known.items() if name in declared.accepts})
        decision = sealing.decide(fresh, declared, taking, membership, seal) if seal else None
        if declared.closes and decision is not None:
            fresh.decision = decision
        fresh.keep(taking.by, f"{declared.name}: {taking.reason}"[:100])
        running.record(fresh.organisation.code, _entry(fresh, declared, taking, membership, before, seal))
        for follow in declared.then:
            follow(fresh, running)
    return fresh


def _check(fresh: Any, declared: Step, taking: Taking) -> None:
    if fresh.state not in declared.source:
        raise Refused([_moved_on(fresh, declared)], stale=True)
    reasons = fresh.date_refusals(taking.on)
    if declared.reason and not taking.reason.strip():
        reasons.append(Reason(_("Give the reason: it stays on the record."), declared.clause, "reason"))
    reasons += declared.refusals(fresh, taking.by, taking.on, taking.reason)
    if reasons:
        raise Refused(reasons)


def _moved_on(fresh: Any, declared: Step) -> Reason:
    sentence = _("This record is now “%(state)s”, so “%(step)s” can no longer be taken. Look at it again.")
    return Reason(sentence % {"state": fresh.get_state_display(), "step": declared.label}, "", "source")


def _entry(fresh: Any, declared: Step, taking: Taking, membership: Any, before: str, seal: Any) -> Entry:
    acting = membership.acting_for if isinstance(membership, Membership) else None
    return Entry(
        at=clock.now(),
        on=taking.on,
        actor=taking.by.actor,
        acting_for=acting.person.actor if acting else "",
        kind=f"{fresh._meta.label_lower}.{declared.name}",
        hat=declared.hat,
        subject=fresh.reference,
        version=fresh.case_version(),
        payload={
            "from": before,
            "to": fresh.state,
            "role": getattr(membership, "role", ""),
            "reason": taking.reason,
            "seal": seal.sha256 if seal else "",
        },
    )


def steps_of(model: type[Any]) -> list[Step]:
    """Every step declared on `model`, in the order of its source."""
    found = [value.step for value in vars_of(model).values() if hasattr(value, "step")]
    return sorted(found, key=lambda declared: declared.name)


def vars_of(model: type[Any]) -> dict[str, Any]:
    """Attributes of a class and its bases, the nearest first."""
    merged: dict[str, Any] = {}
    for base in reversed(model.__mro__):
        merged.update(vars(base))
    return merged


def offers(obj: Any, by: Any, today: date) -> list[Offer]:
    """Every step out of the present state that today's roles of `by` include, with its unmet conditions."""
    open_here = [declared for declared in steps_of(type(obj)) if obj.state in declared.source]
    mine = [declared for declared in open_here if declared.roles and declared.entitles(obj, by) is not None]
    return [Offer(declared, tuple(declared.refusals(obj, by, today, reason="?"))) for declared in mine]


def others(obj: Any, by: Any) -> list[tuple[Any, list[str]]]:
    """What other roles could do from here: `(label, role titles)`."""
    open_here = [declared for declared in steps_of(type(obj)) if obj.state in declared.source and declared.roles]
    theirs = [declared for declared in open_here if declared.entitles(obj, by) is None]
    return [(declared.label, [str(Role(name).label) for name in declared.roles]) for declared in theirs]


def tell(*roles: str) -> Callable[[Any, Unit], None]:
    """An effect: those who hold one of `roles` are told of the step."""

    def follow(obj: Any, running: Unit) -> None:
        at = clock.now().isoformat()
        running.follow("workflow.tell", f"{obj._meta.label_lower}:{obj.pk}:{','.join(roles)}:{at}")

    return follow


def leave(kind: str) -> Callable[[Any, Unit], None]:
    """An effect: an outbox row of `kind` whose key names the record and the moment."""

    def follow(obj: Any, running: Unit) -> None:
        running.follow(kind, f"{obj._meta.label_lower}:{obj.pk}:{clock.now().isoformat()}")

    return follow
