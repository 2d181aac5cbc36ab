"""Every guard of every step refuses alone, with its sentence; and once its condition is met the step is taken."""

import importlib
from typing import Any

import pytest
from django.apps import apps

from anpr_governance.database import clock
from anpr_governance.workflow.reasons import Refused
from anpr_governance.workflow.stateful import Stateful
from anpr_governance.workflow.steps import steps_of
from tests.guards import EXAMPLES, Case
from tests.make.people import World

APPS = ("cameras", "assessments", "dpia", "reviews")
for app in APPS:
    importlib.import_module(f"tests.{app}.guard_examples")


def declared() -> list[tuple[str, str, str]]:
    """Every (model, step, guard) that the machines declare."""
    machines = [model for model in apps.get_models() if issubclass(model, Stateful) and model._meta.app_label in APPS]
    return sorted(
        (model._meta.label_lower, step.name, guard.name)
        for model in machines
        for step in steps_of(model)
        for guard in step.unless
    )


def test_every_guard_has_an_example_and_every_example_a_guard() -> None:
    assert set(declared()) == set(EXAMPLES)


@pytest.mark.django_db
@pytest.mark.parametrize("triple", sorted(EXAMPLES), ids="-".join)
def test_it_alone_refuses_and_once_mended_lets_pass(triple: tuple[str, str, str]) -> None:
    case = EXAMPLES[triple](World())
    take: Any = getattr(case.obj, triple[1])
    with pytest.raises(Refused) as refused:
        take(**words(case))
    assert {reason.guard for reason in refused.value.reasons} == {triple[2]}
    assert all(len(reason.sentence) > 10 and reason.clause for reason in refused.value.reasons)
    case.mend()
    take(**words(case))


def words(case: Case) -> dict[str, Any]:
    """Who, when, why and what else is said; mending may be that somebody else takes the step."""
    return {"by": case.by, "on": case.on or clock.today(), "reason": case.reason, **case.said}
