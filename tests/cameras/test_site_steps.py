"""A site from proposal to the end, and every way around the chain of papers that is shut."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.models import Effect, Notice
from anpr_governance.workflow.querysets import OneDoor
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.models import Site
from tests.make import cameras as make
from tests.make.people import World


def states(site: Site) -> list[str]:
    return [period.state for period in site.periods.order_by("since", "pk")]


@pytest.mark.requirement("T019")
def test_a_site_goes_live_by_its_whole_chain_of_papers(world: World) -> None:
    site = make.live(world)
    assert (site.state, site.origin, site.live_since) == ("live", "decided", clock.today())
    assert states(site) == ["proposed", "approved", "installed", "live"]
    assert not site.gaps.exists()


@pytest.mark.requirement("T019")
def test_a_dpia_signed_the_day_after_does_not_let_it_be_installed(world: World) -> None:
    site = make.ready_to_install(world, without="dpia")
    dpia = make.signed_dpia(world, site, on=make.days_ago(3))
    models_on = make.days_ago(5)
    with pytest.raises(Refused, match="last event"):
        site.record_installation(by=world.manager, on=models_on)
    assert dpia.state == "signed_off"


@pytest.mark.requirement("T109")
def test_it_is_not_live_before_its_installation_check_is_accepted(world: World) -> None:
    site = make.ready_to_go_live(world, without="check")
    with pytest.raises(Refused, match="installation check"):
        site.go_live(by=world.manager, on=clock.today())


@pytest.mark.requirement("T070")
def test_an_area_without_signs_cannot_go_live(world: World) -> None:
    site = make.ready_to_go_live(world, without="signs")
    with pytest.raises(Refused, match="Vale"):
        site.go_live(by=world.manager, on=clock.today())


@pytest.mark.requirement("T135", "T136")
def test_equipment_is_not_accepted_without_evidence_and_not_by_a_specialist(world: World) -> None:
    model = make.equipment(world, accepted=False)
    with pytest.raises(NotYours):
        model.accept(by=world.specialist, on=clock.today(), reason="Tried.")
    bare = type(model).enter(
        by=world.manager, on=clock.today(), organisation=world.organisation, supplier="Platewatch", name="Bare"
    )
    with pytest.raises(Refused, match="evidence"):
        bare.accept(by=world.manager, on=clock.today(), reason="Tried.")
    with pytest.raises(Refused, match="evaluation"):
        model.accept(by=world.manager, on=clock.today(), reason=" ")
    decision = model.accept(by=world.manager, on=clock.today(), reason="Tried for a week.")
    assert model.accepted(clock.today()) and decision.seal.holds()


@pytest.mark.requirement("T137")
def test_an_evaluation_that_fails_takes_the_acceptance_back(world: World) -> None:
    model = make.equipment(world)
    model.evaluate(by=world.manager, on=clock.today(), reason="It reads badly at night.", passed=False)
    assert not model.accepted(clock.today())


def test_only_the_proposal_approves_and_no_person_does(world: World) -> None:
    site = make.site(world)
    for person in (world.manager, world.lead, world.chief):
        with pytest.raises(NotYours):
            site.approve(by=person, on=clock.today())
    with pytest.raises(NotYours):
        site.approve(by=System("import"), on=clock.today())


def test_a_person_of_another_force_takes_no_step(world: World) -> None:
    site = make.found(world)
    with pytest.raises(NotYours):
        site.suspend(by=world.outsider, on=clock.today(), reason="Mine.", code="fault")


def test_no_state_changes_around_its_steps(world: World) -> None:
    site = make.site(world)
    with pytest.raises(OneDoor):
        Site.objects.filter(pk=site.pk).update(state="live")
    with pytest.raises(OneDoor):
        site.save()
    with pytest.raises(OneDoor):
        site.amend(by=world.manager, on=clock.today(), state="live")
    with pytest.raises(AttributeError):
        site.state = "live"


def test_a_site_is_not_born_live_by_its_manager(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.site(world, state="live")


def test_revoked_refused_and_withdrawn_sites_can_be_proposed_again(world: World) -> None:
    site = make.approved(world)
    site = site.revoke_approval(by=make.PROPOSAL, on=clock.today(), reason="Rescinded by the board.")
    assert site.state == "proposed"
    site = site.refuse(by=make.PROPOSAL, on=clock.today())
    site = site.propose_again(by=world.manager, on=clock.today(), reason="A new assessment speaks for it.")
    site = site.withdraw(by=world.manager, on=clock.today(), reason="The road closes.")
    assert site.propose_again(by=world.manager, on=clock.today(), reason="It stays open.").state == "proposed"


@pytest.mark.requirement("T089", "T094")
def test_ceasing_stops_collection_opens_tasks_and_tells_reviews(world: World) -> None:
    site = make.live(world)
    make.check(world, site)
    site = site.cease_collection(by=world.lead, on=clock.today(), reason="No longer relevant.")
    assert (site.state, site.ceased_on) == ("collection_ceased", clock.today())
    kinds = set(site.tasks.open().values_list("kind", flat=True))
    assert kinds == {"stop_feed", "nas_removal", "disposal_authority", "finance_notice", "signs"}
    assert set(site.checks.filter(kind="ad_hoc").values_list("state", flat=True)) == {"cancelled"}
    assert Effect.objects.filter(kind="cameras.ceased", key__startswith=f"cameras.site:{site.pk}:").exists()


def test_ceasing_asks_for_a_reason_and_a_right(world: World) -> None:
    site = make.live(world)
    with pytest.raises(Refused, match="reason"):
        site.cease_collection(by=world.lead, on=clock.today())
    with pytest.raises(NotYours):
        site.cease_collection(by=world.manager, on=clock.today(), reason="I say so.")


def test_a_site_ceased_by_mistake_is_reinstated_with_its_gaps(world: World) -> None:
    site = make.found(world).cease_collection(by=world.lead, on=clock.today(), reason="Wrong row.")
    assert not site.gaps.filter(closed_on__isnull=True).exists()
    site = site.reinstate(by=world.lead, on=clock.today(), reason="It was the wrong row.")
    assert (site.state, site.ceased_on) == ("suspended", None)
    assert set(site.gaps.filter(closed_on__isnull=True).values_list("kind", flat=True)) == {"need", "dpia"}
    assert not site.tasks.open().exists()
    assert site.resume(by=world.manager, on=clock.today()).state == "live"


@pytest.mark.requirement("T143", "T145")
def test_a_decommissioned_site_leaves_the_live_register_and_keeps_its_dates(world: World) -> None:
    site = make.ceased(world)
    make.disposal_authorised(world, site)
    site = site.decommission(by=world.manager, on=clock.today())
    assert site not in Site.objects.collecting()
    assert (site.live_since, site.ceased_on, site.decommissioned_on) == (clock.today(),) * 3
    assert not site.placements.open().exists()
    assert states(site)[-3:] == ["live", "collection_ceased", "decommissioned"]


def test_suspending_asks_why_and_a_register_file_is_not_a_persons_reason(world: World) -> None:
    site = make.live(world)
    for code in ("", "register_file", "boredom"):
        with pytest.raises(Refused):
            site.suspend(by=world.manager, on=clock.today(), reason="Because.", code=code)


def test_a_register_file_suspends_found_sites_alone_and_resumes_only_its_own(world: World) -> None:
    with pytest.raises(NotYours):
        make.live(world).suspend(by=make.IMPORT, on=clock.today(), reason="register.csv")
    site = make.found(world).suspend(by=make.IMPORT, on=clock.today(), reason="register.csv")
    assert site.suspended_for == "register_file"
    assert site.resume(by=make.IMPORT, on=clock.today(), reason="register.csv").state == "live"
    site = make.found(world).suspend(by=world.manager, on=clock.today(), reason="It broke.", code="fault")
    with pytest.raises(NotYours):
        site.resume(by=make.IMPORT, on=clock.today())


def test_a_duplicate_points_to_the_other_and_leaves_the_register(world: World) -> None:
    site, other = make.found(world), make.found(world)
    site = site.mark_duplicate(by=world.lead, on=clock.today(), reason="Entered twice.", other=other)
    assert site.duplicate_of == other
    assert list(Site.objects.register()) == [other]
    assert not site.gaps.filter(closed_on__isnull=True).exists()
    for wrong in (site, make.found(world.other)):
        with pytest.raises(Refused):
            other.mark_duplicate(by=world.lead, on=clock.today(), reason="Again.", other=wrong)


def test_a_step_is_dated_neither_in_the_future_nor_before_the_last_event(world: World) -> None:
    site = make.live(world)
    for day in (clock.today() + timedelta(days=1), clock.today() - timedelta(days=1)):
        with pytest.raises(Refused):
            site.suspend(by=world.manager, on=day, reason="It stopped.", code="fault")


def test_every_step_is_chained_and_kept_in_history(world: World) -> None:
    site = make.suspended(world)
    kinds = list(Event.objects.filter(subject=site.reference).order_by("n").values_list("kind", flat=True))
    for kind in ("begin_draft", "approve", "record_installation", "go_live", "suspend"):
        assert f"cameras.site.{kind}" in kinds
    assert site.history.filter(state="suspended").get().history_user == world.manager


def test_the_board_hears_of_a_breach_after_commit(world: World) -> None:
    site = make.site(world).record_breach(
        by=world.dpo, on=clock.today(), reason="Found on patrol.", live_since=make.days_ago(40)
    )
    from anpr_governance.workflow import effects

    assert world.chief and world.dpo
    effects.sweep(clock.now())
    told = set(Notice.objects.filter(text__contains=site.reference).values_list("person", flat=True))
    assert {world.chief.pk, world.dpo.pk} <= told


def test_periods_are_never_rewritten_in_the_database(world: World) -> None:
    site = make.live(world)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cameras_siteperiod SET state = 'proposed' WHERE site_id = %s", [site.pk])


@pytest.mark.requirement("T143")
def test_disposal_authorised_late_needs_its_reason(world: World) -> None:
    with clock.set_to(clock.now() - timedelta(days=5)):
        site = make.ceased(world)
    removed = make.days_ago(3)
    item = make.disposal_authorised(world, site)
    with pytest.raises(Refused, match="only after that day"):
        site.decommission(by=world.manager, on=removed)
    make.moved(item, late_reason="The pole was hit by a lorry.")
    assert site.decommission(by=world.manager, on=removed).decommissioned_on == removed


def test_a_partners_site_is_not_proposed(world: World) -> None:
    for kind in ({"relationship": "partner"}, {"deployment": "operational"}):
        with pytest.raises(Refused, match="are proposed"):
            make.site(world, **kind)
