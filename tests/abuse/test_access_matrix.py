"""Every address × role × force answers as tests/access_matrix.toml says, which people wrote by hand (cases 21, 22)."""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from anpr_governance.audit.models import AccessEntry, Event
from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.organisations.roles import Role
from tests.abuse import addresses
from tests.make import people

MATRIX = tomllib.loads((Path(__file__).parent.parent / "access_matrix.toml").read_text(encoding="utf-8"))
OPEN_TO: dict[str, str] = MATRIX["open_to"]
OURS = {name: asked for name, asked in addresses.routes() if not name.startswith(tuple(MATRIX["account"]["prefixes"]))}
ROLES = sorted(Role.values)
OPEN = {200, 302, 409, 422}
CLOSED = {403, 404}
PRIVATE = sorted(name for name, kind in OPEN_TO.items() if kind != "public")
RECORD = re.compile(r"DEMO-[A-Z]-|/\d+/")
SECRET = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def set_of(kind: str) -> set[str]:
    """The roles of one kind."""
    return set(ROLES) if kind == "everyone" else set(MATRIX["sets"][kind])


class Demonstration:
    """Both forces, a browser for everybody, and the sample addresses."""

    def __init__(self) -> None:
        self.samples = addresses.samples(OURS)
        addresses.finish_imports()
        self.own = {role: browser(addresses.person(role)) for role in ROLES}
        self.others = {role: browser(addresses.person(role, "other")) for role in ROLES}
        self.nobody = browser(left())
        self.not_found = {role: body(client.get("/nowhere/")) for role, client in self.others.items()}


def browser(somebody: Person) -> Client:
    """Somebody's browser."""
    client = Client(raise_request_exception=False)
    client.force_login(somebody)
    return client


def left() -> Person:
    """Somebody who held the widest role until yesterday, and holds none today."""
    force, yesterday = Organisation.objects.get(code="DEMO"), clock.today() - timedelta(days=1)
    gone = people.person(None, None, "who left")
    people.member(force, gone, Role.ANPR_MANAGER, until=yesterday)
    return Person.objects.get(pk=gone.pk)


def body(answer: Any) -> bytes:
    """A page without what differs in each form."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return SECRET.sub(b"", content)


def shut(client: Client, method: str, address: str) -> Any:
    """The answer to one request, of which nothing stays."""
    with transaction.atomic():
        answer = getattr(client, method)(address)
        transaction.set_rollback(True)
    return answer


@pytest.fixture(scope="module")
def told(demonstration: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Demonstration]:
    """The demonstration with its browsers, all undone after the last address."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield Demonstration()
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: Demonstration, db: None) -> Demonstration:
    """The same, and what one test does is undone."""
    return told


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert set(OURS) == set(OPEN_TO)


def test_every_row_is_tried_at_an_address(demo: Demonstration) -> None:
    without = set(OURS) - set(demo.samples)
    assert without == set(MATRIX["untried"])


@pytest.mark.parametrize("name", PRIVATE)
def test_it_opens_for_the_roles_of_its_row_alone(demo: Demonstration, name: str) -> None:
    address, mine = demo.samples[name], set_of(OPEN_TO[name])
    events = Event.objects.count()
    answers = {role: demo.own[role].get(address) for role in ROLES}
    assert [f"{role}: {a.status_code}" for role, a in answers.items() if wrong(role, a, mine)] == []
    assert Event.objects.count() == events  # a GET changes nothing
    assert demo.nobody.get(address).status_code in CLOSED
    closed = Client(raise_request_exception=False).get(address)
    assert (closed.status_code, closed.get("Location", "")[:16]) == (302, "/accounts/login/")


def wrong(role: str, answer: Any, mine: set[str]) -> bool:
    """Whether an answer is not what the row says; a commander does not see the sites of other areas."""
    if role in mine:
        led_out = answer.get("Location", "").startswith("/accounts/")
        elsewhere = role == "lpa-commander" and answer.status_code == 404
        return not elsewhere and (answer.status_code not in OPEN or led_out)
    seen = role in set_of("content") and role != "lpa-commander"
    return answer.status_code not in ({403} if seen else CLOSED)


@pytest.mark.parametrize("name", PRIVATE)
def test_another_force_finds_nothing_there(demo: Demonstration, name: str) -> None:
    address, mine = demo.samples[name], set_of(OPEN_TO[name])
    for role in sorted(mine | {"org-admin"}):
        answer, theirs = demo.others[role].get(address), addresses.person(role, "other").actor
        if not RECORD.search(address):  # a list: their own one
            assert answer.status_code in (OPEN if role in mine else CLOSED), role
            assert b"DEMO-" not in body(answer).replace(b"for example DEMO-S-0001", b"")
            continue
        assert answer.status_code == 404 or (role not in mine and answer.status_code == 403), role
        assert answer.status_code == 403 or body(answer) == demo.not_found[role]
        assert list(AccessEntry.objects.filter(actor=theirs).order_by("-pk").values_list("path", "outcome")[:1]) == [
            (address, "not found" if answer.status_code == 404 else "refused")
        ]


@pytest.mark.parametrize("name", PRIVATE)
def test_it_takes_a_form_from_the_roles_of_its_row_alone(demo: Demonstration, name: str) -> None:
    address = demo.samples[name]
    page = resolve(address).func.view_class  # type: ignore[attr-defined]
    if "post" not in page.http_method_names or not hasattr(page, "post"):
        assert demo.own["anpr-manager"].post(address).status_code in (405, *CLOSED)
        return
    mine = set_of(MATRIX["posts"].get(name, OPEN_TO[name]))
    events = Event.objects.count()
    closed = {role: demo.own[role].post(address).status_code for role in ROLES if role not in mine}
    assert {role: status for role, status in closed.items() if status not in CLOSED} == {}
    assert demo.nobody.post(address).status_code in CLOSED
    assert Client().post(address).status_code == 302
    if RECORD.search(address):
        assert {demo.others[role].post(address).status_code for role in mine | {"org-admin"}} <= CLOSED
    assert Event.objects.count() == events
    taken = {role: shut(demo.own[role], "post", address).status_code for role in sorted(mine)[:2]}
    assert {role: status for role, status in taken.items() if status not in OPEN} == {}


def test_what_is_public_is_open_to_everybody(demo: Demonstration) -> None:
    public = {name for name, kind in OPEN_TO.items() if kind == "public"} - {"calendar-feed"}
    statuses = {name: Client().get(demo.samples[name]).status_code for name in public}
    assert statuses == dict.fromkeys(public, 200)
