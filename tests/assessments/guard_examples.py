"""Examples in which one guard of an assessment or a need alone refuses; those of proposals stand beside."""

from collections.abc import Callable
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from tests.assessments import proposal_examples, route_examples  # noqa: F401 - registers theirs
from tests.guards import Case, example
from tests.make import assessments as make
from tests.make.people import World

ASSESSMENT, NEED = "assessments.strategicassessment", "assessments.need"


def answered(**categories: dict[str, str]) -> dict[str, dict[str, str]]:
    """Full answers, with some categories in other words."""
    known = make.full_answers()
    return known | {name: known[name] | said for name, said in categories.items()}


def amending(world: World, record: Any, **fields: Any) -> Callable[[], Any]:
    """A mend that changes content."""
    return lambda: record.amend(by=world.analyst, on=clock.today(), **fields)


COMMUNITY = {
    "relevant": "yes", "community_initiative": "yes", "initiator": "business", "cost_to_force": "12000",
    "deter_aim": "Reads lead patrols to the vehicles.", "privacy_weight": "Few pass at night.",
}  # fmt: skip
NATIONAL = {
    "relevant": "yes", "cni": "A pumping station.", "borders": "None.", "crowded_places": "None.",
    "ct_intelligence": "None.",
}  # fmt: skip

LACKING: dict[str, dict[str, dict[str, str]]] = {
    "category_unanswered": {"community": {"relevant": "no", "reason": " "}},
    "question_unanswered": {"local_crime": {"local_crime_picture": ""}},
    "vehicle_movements_missing": {"local_crime": {"vehicle_movements": ""}},
    "national_security_unconsidered": {"national_security": NATIONAL | {"borders": ""}},
    "community_incomplete": {"community": COMMUNITY | {"cost_to_force": ""}},
    "local_crime_unassessed": {"community": COMMUNITY, "local_crime": {"relevant": "no", "reason": "None."}},
    "privacy_unweighed": {"community": COMMUNITY | {"privacy_weight": ""}},
}
WHOLE = {"national_security": NATIONAL, "community": COMMUNITY}


def _lacks(name: str) -> None:
    """An example whose answers lack one thing; the mend answers everything."""

    @example(ASSESSMENT, "submit", f"assessments.{name}")
    def build(world: World) -> Case:
        made = make.draft_assessment(world, answers=answered(**LACKING[name]))
        for ground in ("national_security", "crime_prevention"):
            make.add_evidence(world, made, ground)
        return Case(made, world.analyst, amending(world, made, answers=answered(**WHOLE)))


for lacking in LACKING:
    _lacks(lacking)


@example(ASSESSMENT, "submit", "assessments.evidence_missing")
def evidence_missing(world: World) -> Case:
    """Two categories are relevant, and one has no evidence."""
    made = make.draft_assessment(world, without="evidence")
    make.add_evidence(world, made, "local_crime")
    return Case(made, world.analyst, lambda: make.add_evidence(world, made, "serious_crime"))


@example(ASSESSMENT, "submit", "assessments.advice_not_asked")
def advice_not_asked(world: World) -> Case:
    """Nobody asked the major crime staff."""
    made = make.draft_assessment(world, without="advice")

    def mend() -> None:
        make.ask_advice(world, made)
        made.record_advice(by=world.analyst, on=clock.today(), answer="The valley road.")

    return Case(made, world.analyst, mend)


@example(ASSESSMENT, "submit", "assessments.advice_outstanding")
def advice_outstanding(world: World) -> Case:
    """They were asked and have not answered."""
    made = make.draft_assessment(world, without="advice")
    make.ask_advice(world, made)
    return Case(
        made, world.analyst, lambda: made.record_advice(by=world.crime_lead, on=clock.today(), answer="The bridge.")
    )


@example(ASSESSMENT, "endorse", "assessments.next_review_undated")
def next_review_undated(world: World) -> Case:
    """The next review lies beyond the interval."""
    made = make.submitted_assessment(world, next_review_on=add_months(clock.today(), 60))

    def mend() -> None:
        made.send_back(by=world.lead, on=clock.today(), reason="The review lies too far off.")
        amending(world, made, next_review_on=add_months(clock.today(), 12))()
        made.submit(by=world.analyst, on=clock.today())

    return Case(made, world.lead, mend)


# Needs


def _without_factor(name: str) -> dict[str, Any]:
    return {key: ({} if key == name else value) for key, value in make.full_factors().items()}


def _need_lacks(guard: str, fields: dict[str, Any], whole: dict[str, Any]) -> None:
    @example(NEED, "submit", f"assessments.{guard}")
    def build(world: World) -> Case:
        made = make.draft_need(world, **fields)
        return Case(made, world.analyst, amending(world, made, **whole))


_need_lacks("factor_unanswered", {"answers": _without_factor("local_views")}, {"answers": make.full_factors()})
_need_lacks("no_alternative", {"answers": _without_factor("alternatives")}, {"answers": make.full_factors()})
_need_lacks("no_weighing", {"weighing": " "}, {"weighing": "Weighed."})
_need_lacks("no_conclusion", {"conclusion": ""}, {"conclusion": "It presses."})


@example(NEED, "submit", "assessments.no_ground")
def no_ground(world: World) -> Case:
    """It stands on nothing."""
    made, stands_on = make.draft_need(world, without="ground"), make.endorsed_assessment(world)
    said = {"by": world.analyst, "on": clock.today(), "ground": "local_crime", "assessment": stands_on}
    return Case(made, world.analyst, lambda: made.stand_on(**said))


@example(NEED, "submit", "assessments.ground_without_evidence")
def ground_without_evidence(world: World) -> Case:
    """The assessment on which it stands is still with the strategic lead."""
    waiting = make.submitted_assessment(world)
    made = make.draft_need(world, assessment=waiting)
    return Case(made, world.analyst, lambda: waiting.endorse(by=world.lead, on=clock.today()))


@example(NEED, "submit", "assessments.reassurance_only")
def reassurance_only(world: World) -> Case:
    """Reassurance is the only ground, and no crime is named."""
    draft = make.draft_assessment(world, answers=answered(community=COMMUNITY))
    make.add_evidence(world, draft, "community_confidence")
    endorsed = draft.submit(by=world.analyst, on=clock.today()).endorse(by=world.lead, on=clock.today())
    made = make.draft_need(world, without="ground")
    made.stand_on(by=world.analyst, on=clock.today(), ground="community_confidence", assessment=endorsed)
    aim = make.full_factors()
    aim["how_anpr_helps"] |= {"crime_aim": "Reads lead patrols to those who raid."}
    return Case(made, world.analyst, amending(world, made, answers=aim))


def new_assessment(world: World, old: Any, ground: str = "") -> Any:
    """A later version of an assessment, endorsed; without the evidence of `ground`."""
    today = clock.today()
    later = old.new_version(by=world.analyst, on=today)
    for row in later.evidence.filter(ground=ground):
        later.amend(by=world.analyst, on=today, part=row, drop=True)
        make.add_evidence(world, later, "crime_prevention")
    make.ask_advice(world, later)
    later.record_advice(by=world.crime_lead, on=today, answer="As before.")
    said = answered(community=COMMUNITY, local_crime={"relevant": "no", "reason": "It fell."}) if ground else None
    if said:
        said["community"] |= {"community_initiative": "no"}
    later.amend(by=world.analyst, on=today, next_review_on=add_months(today, 12), **({"answers": said} if said else {}))
    return make.fresh(later).submit(by=world.analyst, on=today).endorse(by=world.lead, on=today)


@example(NEED, "confirm", "assessments.assessment_not_in_force")
def assessment_not_in_force(world: World) -> Case:
    """The endorsement of its assessment was withdrawn."""
    made = make.established_need(world)
    old = made.ground_rows[0].assessment
    old.withdraw_endorsed(by=world.lead, on=clock.today(), reason="The figures were wrong.")
    return Case(made, world.lead, lambda: new_assessment(world, make.fresh(old)))


@example(NEED, "confirm", "assessments.ground_no_longer_evidenced")
def ground_no_longer_evidenced(world: World) -> Case:
    """The version in force has no evidence for its ground."""
    made = make.established_need(world)
    later = new_assessment(world, made.ground_rows[0].assessment, ground="local_crime")
    return Case(made, world.lead, lambda: _evidenced_again(world, later))


def _evidenced_again(world: World, old: Any) -> None:
    today = clock.today()
    later = make.fresh(old).new_version(by=world.analyst, on=today)
    make.add_evidence(world, later, "local_crime")
    make.ask_advice(world, later)
    later.record_advice(by=world.crime_lead, on=today, answer="As before.")
    later.amend(by=world.analyst, on=today, next_review_on=add_months(today, 12))
    make.fresh(later).submit(by=world.analyst, on=today).endorse(by=world.lead, on=today)
