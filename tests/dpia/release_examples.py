"""Of each guard of a release's steps, a record in which it alone refuses, and what mends it."""

from collections.abc import Callable
from typing import Any

from anpr_governance.database import clock
from anpr_governance.workflow import correcting
from tests.guards import Case, example
from tests.make import release as make
from tests.make.people import World

Build = Callable[[World], Case]
POLICY = {"lawful_basis": "Held under the A1 policy."}


def of(step: str, guard: str) -> Callable[[Build], Build]:
    """Register an example of `dpia.<guard>` at `step` of a release."""
    return example("dpia.release", step, f"dpia.{guard}")


def on() -> dict[str, Any]:
    """Today, for the doors."""
    return {"on": clock.today()}


@of("check_redaction", "suggestion_open")
def _(world: World) -> Case:
    row = make.begun(world, **POLICY)
    make.mark(world, row, make.PLACE)
    return Case(make.fresh(row), world.foi_2, lambda: make.marked_rest(world, make.fresh(row)))


@of("check_redaction", "ruling_unconfirmed")
def _(world: World) -> Case:
    row = make.begun(world, **POLICY)
    make.mark(world, row, make.PLACE)
    one = make.suggestion(make.fresh(row), "A1")
    finding = make.fresh(row).rule(by=world.foi, one=one, reason="The name of a policy.", **on())
    return Case(
        make.fresh(row), world.foi_2, lambda: row.confirm_ruling(by=world.foi_2, finding=finding.pk, **on())
    )  # fmt: skip


def lacking(guard: str, column: str) -> None:
    """`guard` refuses while one reason of one mark is empty."""

    @of("check_redaction", guard)
    def _(world: World) -> Case:
        row = make.marked(world)
        plea = row.marks[0].pleas[0]
        row.amend(by=world.foi, part=plea, **{column: ""}, **on())
        mend = lambda: row.amend(by=world.foi, part=plea, **{column: make.PLEA[column]}, **on())  # noqa: E731
        return Case(make.fresh(row), world.foi_2, mend)


lacking("span_unreasoned", "harm")
lacking("interest_unweighed", "public_interest")


@of("check_redaction", "exclusive_together")
def _(world: World) -> Case:
    row = make.begun(world)
    pleas = [
        {**make.CLASS_PLEA, "exemption": "s23-1"},
        {"exemption": "s24-1", "limb": "", "harm": "It is required.", "public_interest": "Safety weighs more."},
    ]
    span = make.mark(world, row, make.PLACE, pleas=pleas, in_the_alternative=True)
    row.amend(by=world.foi, part=span, in_the_alternative=False, **on())
    mend = lambda: row.amend(by=world.foi, part=span, in_the_alternative=True, **on())  # noqa: E731
    return Case(make.fresh(row), world.foi_2, mend)


@of("check_redaction", "own_words_tell")
def _(world: World) -> Case:
    row = make.marked(world)
    row.amend(by=world.foi, title_en="Cameras at Tollgate", **on())
    return Case(make.fresh(row), world.foi_2, lambda: row.amend(by=world.foi, title_en="Cameras in the east", **on()))


@of("release", "gate_not_passed")
def _(world: World) -> Case:
    row = make.checked(world)
    return Case(row, world.foi_2, lambda: row.run_gate(by=world.foi_2, **on()))


@of("release", "checked_other_words")
def _(world: World) -> Case:
    row = make.checked(world)
    erratum = correcting.correct(
        row.dpia, row.dpia.decision, by=world.chief, text="Not 12 but 24 months.", reason="A slip.", **on()
    )
    correcting.confirm(row.dpia, erratum, by=world.dpo, **on())
    ready = make.tested(world, make.fresh(row))

    def read_again() -> None:
        ready.return_(by=world.foi_2, reason="Read the correction.", **on())
        make.tested(world, make.checked(world, make.fresh(ready)))

    return Case(ready, world.foi_2, read_again)


@of("release", "mosaic_open")
def _(world: World) -> Case:
    named = make.begun(world, make.signed_dpia(world, project="The Hollins scheme was counted."))
    public = make.released(world, make.checked(world, named))
    row = make.begun(world, project="A camera stands at Hollins, in the east. Reads are kept for 12 months.")
    make.mark(world, row, "Hollins")
    ready = make.tested(world, make.checked(world, make.marked_rest(world, make.fresh(row))))
    return Case(ready, world.foi_2, lambda: public.withdraw(by=world.dpo, reason="It names the place.", **on()))
