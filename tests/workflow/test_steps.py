"""A step is the one door: role, source, guards, hats, seal, history and chain, all or nothing."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.workflow.models import Effect, Notice, Seal
from anpr_governance.workflow.notices import tell
from anpr_governance.workflow.querysets import OneDoor
from anpr_governance.workflow.reasons import NotYours, Refused
from anpr_governance.workflow.sealing import preview
from cameras.models import Site
from reviews.models import BaselineDate, BaselinePlan
from reviews.sheets import BaselinePlanSheet
from tests.make import cameras
from tests.make.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def plan(world: World) -> BaselinePlan:
    cameras.found(world)
    return BaselinePlan.spread(by=world.manager, on=clock.today(), organisation=world.organisation)


def test_a_draft_is_born_with_history_and_a_chained_event(world: World, plan: BaselinePlan) -> None:
    assert plan.history.count() == 1
    born = Event.objects.get(subject=plan.reference)
    assert (born.kind, born.actor, born.hat) == ("reviews.baselineplan.begin_draft", world.manager.actor, "author")


def test_it_refuses_whoever_holds_no_role_for_it(world: World, plan: BaselinePlan) -> None:
    with pytest.raises(NotYours):
        plan.approve(by=world.manager, on=clock.today())
    with pytest.raises(NotYours):
        plan.approve(by=world.other.lead, on=clock.today())


def test_it_refuses_its_own_author(world: World) -> None:
    both = world.someone("strategic-lead", "both hats")
    from tests.make.people import member

    member(world.organisation, both, "anpr-manager")
    both = type(both).objects.get(pk=both.pk)
    cameras.found(world)
    own = BaselinePlan.spread(by=both, on=clock.today(), organisation=world.organisation)
    with pytest.raises(Refused) as refused:
        own.approve(by=both, on=clock.today())
    assert [reason.guard for reason in refused.value.reasons] == ["hats"]


def test_a_step_seals_what_was_seen_and_returns_the_fresh_row(world: World, plan: BaselinePlan) -> None:
    seen = preview(BaselinePlanSheet, plan, clock.today())
    approved = plan.approve(by=world.lead, on=clock.today(), seen=seen)
    assert approved.state == "approved"
    assert approved.decision.seal.sha256 == seen
    assert approved.decision.seal.holds()
    assert (approved.decision.name, approved.decision.by.role) == (world.lead.name, "strategic-lead")
    assert approved.history.latest().history_user == world.lead


def test_a_stale_page_is_refused_and_nothing_is_written(world: World, plan: BaselinePlan) -> None:
    seen = preview(BaselinePlanSheet, plan, clock.today())
    BaselineDate.objects.filter(plan=plan).update(due_on=clock.today() + timedelta(days=3))
    with pytest.raises(Refused) as refused:
        plan.approve(by=world.lead, on=clock.today(), seen=seen)
    assert refused.value.stale
    assert BaselinePlan.objects.get().state == "draft"
    assert not Seal.objects.exists()


def test_a_repeated_click_is_told_what_happened(world: World, plan: BaselinePlan) -> None:
    plan.approve(by=world.lead, on=clock.today())
    with pytest.raises(Refused) as refused:
        plan.approve(by=world.lead, on=clock.today())
    assert refused.value.stale
    assert "Approved" in str(refused.value)


@pytest.mark.parametrize("days", [1, 400])
def test_it_refuses_a_day_in_the_future(world: World, plan: BaselinePlan, days: int) -> None:
    with pytest.raises(Refused) as refused:
        plan.approve(by=world.lead, on=clock.today() + timedelta(days=days))
    assert [reason.guard for reason in refused.value.reasons] == ["future"]


def test_no_other_door_opens(plan: BaselinePlan) -> None:
    with pytest.raises(AttributeError):
        plan.state = "approved"
    with pytest.raises(OneDoor):
        plan.save()
    with pytest.raises(OneDoor):
        plan.delete()
    with pytest.raises(OneDoor):
        BaselinePlan.objects.filter(pk=plan.pk).update(state="approved")
    with pytest.raises(OneDoor):
        BaselinePlan.objects.create(organisation=plan.organisation, state="approved", made_on=clock.today())


def test_content_is_not_changed_after_the_decision(world: World, plan: BaselinePlan) -> None:
    approved = plan.approve(by=world.lead, on=clock.today())
    with pytest.raises(Refused):
        approved.amend(by=world.manager, on=clock.today(), part=BaselineDate.objects.first(), due_on=clock.today())


def test_offers_say_what_stands_against_them(world: World, plan: BaselinePlan) -> None:
    BaselineDate.objects.all().delete()
    (offer,) = plan.offers(world.lead, clock.today())
    assert (offer.name, offer.allowed) == ("approve", False)
    assert offer.unmet[0].clause == "P L17"
    assert plan.offers(world.manager, clock.today()) == []
    assert [str(label) for label, _roles in plan.others(world.manager)] == ["Approve the baseline plan"]


def test_those_who_are_told_are_told_once(world: World, plan: BaselinePlan) -> None:
    assert world.manager.pk
    plan.approve(by=world.lead, on=clock.today())
    effect = Effect.objects.get(kind="workflow.tell")
    tell(effect.key)
    tell(effect.key)
    assert [notice.person for notice in Notice.objects.all()] == [world.manager]


def test_an_ended_role_ends_at_once(world: World, plan: BaselinePlan) -> None:
    lead = world.lead
    membership = lead.memberships.get()
    from anpr_governance.organisations.people import end
    from tests.make.people import SETUP

    end(SETUP, clock.today(), membership, clock.today())
    with pytest.raises(NotYours):
        plan.approve(by=type(lead).objects.get(pk=lead.pk), on=clock.today())


def test_a_step_writes_what_changed_and_its_history_row_is_whole(world: World) -> None:
    site = cameras.live(world)
    with CaptureQueriesContext(connection) as sent:
        site.suspend(by=world.manager, on=clock.today(), reason="The mast is mended.", code="maintenance")
    [written] = [query["sql"] for query in sent if query["sql"].startswith('UPDATE "cameras_site"')]
    assert '"state"' in written and '"name"' not in written
    kept = site.history.latest()
    assert (kept.state, kept.name, kept.history_type, kept.history_user) == ("suspended", site.name, "~", world.manager)
    assert kept.history_change_reason == "suspend: The mast is mended."


def test_a_row_that_is_written_twice_keeps_what_was_written_last(world: World) -> None:
    site = cameras.live(world)
    with transaction.atomic():
        fresh = Site.objects.locked(site.pk)
        for name in ("Weir Lane", site.name):
            fresh.name = name
            fresh.keep(world.manager, "amend")
    assert Site.objects.get(pk=site.pk).name == site.name
    names = site.history.order_by("-history_id").values_list("name", flat=True)[:2]
    assert list(names) == [site.name, "Weir Lane"]
