"""Gaps in provision: an assessment finds them, proposals take them up (G 1.3 b4)."""

from typing import Any

import pytest

from anpr_governance.database import clock
from anpr_governance.workflow.reasons import Refused
from assessments.models import ProvisionGap, StrategicAssessment
from tests.assessments.test_flow import send
from tests.cameras.test_pages import signed_in, text
from tests.make import assessments as make
from tests.make.people import World


@pytest.fixture
def world(db: None) -> World:
    """A force and its people."""
    return World()


def with_gaps(world: World, proposal: Any, *descriptions: str) -> list[ProvisionGap]:
    """Gaps of the assessment on which the proposal stands."""
    rows = [ProvisionGap(assessment=proposal.assessment, description=words) for words in descriptions]
    return ProvisionGap.objects.bulk_create(rows)


@pytest.mark.requirement("T004")
def test_an_analyst_records_a_gap_and_its_next_version_keeps_it(world: World) -> None:
    draft = make.draft_assessment(world)
    here, analyst = draft.get_absolute_url(), signed_in(world.analyst)
    send(world.analyst, f"{here}gaps/add/", description="No way west is known.")
    gap = draft.provision_gaps.get()
    assert gap.history.get().history_user == world.analyst
    page = text(analyst, here)
    assert "No way west is known." in page and "No proposal takes it up yet." in page
    assert signed_in(world.manager).post(f"{here}gaps/add/", {"description": "Not mine."}).status_code == 403
    assert signed_in(world.outsider).get(f"{here}gaps/{gap.pk}/").status_code == 404
    send(world.analyst, f"{here}gaps/{gap.pk}/", description="No way west or south is known.")
    assert draft.provision_gaps.get().description == "No way west or south is known."
    send(world.analyst, f"{here}gaps/{gap.pk}/remove/")
    assert not draft.provision_gaps.exists()


@pytest.mark.requirement("T004")
def test_a_proposal_takes_up_a_gap_which_is_then_nobody_elses_until_it_is_given_up(world: World) -> None:
    one, other = make.proposal(world, "assessing"), make.proposal(world, "draft")
    other.amend(by=world.manager, on=clock.today(), assessment=one.assessment)
    west, docks = with_gaps(world, one, "West of the river", "Between docks and motorway")
    manager = signed_in(world.manager)
    send(world.manager, f"{one.get_absolute_url()}gaps/", gaps=[str(west.pk)])
    west.refresh_from_db()
    assert west.filled_by == one
    assert "West of the river" in text(manager, one.get_absolute_url())
    assert one.title in text(signed_in(world.analyst), one.assessment.get_absolute_url())
    other = make.fresh(other)
    assert [gap.pk for gap in other.gaps_to_fill()] == [docks.pk]
    with pytest.raises(Refused):
        other.fill(by=world.manager, on=clock.today(), gaps=[west])
    make.fresh(one).withdraw(by=world.manager, on=clock.today(), reason="Given up.")
    make.fresh(other).fill(by=world.manager, on=clock.today(), gaps=[west])
    west.refresh_from_db()
    assert west.filled_by == other
    assert StrategicAssessment.objects.get(pk=one.assessment_id).state == "endorsed"


@pytest.mark.requirement("T004")
def test_gaps_are_sealed_with_the_assessment_and_go_into_its_next_version(world: World) -> None:
    draft = make.draft_assessment(world)
    draft.amend(by=world.analyst, on=clock.today(), part=ProvisionGap(assessment=draft), description="No way west.")
    from assessments.sheets import AssessmentSheet

    assert AssessmentSheet.of(make.fresh(draft), clock.today()).content()["gaps"] == ["No way west."]
    endorsed = make.endorsed_assessment(world)
    with_gaps(world, type("P", (), {"assessment": endorsed}), "South")
    made = endorsed.new_version(by=world.analyst, on=clock.today())
    assert [gap.description for gap in made.gap_rows] == ["South"]
