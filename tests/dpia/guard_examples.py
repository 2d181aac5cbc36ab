"""Of each guard of a DPIA's steps, a record in which it alone refuses, and what mends it."""

from collections.abc import Callable
from typing import Any

from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from dpia.models import Dpia
from tests.dpia import release_examples  # noqa: F401 - registers the examples of releases
from tests.guards import Case, example
from tests.make import dpia as make
from tests.make.people import World, member

MODEL = "dpia.dpia"
Build = Callable[[World], Case]


def of(step: str, guard: str) -> Callable[[Build], Build]:
    """Register an example of `dpia.<guard>` at `step`."""
    return example(MODEL, step, f"dpia.{guard}")


def on() -> dict[str, Any]:
    """Today, for the doors."""
    return {"on": clock.today()}


def both(world: World, role: str) -> Person:
    """The ANPR manager, who holds `role` too."""
    member(world.organisation, world.manager, role)
    return Person.objects.get(pk=world.manager.pk)


@of("open_consultation", "plan_undescribed")
def _(world: World) -> Case:
    row = make.draft_dpia(world)
    return Case(row, world.manager, lambda: make.filled(world, row))


def sending(guard: str, missing: str) -> None:
    """`guard` refuses to send while `missing` is left out; writing the whole content mends it."""

    @of("send_to_dpo", guard)
    def _(world: World) -> Case:
        row = make.filled(world, make.draft_dpia(world), without=[missing])
        rest = {"answers", "impacts", "risk", "system_type", "increase", "consultation"} - {missing}
        return Case(row, world.manager, lambda: make.filled(world, row, without=rest))


sending("questions_unanswered", "answers")
sending("no_risk_named", "risk")
sending("impact_unanswered", "impacts")
sending("consultation_missing", "consultation")
sending("system_type_missing", "system_type")
sending("increase_unanswered", "increase")


@of("send_to_dpo", "risk_without_measure")
def _(world: World) -> Case:
    row = make.filled(world, make.draft_dpia(world), without=["measure"])
    return Case(
        row, world.manager,
        lambda: row.plan_measure(by=world.manager, risk=row.risks.get(), **make.MEASURE, **on()),
    )  # fmt: skip


@of("send_to_dpo", "covers_nothing")
def _(world: World) -> Case:
    row = make.filled(world, make.draft_dpia(world, sites=[]))
    return Case(row, world.manager, lambda: row.cover(by=world.manager, sites=[make.found_site(world)], **on()))


@of("advise", "regulator_undecided")
def _(world: World) -> Case:
    draft = make.filled(world, make.draft_dpia(world))
    draft.name_risk(by=world.manager, risk=draft.risks.get(), overall="high", **on())
    draft.send_to_dpo(by=world.manager, **on())
    return Case(
        make.fresh(draft), world.dpo,
        lambda: draft.decide_on_regulator(by=world.dpo, needed=False, reason="The measures bring it down.", **on()),
        said={"text": "It is in proportion.", "proceed": True},
    )  # fmt: skip


def approving(step: str) -> None:
    """The two approvals, whose conditions are the same."""

    @of(step, "measure_without_owner")
    def _(world: World) -> Case:
        row = make.advised(world, without=["owner"])
        return Case(row, world.lead, lambda: _own_it(world, row))

    @of(step, "written_by_signer")
    def _(world: World) -> Case:
        row = make.advised(world)
        case = Case(row, both(world, "strategic-lead"), lambda: setattr(case, "by", world.lead))
        return case


approving("approve_measures")
approving("approve_residual_risk")


def _own_it(world: World, row: Dpia) -> None:
    row.send_back(by=world.dpo, reason="Name who does it.", **on())
    measure = row.risks.get().measures.get()
    owner = {"owner": world.specialist.memberships.get(), "due": clock.today()}
    row.plan_measure(by=world.manager, risk=measure.risk, measure=measure, **owner, **on())
    row.send_to_dpo(by=world.manager, **on())
    make.advised(world, make.fresh(row))


@of("consult_ico", "no_request_pack")
def _(world: World) -> Case:
    row = make.advised(world)
    row.prepare_request(by=world.dpo, trigger="A high risk remains", **on())
    return Case(row, world.dpo, lambda: row.prepare_request(by=world.dpo, pack=make.file(world), **on()))


@of("record_ico_outcome", "reply_without_document")
def _(world: World) -> Case:
    row = make.with_ico(world, letter=False)
    mend = lambda: row.prepare_request(by=world.dpo, document=make.file(world), **on())  # noqa: E731
    return Case(row, world.dpo, mend, said={"outcome": "proceed", "text": "No objection."})


@of("sign_off", "measures_not_approved")
def _(world: World) -> Case:
    row = make.ready_dpia(world, without=["measures"])
    return Case(row, world.chief, lambda: row.approve_measures(by=world.lead, **on()))


@of("sign_off", "residual_risk_not_approved")
def _(world: World) -> Case:
    row = make.ready_dpia(world, without=["residual"])
    return Case(row, world.chief, lambda: row.approve_residual_risk(by=world.lead, **on()))


@of("sign_off", "outcomes_unanswered")
def _(world: World) -> Case:
    row = make.ready_dpia(world, without=["outcomes"])
    return Case(row, world.chief, lambda: make.answer_outcomes(world, row))


@of("sign_off", "advice_missing")
def _(world: World) -> Case:
    row = make.advised(world)
    row.consultation.responses.create(received_on=clock.today(), text="A late letter")
    make.finish(world, row)
    return Case(row, world.chief, lambda: _advise_again(world, row))


def _advise_again(world: World, row: Dpia) -> None:
    row.give_early_advice(by=world.dpo, text="The late letter changes nothing.", proceed=True, **on())
    make.answer_outcomes(world, row)


@of("sign_off", "view_missing")
def _(world: World) -> Case:
    row = make.ready_dpia(world, without=["view"])
    view = {"text": "I support it.", "proceed": True}
    return Case(row, world.chief, lambda: row.give_surveillance_view(by=world.surveillance, **view, **on()))


@of("sign_off", "regulator_unheard")
def _(world: World) -> Case:
    draft = make.filled(world, make.draft_dpia(world))
    draft.amend(by=world.manager, large_increase=True, **on())
    draft.send_to_dpo(by=world.manager, **on())
    row = make.ready_dpia(world, make.fresh(draft))
    return Case(row, world.chief, lambda: _hear_the_regulator(world, row))


def _hear_the_regulator(world: World, row: Dpia) -> None:
    make.with_ico(world, row)
    row.record_ico_outcome(by=world.dpo, outcome="proceed", text="No objection.", **on())


@of("sign_off", "overruled_without_reasons")
def _(world: World) -> Case:
    row = make.advised(world)
    make.finish(world, row, advice_accepted=False)
    mend = {"advice_accepted": False, "advice_reasons": "The road is needed."}
    return Case(row, world.chief, lambda: make.answer_outcomes(world, row, **mend))


@of("sign_off", "accepted_yet_against")
def _(world: World) -> Case:
    row = make.ready_dpia(world, proceed=False)
    mend = {"advice_accepted": False, "advice_reasons": "The road is needed."}
    return Case(row, world.chief, lambda: make.answer_outcomes(world, row, **mend))


@of("sign_off", "departed_without_reasons")
def _(world: World) -> Case:
    row = make.advised(world)
    make.finish(world, row, views_followed=False)
    mend = {"views_followed": False, "views_reasons": "One view of forty, answered on page two."}
    return Case(row, world.chief, lambda: make.answer_outcomes(world, row, **mend))


@of("sign_off", "written_by_signer")
def _(world: World) -> Case:
    row = make.ready_dpia(world)
    case = Case(row, both(world, "chief-officer"), lambda: setattr(case, "by", world.chief))
    return case
