"""Random people taking random steps and changing random content, as the product's doors let them or refuse them."""

import inspect
from datetime import timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.reasons import NotYours, Refused
from anpr_governance.workflow.stateful import OneDoor, Stateful
from anpr_governance.workflow.steps import steps_of, vars_of
from tests.make import assessments, cameras, dpia, release, reviews
from tests.make.people import World, member

MACHINES = [model for model in apps.get_models() if issubclass(model, Stateful) and not model._meta.abstract]
LATE = ("refuse", "withdraw", "withdraw_endorsed", "cease_collection", "mark_duplicate", "cancel")
"""Steps that end a record are taken more rarely, or every walk would soon stand still."""
COUNTS = {"vehicles": 500, "visible": 490, "captured": 487, "read": 470}
SAID: dict[str, Any] = {
    "text": ("It is in proportion.",), "proceed": (True, False), "outcome": ("proceed", "refused", "nonsense"),
    "how": ("Counted from a recording",), "period": ("Two hours",), "tester": ("",), "code": ("fault", "failed_test"),
    "balance": ("", "Grave harm outweighs little."), "dissent": ("",), "finding": (1, 0), "opened_by": ("",),
    "installed_on": (None,), "live_since": (None,), **{name: (value, 12) for name, value in COUNTS.items()},
}  # fmt: skip


def peopled(world: World) -> list[Person]:
    """Everybody of the force, and somebody of another."""
    names = "manager manager_2 specialist analyst crime_lead lead chief dpo surveillance foi foi_2 finance admin"
    one = [getattr(world, name) for name in names.split()]
    return [*one, *of_two_hats(world), *world.board, *world.group, world.nobody, world.outsider]


def of_two_hats(world: World) -> list[Person]:
    """People whose roles would let them write and advise, write and approve, redact and check."""
    pairs = [(Role.DPO, Role.ANPR_MANAGER), (Role.CHIEF_OFFICER, Role.ANPR_SPECIALIST), (Role.ANALYST, Role.DPO)]
    made = [world.someone(first, f"{first} and {second}") for first, second in pairs]
    for person, (_first, second) in zip(made, pairs, strict=True):
        member(world.organisation, person, second)
    return [Person.objects.get(pk=person.pk) for person in made]


def begin(world: World) -> None:
    """Records in the middle of their lives, by the real steps."""
    assessments.draft_assessment(world)
    assessments.proposal(world, "deciding")
    decided_site(world)
    checked_site(world).go_live(by=world.manager, on=clock.today())
    dpia.ready_dpia(world)
    release.marked(world)
    reviews.assessing(world, place=cameras.found(world))
    cameras.recorded(world, cameras.check(world, cameras.found(world, state="installed")))


def decided_site(world: World, name: str = "Old bridge") -> Any:
    """A site with a proposal approved by the whole route, ready to be installed."""
    place = assessments.proposed_site(world, name, area=cameras.area(world))
    assessments.proposal(world, "approved", sites=[place])
    cameras.device(world, place, clock.today())
    cameras.public_information(world, place.area)
    cameras.asset(world, place)
    return assessments.fresh(place)


def checked_site(world: World) -> Any:
    """Another, installed and with its checks passed."""
    place = decided_site(world, "New bridge").record_installation(by=world.manager, on=clock.today())
    for waiting in place.checks.filter(state="open"):
        cameras.passed(world, waiting)
    return place


class Walk:
    """One walk of a seed; `taken` counts the steps that were let pass, by name."""

    def __init__(self, world: World, seed: int) -> None:
        self.random, self.people = Random(seed), peopled(world)
        self.taken: dict[str, int] = {}
        self.refused = 0

    def go(self) -> None:
        """One attempt: a record, something to do with it, somebody, a day."""
        record = self.record()
        act = self.amend if self.random.random() < 0.15 else self.step
        try:
            with transaction.atomic():
                name = act(record)
        except (Refused, NotYours, OneDoor, ObjectDoesNotExist):
            self.refused += 1
        else:
            self.taken[name] = self.taken.get(name, 0) + 1

    def record(self) -> Any:
        """Any record of any machine that has one."""
        model: Any = self.random.choice([machine for machine in MACHINES if machine._default_manager.exists()])
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        return model._default_manager.get(pk=self.random.choice(list(keys)))

    def step(self, record: Any) -> str:
        """More often than not one that nothing stands against, else any step by anybody."""
        every = [(one, person) for one in steps_of(type(record)) if one.roles for person in self.people]
        open_now = [(one, by) for one, by in every if record.state in one.source and one.entitles(record, by)]
        ready = [
            (one, by)
            for one, by in open_now
            if one.name not in LATE and not one.refusals(record, by, clock.today(), "So.")
        ]
        declared, by = self.random.choice(self.random.choice([ready, ready, ready, open_now, every]) or every)
        reason = self.random.choice(["It has to be.", "It has to be.", ""])
        said = self.said(record, declared.name)
        getattr(record, declared.name)(**{"by": by, "on": self.day(), "reason": reason} | said)
        return f"{type(record).__name__}.{declared.name}"

    def said(self, record: Any, name: str) -> dict[str, Any]:
        """A word for everything else that the step asks."""
        asked = inspect.signature(inspect.unwrap(vars_of(type(record))[name])).parameters
        found = {key: self.random.choice(SAID[key]) for key in asked if key in SAID}
        return found | ({"other": self.record_of(type(record))} if "other" in asked else {})

    def record_of(self, model: Any) -> Any:
        """Any record of one machine."""
        return self.random.choice(list(model._default_manager.order_by("pk")))

    def amend(self, record: Any) -> str:
        """Change some text or try to change the state itself."""
        texts = [field.name for field in record._meta.fields if field.get_internal_type() == "TextField"]
        name = self.random.choice([*texts, "state"])
        record.amend(by=self.random.choice(self.people), on=self.day(), **{name: f"words {self.random.random()}"})
        return f"{type(record).__name__}.amend"

    def day(self) -> Any:
        """Today mostly, else a day that the record may not know or that has not come."""
        return clock.today() + timedelta(days=self.random.choice([0, 0, 0, 0, 0, 0, 0, 0, -1, 1]))
