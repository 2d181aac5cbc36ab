"""What stands on an assessment, and that all of it is flagged when its ground moves, by a step or by date alone."""

from datetime import date, timedelta

import pytest
from django.test import Client

from anpr_governance.database import clock
from anpr_governance.duties.registry import DUTIES
from assessments.models import NeedSite
from dpia.models import Dpia
from tests.assessments.guard_examples import new_assessment
from tests.make import assessments as make
from tests.make import dpia as make_dpia
from tests.make import reviews as make_reviews
from tests.make.people import World

OWED = (
    "assessments.need_lapsed", "assessments.sites_moved", "assessments.proposal_moved", "dpia-ground", "review-ground",
)  # fmt: skip


def owed(world: World, on: date) -> dict[str, int]:
    """How many rows of each duty of moved ground there are on a day."""
    return {key: DUTIES[key].rows(on, [world.organisation.pk]).count() for key in OWED}


def page(world: World, address: str) -> str:
    """A page as the ANPR manager sees it."""
    client = Client()
    client.force_login(world.manager)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("T013", "T014")
@pytest.mark.parametrize("how", ["by date", "superseded"])
def test_everything_that_stands_on_it_is_flagged_when_the_ground_moves(how: str) -> None:
    world, today = World(), clock.today()
    site = make_dpia.found_site(world)
    need = make.established_need(world, [site])
    signed = make_dpia.signed_dpia(world, sites=[site])
    review = make_reviews.opened(world, site).begin(by=world.manager, on=today)
    stands_on = need.ground_rows[0].assessment
    proposal = make.proposal(world, "consulting", sites=[make.proposed_site(world, "Old bridge")], need=need)
    known = [need, proposal, proposal.newest_dpia(), review, site]
    stands = f"{stands_on.get_absolute_url()}stands/"
    assert owed(world, today) == dict.fromkeys(OWED, 0)
    shown = page(world, stands)
    assert [record.reference for record in known if record.reference not in shown] == []
    assert "standing__box--moved" not in shown
    if how == "superseded":
        new_assessment(world, stands_on)
    later = clock.now() + timedelta(days=0 if how == "superseded" else 400)
    with clock.set_to(later):
        assert owed(world, clock.today()) == dict.fromkeys(OWED, 1) | {"dpia-ground": 2}
        assert set(Dpia.objects.ground_moved(clock.today())) == {proposal.newest_dpia(), signed}
        assert [link.site for link in NeedSite.objects.lapsed(clock.today())] == [site]
        for key in OWED:
            rows = DUTIES[key].rows(clock.today(), [world.organisation.pk])
            assert all(DUTIES[key].line(row).why for row in rows)
        shown = page(world, stands)
        assert shown.count("standing__box--moved") == 5  # assessment, need, proposal, its DPIA, the need's site
        assert shown.count("Moved.</strong>") == 5  # the review stands in the table
        for address in (need, proposal, review, signed, proposal.newest_dpia()):
            assert "round moved" in page(world, address.get_absolute_url()), address
        for address in ("/needs/", "/needs/?shows=lapsed", "/dpias/?kind=moved", "/reviews/?shows=moved"):
            assert "round moved" in page(world, address), address
        assert ("Ended on" if how == "superseded" else "Ran out on") in page(world, site.get_absolute_url())
