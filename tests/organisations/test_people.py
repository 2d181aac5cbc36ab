"""Roles are dated, nobody changes their own, sensitive ones need a second person, and an ended one ends at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, transaction

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.organisations import people
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow.handing_on import leave
from cameras.models import SiteTask
from tests.make.people import SETUP, World, member

pytestmark = pytest.mark.django_db
Account: Any = get_user_model()


@pytest.fixture
def world() -> World:
    return World()


def again(person: Person) -> Person:
    """As the next request would load them."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.requirement("T129")
def test_a_role_gives_its_permissions_on_its_own_organisation_alone(world: World) -> None:
    manager = world.manager
    assert manager.has_perm("organisations.change_register", world.organisation)
    assert not manager.has_perm("organisations.change_register", world.other.organisation)
    assert not manager.has_perm("organisations.change_register")
    assert not world.auditor.has_perm("organisations.change_register", world.organisation)


def test_groups_of_people_stay_empty(world: World) -> None:
    assert world.manager.groups.count() == 0


def test_a_role_that_has_not_begun_or_has_ended_gives_nothing(world: World) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    late = world.someone(Role.ANPR_MANAGER, "late", since=tomorrow)
    assert late.organisations_where("view_content") == []
    gone = world.someone(Role.ANPR_MANAGER, "gone")
    people.end(world.admin, clock.today(), gone.memberships.get(), clock.today())
    assert again(gone).organisations_where("view_content") == []


def test_somebody_who_may_not_sign_in_may_nothing(world: World) -> None:
    manager = world.manager
    manager.is_active = False
    assert not manager.may("view_content", world.organisation.pk)


def test_nobody_gives_ends_or_confirms_a_role_of_their_own(world: World) -> None:
    admin = world.admin
    with pytest.raises(people.NotGranted):
        people.grant(admin, clock.today(), admin, world.organisation, Role.ANPR_MANAGER, since=clock.today())
    with pytest.raises(people.NotGranted):
        people.end(admin, clock.today(), admin.memberships.get(), clock.today())


@pytest.mark.parametrize("role", [Role.ORG_ADMIN, Role.DPO, Role.CHIEF_OFFICER])
def test_a_sensitive_role_waits_for_a_second_administrator(world: World, role: str) -> None:
    admin, second = world.admin, world.someone(Role.ORG_ADMIN, "second admin")
    somebody = world.someone(Role.ANALYST, "somebody")
    row = people.grant(admin, clock.today(), somebody, world.organisation, role, since=clock.today())
    assert role not in [held.role for held in again(somebody).memberships_today]
    with pytest.raises(people.NotGranted):
        people.confirm(admin, clock.today(), row)
    people.confirm(second, clock.today(), row)
    assert role in [held.role for held in again(somebody).memberships_today]


@pytest.mark.requirement("T129")
def test_an_ordinary_role_takes_effect_at_once_and_is_chained(world: World) -> None:
    somebody = world.someone(Role.ANALYST, "somebody")
    people.grant(world.admin, clock.today(), somebody, world.organisation, Role.FINANCE_OFFICER, since=clock.today())
    assert again(somebody).may("view_content", world.organisation.pk)
    assert Event.objects.filter(kind="organisations.grant", actor=world.admin.actor).count() == 1


def test_the_database_refuses_the_same_role_twice_at_a_time(world: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        member(world.organisation, world.manager, Role.ANPR_MANAGER)


def test_the_database_refuses_a_second_chair(world: World) -> None:
    assert world.lead
    with pytest.raises(DatabaseError), transaction.atomic():
        world.someone(Role.STRATEGIC_LEAD, "second lead", first=True)


def test_a_stand_in_may_act_beside_the_chair(world: World) -> None:
    theirs = world.lead.memberships.get()
    stand_in = world.someone(
        Role.STRATEGIC_LEAD, "stand-in", first=True, acting_for=theirs, instrument="Minute of the chief officer"
    )
    assert stand_in.membership_for(world.organisation.pk, [Role.STRATEGIC_LEAD]).acting_for == theirs


def test_the_database_refuses_a_superuser() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="root@example.org", name="root", is_superuser=True)


def test_an_address_is_one_persons_whatever_its_case(world: World) -> None:
    Person.objects.create_user("One@svp.example", "one")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user("one@SVP.example", "two")


def test_a_membership_never_moves_to_another_force(world: World) -> None:
    row = world.manager.memberships.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.filter(pk=row.pk).update(organisation=world.other.organisation)


@pytest.mark.requirement("T016")
def test_any_day_names_one_controller(world: World) -> None:
    first = world.someone(Role.CHIEF_OFFICER, "first chief", first=True, since=date(2020, 1, 1))
    people.end(SETUP, clock.today(), first.memberships.get(), date(2024, 6, 1))
    second = world.someone(Role.CHIEF_OFFICER, "second chief", first=True, since=date(2024, 6, 1))
    assert people.controller(world.organisation, date(2024, 5, 31)).person == first
    assert people.controller(world.organisation, date(2024, 6, 1)).person == second


def test_a_role_without_a_holder_is_a_gap(world: World) -> None:
    assert Role.DPO in people.vacant(world.organisation, clock.today())
    assert world.dpo
    assert Role.DPO not in people.vacant(world.organisation, clock.today())


def test_leaving_ends_every_role_and_hands_open_work_on(world: World) -> None:
    from tests.make import cameras

    leaver, heir = world.manager, world.manager_2
    site = cameras.found(world)
    task = SiteTask.objects.create(site=site, kind="feed", title="Stop the feed", owner=leaver.memberships.get())
    assert leave(world.admin, clock.today(), leaver, world.organisation, clock.today(), heir) == 1
    task.refresh_from_db()
    assert task.owner.person == heir
    assert again(leaver).memberships_today == []


def test_a_code_never_changes(world: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Organisation.objects.update(code="NEW")
