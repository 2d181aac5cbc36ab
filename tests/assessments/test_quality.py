"""What a reader will ask: each rule speaks alone where its matter is weak, and all are silent of a good record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.regulation import facts
from assessments.guards import quality
from assessments.guards.noting import RULES, months_between
from assessments.models import ProvisionGap, StrategicAssessment
from tests.make import assessments as make
from tests.make.people import World

LONG = "Two groups used the valley road at night in 14 of 19 raids, by the crime records of the year to March."
PRIVACY = "Some 4,000 people a day pass who have done nothing; against that stand three raids a month on village shops."


def good_answers() -> dict[str, dict[str, str]]:
    """Answers of which no rule speaks."""
    known = make.full_answers()
    known["serious_crime"]["serious_crime_analysis"] = LONG
    known["local_crime"] |= {"local_crime_picture": LONG, "vehicle_movements": LONG}
    known["community"] |= {"reason": "Nobody asked for it in the year that was looked at."}
    return known


def good_factors() -> dict[str, Any]:
    """Factors of which no rule speaks."""
    known = make.full_factors()
    known["local_views"]["analysis"] = (
        "The parish council of the Severn valley was asked on 3 March; two spoke against it."
    )
    known["scope"] |= {"vehicles": "4,000", "source": "County count of 2025"}
    known["alternatives"]["rows"].append({"tactic": "Lights", "intrusion": "less", "why_not": "They were broken."})
    return known


WEIGHING = "The harm is grave and repeated. Against it stands the privacy of those who pass, most of them innocent."


def assessment(world: World) -> StrategicAssessment:
    """A draft of which no rule speaks."""
    made = make.draft_assessment(world, answers=good_answers())
    for ground in ("local_crime", "serious_crime"):
        make.add_evidence(world, made, ground, source="Reports of victims")
    made.amend(by=world.analyst, on=clock.today(), part=ProvisionGap(assessment=made, description="The old bridge."))
    return made


def spoken(record: Any) -> set[str]:
    """The names of the rules that speak of the record as the database has it now."""
    return {note.rule for note in quality.notes(make.fresh(record), clock.today())}


def each_alone(record: Any, cases: dict[str, Callable[[Any], Any]]) -> dict[str, set[str]]:
    """Case by case what the rules say, each undone after it was looked at."""
    found = {"": spoken(record)}
    for name, weaken in cases.items():
        with transaction.atomic():
            weaken(make.fresh(record))
            found[name] = spoken(record)
            transaction.set_rollback(True)
    return found


def alone(cases: Any) -> dict[str, set[str]]:
    """Silence of the good record, and each rule alone."""
    return {"": set(), **{name: {name} for name in cases}}


def said(world: World, record: Any, key: str, **answers: Any) -> Any:
    """Put other words into one category or factor."""
    whole = {**record.answers, key: {**record.answers.get(key, {}), **answers}}
    return record.amend(by=world.analyst, on=clock.today(), answers=whole)


def community(weight: str) -> dict[str, str]:
    """The fourth category, relevant."""
    return {"relevant": "yes", "community_initiative": "no", "deter_aim": LONG, "privacy_weight": weight}


@pytest.mark.django_db
@pytest.mark.requirement("T013", "T025", "T028", "T032")
def test_each_rule_of_an_assessment_speaks_alone_and_of_a_good_one_none(world: World) -> None:
    today, made = clock.today(), assessment(world)

    def evidence(record: Any, **fields: Any) -> None:
        for item in record.evidence.filter(ground="local_crime"):
            record.amend(by=world.analyst, on=today, part=item, **fields)

    cases: dict[str, Callable[[Any], Any]] = {
        "answer_short": lambda it: said(world, it, "local_crime", vehicle_movements="In 14 cases."),
        "reason_short": lambda it: said(world, it, "community", reason="Not asked."),
        "no_figure": lambda it: said(
            world, it, "local_crime", local_crime_picture="Raids on shops by night, again and again, all year."
        ),
        "evidence_old": lambda it: evidence(it, effective_on=add_months(today, -26)),
        "evidence_single": lambda it: evidence(it, source="One and the same"),
        "evidence_thin": lambda it: evidence(it, analysis="As one expects."),
        "privacy_thin": lambda it: said(world, it, "community", **community("Few pass, and all of them lose little.")),
        "no_gap_named": lambda it: it.amend(
            by=world.analyst, on=today, part=it.provision_gaps.get(), drop=True
        ),
        "review_far": lambda it: it.amend(by=world.analyst, on=today, next_review_on=add_months(today, 18)),
        "advice_none": lambda it: it.amend(by=world.analyst, on=today, part=it.advice(), absent=True),
    }  # fmt: skip
    assert each_alone(made, cases) == alone(cases)
    assert set(cases) == set(RULES["assessment"])
    with transaction.atomic():
        evidence(make.fresh(made), effective_on=add_months(today, -26))
        note = quality.notes(make.fresh(made), today)[0]
        assert note.sentence == "The newest evidence for “Local crime” is 26 months old."
        transaction.set_rollback(True)
    enough = said(world, make.fresh(made), "community", **community(PRIVACY))
    assert spoken(enough) == set()


@pytest.mark.django_db
@pytest.mark.requirement("T011", "T031", "T032", "T033", "T035", "T037", "T039", "T040", "T041")
def test_each_rule_of_a_need_speaks_alone_and_of_a_good_one_none(world: World) -> None:
    today, stands_on = clock.today(), assessment(world)
    make.add_evidence(world, stands_on, "community_confidence", source="A survey", effective_on=add_months(today, -1))
    make.add_evidence(world, stands_on, "community_confidence", source="Letters", effective_on=add_months(today, -1))
    make.add_evidence(world, stands_on, "crime_prevention", source="Alone")
    make.add_evidence(world, stands_on, "national_security", source="One", effective_on=add_months(today, -30))
    make.add_evidence(world, stands_on, "national_security", source="Two", effective_on=add_months(today, -30))
    bare = make.draft_assessment(world, without="evidence", area="Severn hills")
    made = make.draft_need(
        world, assessment=stands_on, answers=good_factors(), weighing=WEIGHING,
        purpose="Half as many raids in 12 months.",
        conclusion="There is a pressing social need for ANPR on the valley road.",
    )  # fmt: skip

    def change(record: Any, **fields: Any) -> Any:
        return record.amend(by=world.analyst, on=today, **fields)

    def also(record: Any, ground: str, on: Any = stands_on) -> None:
        record.stand_on(by=world.analyst, on=today, ground=ground, assessment=on)

    def reassure(record: Any) -> None:
        change(record, part=record.grounds.get(), drop=True)
        also(make.fresh(record), "community_confidence")

    rows = good_factors()["alternatives"]["rows"]
    ways = [{"way": "North", "watched_by": "ours"}, {"way": "South", "watched_by": "ours"}]
    cases: dict[str, Callable[[Any], Any]] = {
        "no_less_intrusive": lambda it: said(
            world, it, "alternatives", rows=[row | {"intrusion": "more"} for row in rows]
        ),
        "tactic_without_reason": lambda it: said(world, it, "alternatives", rows=[*rows, {"tactic": "Alarms"}]),
        "one_tactic": lambda it: said(world, it, "alternatives", rows=rows[:1]),
        "people_without_source": lambda it: change(it, people_source=""),
        "wide_range": lambda it: change(it, people_from=100, people_to=501),
        "views_undated": lambda it: said(world, it, "local_views", analysis="The parish council of the valley agrees."),
        "views_elsewhere": lambda it: said(world, it, "local_views", analysis="A survey of 2024 in another county."),
        "scope_without_source": lambda it: said(world, it, "scope", source=""),
        "aim_unjudgeable": lambda it: change(it, purpose="Fewer raids."),
        "ground_evidence_old": lambda it: also(it, "national_security"),
        "ground_single_source": lambda it: also(it, "crime_prevention"),
        "ground_bare": lambda it: also(it, "serious_crime", bare),
        "only_reassurance": reassure,
        "privacy_unsaid": lambda it: change(it, weighing="The harm is grave, and little speaks against it."),
        "closing_cordon": lambda it: said(world, it, "scale", ways=ways),
        "weighing_one_sided": lambda it: change(it, weighing="The harm is grave, and the privacy lost is small."),
        "conclusion_short": lambda it: change(it, conclusion="It presses."),
    }
    assert each_alone(made, cases) == alone(cases)
    assert set(cases) == set(RULES["need"])


@pytest.mark.django_db
@pytest.mark.requirement("T030", "T073", "T074")
def test_each_rule_of_a_proposal_speaks_alone_and_of_a_good_one_none(world: World) -> None:
    today, manager = clock.today(), world.manager
    need = make.established_need(world, [])
    need.grounds.model.objects.create(need=need, ground="serious_crime", assessment=need.ground_rows[0].assessment)
    made = make.proposal(world, "assessing", sites=[make.proposed_site(world)], need=need)
    place = make.fresh(made).sites.get()

    def finish(record: Any, kind: str, answer: str) -> None:
        record.finish_task(by=manager, on=today, task=record.task(kind), answer=answer)

    def shared(record: Any) -> None:
        other = make.proposed_site(world, "Old bridge")
        record.cameras_considered.create(site=other, distance_m=300, shareable=True)

    def local(record: Any) -> None:
        need.grounds.filter(ground="serious_crime").delete()

    def community_asked(record: Any) -> None:
        record.amend(by=manager, on=today, assessment=asked)

    def gap(record: Any) -> None:
        record.amend(by=manager, on=today, assessment=gappy)

    def exceptional(record: Any) -> None:
        codes = {"local_crime": "E"}
        record.amend(by=manager, on=today, part=place, matrix=codes, exceptional_reason="It is special.")

    asked = make.draft_assessment(
        world, answers=good_answers() | {"community": community(PRIVACY) | {"community_initiative": "yes"}}
    )
    gappy = assessment(world)
    cases: dict[str, Callable[[Any], Any]] = {
        "purely_local": local,
        "lists_unnamed": lambda it: finish(it, "vehicle_lists", "Looked into."),
        "community_without_cost": lambda it: it.amend(by=manager, on=today, initiator="Traders of the square"),
        "initiator_unnamed": community_asked,
        "gap_unfilled": gap,
        "could_be_shared": shared,
        "exception_short": exceptional,
        "nobody_answered": lambda it: it.open_consultation(by=manager, on=today).close_consultation(
            by=manager, on=today
        ),
    }
    assert each_alone(made, cases) == alone(cases)
    assert set(cases) == set(RULES["proposal"])


def test_every_rule_is_a_row_of_regulation_with_a_known_clause_and_severity() -> None:
    table = facts("quality")
    rows = {(row["about"], name) for name, row in table["quality"].items()}
    assert rows == {(about, name) for about, rules in RULES.items() for name in rules}
    assert {row["severity"] for row in table["quality"].values()} <= set(table["severities"])


@pytest.mark.parametrize(("since", "months"), [((2024, 1, 31), 24), ((2024, 2, 1), 23), ((2024, 1, 30), 24)])
def test_months_are_whole_ones(since: tuple[int, int, int], months: int) -> None:
    assert months_between(date(*since), date(2026, 1, 31)) == months


@pytest.fixture
def world() -> World:
    """One force."""
    return World()
