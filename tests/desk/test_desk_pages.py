"""The kernel's pages: each person sees their own, the public pages are open, the rest is closed."""

from typing import Any

import pytest
from django.test import Client

from anpr_governance.desk import calendar
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role
from tests.make.people import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def signed_in(person: Person) -> Client:
    """A browser of that person."""
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("path", ["/", "/duties/", "/people/", "/audit/", "/search/", "/help/", "/calendar/"])
def test_nobody_gets_in_without_signing_in(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["/accessibility/", "/privacy/", "/healthz", "/readyz", "/cy/privacy/", "/robots.txt"])
def test_public_pages_are_open_to_everybody(path: str) -> None:
    assert Client().get(path).status_code == 200


def test_somebody_without_a_role_is_told_whom_to_ask_and_sees_no_page(world: World) -> None:
    client = signed_in(world.nobody)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "ask your organisation administrator" in answer.content.decode()
    assert client.get("/people/").status_code == 403
    assert client.get("/audit/").status_code == 403


def test_people_of_another_force_are_not_found(world: World) -> None:
    theirs = world.other.manager
    assert signed_in(world.admin).get(f"/people/{theirs.pk}/").status_code == 404
    assert theirs.name not in signed_in(world.admin).get("/people/").content.decode()


def test_an_administrator_gives_a_role_on_the_page(world: World) -> None:
    somebody = world.someone(Role.ANALYST, "somebody")
    said = {"role": "finance-officer", "since_day": "1", "since_month": "2", "since_year": "2026", "base_hash": ""}
    answer = signed_in(world.admin).post(f"/people/{somebody.pk}/grant/", said)
    assert answer.status_code == 302, answer.content.decode()
    assert somebody.memberships.filter(role="finance-officer").exists()


def test_an_administrator_cannot_give_a_role_to_themselves(world: World) -> None:
    admin = world.admin
    said = {"role": "finance-officer", "since_day": "1", "since_month": "2", "since_year": "2026"}
    answer = signed_in(admin).post(f"/people/{admin.pk}/grant/", said)
    assert answer.status_code == 422
    assert "Nobody changes a role of their own" in answer.content.decode()


def test_only_an_administrator_changes_roles(world: World) -> None:
    somebody = world.someone(Role.ANALYST, "somebody")
    for person in (world.manager, world.auditor, world.dpo):
        assert signed_in(person).post(f"/people/{somebody.pk}/grant/", {}).status_code == 403


def test_the_audit_page_shows_no_other_forces_rows(world: World) -> None:
    assert world.other.manager
    content = signed_in(world.auditor).get("/audit/").content.decode()
    assert "organisations.grant" in content
    assert "NBP" not in content


def test_the_calendar_feed_opens_with_its_address_until_it_is_revoked(world: World) -> None:
    manager = world.manager
    token = calendar.new_token(manager)
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    calendar.revoke(manager)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404
    assert Client().get("/calendar/.ics").status_code == 404


def test_the_calendar_token_is_kept_only_as_a_hash(world: World) -> None:
    token = calendar.new_token(world.manager)
    assert token not in str(Person.objects.values_list("calendar_token_hash", flat=True))


def test_a_clause_opens_its_own_page_and_an_unknown_one_is_not_found(world: World) -> None:
    client = signed_in(world.manager)
    assert b"1.11" in client.get("/help/clauses/g-1-11/").content
    assert client.get("/help/clauses/g-99-1/").status_code == 404


def test_every_page_carries_its_marking_first_and_last(world: World) -> None:
    content = signed_in(world.manager).get("/").content.decode()
    assert content.count("OFFICIAL-SENSITIVE") >= 2


def test_ready_says_no_more_than_whether(world: World, settings: Any) -> None:
    assert Client().get("/readyz").json() == {"status": "ok"}
