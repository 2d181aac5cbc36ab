"""The access log: what is noted, how much of it, and from where."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from anpr_governance.audit.access import (
    FURTHER_ONES,
    MOST_OF_ONE,
    MOST_WITHOUT_PERSON,
    AccessLogMiddleware,
    broken_access_seal,
    client_address,
    note,
    seal_access_log,
    unsealed_days,
)
from anpr_governance.audit.models import AccessEntry, Event
from anpr_governance.audit.tasks import daily
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database import clock
from tests.audit.conftest import NOON, as_superuser

LATER = NOON + timedelta(days=2)


def refuse(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise PermissionDenied


def lose(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise Http404


@login_not_required
def slow_down(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=429)


def show(request: HttpRequest) -> HttpResponse:
    return HttpResponse("shown")


def in_short(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403 if isinstance(exception, PermissionDenied) else 404)


handler403 = handler404 = in_short
urlpatterns = [
    path("refused/", refuse),
    path("sites/<str:ref>/", lose),
    path("calendar/<str:token>.ics", refuse),
    path("slow/", slow_down),
    path("shown/", show),
]


@pytest.fixture
def signed_in(client: Client, db: None, settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    middleware = f"{AccessLogMiddleware.__module__}.{AccessLogMiddleware.__name__}"
    settings.MIDDLEWARE = [*(m for m in settings.MIDDLEWARE if m != middleware), middleware]
    client.force_login(get_user_model().objects.create(email="nora@demo.example", name="Nora Field"))
    return client


def noted(outcome: str) -> list[str]:
    return list(AccessEntry.objects.filter(outcome=outcome).order_by("pk").values_list("path", flat=True))


@pytest.mark.parametrize(
    ("page", "outcome"), [("/refused/", "refused"), ("/sites/X-1/", "not found"), ("/slow/", "too many requests")]
)
def test_what_a_person_was_refused_is_noted(signed_in: Client, page: str, outcome: str) -> None:
    signed_in.get(page, {"q": "AB12 CDE"})
    entry = AccessEntry.objects.exclude(outcome="signed in").get()
    person = get_user_model().objects.get()
    assert (entry.path, entry.outcome, entry.actor) == (page, outcome, f"person:{person.pk}")
    assert entry.address == "127.0.0.1"


def test_what_was_shown_or_never_existed_is_not_noted(signed_in: Client) -> None:
    signed_in.get("/shown/")
    signed_in.get("/no/such/page/")
    assert not AccessEntry.objects.exclude(outcome="signed in").exists()


def test_who_is_not_signed_in_leaves_no_refusal(signed_in: Client) -> None:
    signed_in.logout()
    signed_in.get("/slow/")
    assert noted("too many requests") == []


def test_a_token_in_the_address_is_not_kept(signed_in: Client) -> None:
    signed_in.get("/calendar/abcdef0123456789.ics")
    assert noted("refused") == ["/calendar/….ics"]


def test_a_sign_in_and_a_failed_one_are_noted_without_what_was_typed(signed_in: Client) -> None:
    request = RequestFactory().post("/accounts/login/", {"login": "hunter2", "password": "nora@demo.example"})
    assert authenticate(request, username="hunter2", password="nora@demo.example") is None
    assert len(noted("signed in")) == 1
    failed = AccessEntry.objects.get(outcome="sign-in failed")
    assert (failed.actor, failed.address, failed.path) == ("", "127.0.0.1", "/accounts/login/")


@pytest.mark.django_db
def test_one_person_cannot_grow_the_log_at_will() -> None:
    for turn in range(MOST_OF_ONE + 20):
        note(actor="person:1", address=f"10.0.0.{turn}", path=f"/{turn}/", outcome="refused", at=NOON)
    note(actor="person:2", address="10.0.0.1", path="/", outcome="refused", at=NOON)
    note(actor="person:1", address="10.0.0.1", path="/", outcome="signed in", at=NOON)
    kept = AccessEntry.objects.filter(actor="person:1", outcome="refused").order_by("pk")
    assert kept.count() == MOST_OF_ONE
    assert kept.last().path == FURTHER_ONES  # type: ignore[union-attr]
    assert AccessEntry.objects.count() == MOST_OF_ONE + 2
    note(actor="person:1", address="", path="/next/", outcome="refused", at=NOON + timedelta(hours=1))
    assert noted("refused")[-1] == "/next/"


@pytest.mark.django_db
def test_all_addresses_together_cannot_either() -> None:
    AccessEntry.objects.bulk_create(
        AccessEntry(at=NOON, address=f"2001:db8::{n:x}", outcome="sign-in failed") for n in range(MOST_WITHOUT_PERSON)
    )
    note(actor="", address="2001:db8::ffff", path="/", outcome="sign-in failed", at=NOON)
    assert AccessEntry.objects.count() == MOST_WITHOUT_PERSON
    note(actor="person:1", address="10.0.0.1", path="/", outcome="refused", at=NOON)
    assert AccessEntry.objects.count() == MOST_WITHOUT_PERSON + 1


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        ([], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["10.0.0.0/8"], "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "127.0.0.1, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "127.0.0.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.1", "127.0.0.1, <script>", "10.0.0.1"),
        (["10.0.0.0/8"], "10.0.0.1", "", "10.0.0.1"),
        (["2001:db8::/32"], "10.0.0.1", "198.51.100.1", "10.0.0.1"),
        ([], "", "198.51.100.1", ""),
    ],
)
def test_a_forwarded_address_is_believed_only_past_our_own_proxies(
    settings: Any, proxies: list[str], remote: str, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


@pytest.mark.django_db
def test_a_day_of_the_log_is_sealed_once_and_later_changes_are_found() -> None:
    note(actor="person:1", address="10.0.0.1", path="/", outcome="refused", at=NOON)
    sealed = seal_access_log(date(2026, 11, 21), LATER)
    assert sealed is not None
    assert sealed.details is not None
    assert sealed.details["entries"] == 1
    assert seal_access_log(date(2026, 11, 21), LATER) is None
    assert broken_access_seal() == ""
    as_superuser("UPDATE audit_accessentry SET actor = 'person:2'")
    assert "2026-11-21" in broken_access_seal()


@pytest.mark.django_db
def test_an_entry_slipped_into_a_sealed_day_is_found() -> None:
    seal_access_log(date(2026, 11, 21), LATER)
    note(actor="person:1", address="10.0.0.1", path="/", outcome="refused", at=NOON)
    assert "2026-11-21" in broken_access_seal()


@pytest.mark.django_db
def test_a_day_ends_at_midnight_in_london() -> None:
    note(actor="a", address="", path="/", outcome="refused", at=datetime(2026, 7, 1, 22, 59, tzinfo=UTC))
    note(actor="a", address="", path="/", outcome="refused", at=datetime(2026, 7, 1, 23, 1, tzinfo=UTC))
    sealed = [seal_access_log(date(2026, 7, day), LATER) for day in (1, 2)]
    assert [event.details["entries"] for event in sealed if event and event.details] == [1, 1]


@pytest.mark.django_db
def test_a_day_that_has_not_ended_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="ended"):
        seal_access_log(date(2026, 11, 21), NOON)


@pytest.mark.django_db
def test_the_daily_task_makes_up_for_days_that_it_missed(settings: Any, tmp_path: Any) -> None:
    settings.AUDIT_WITNESS = str(tmp_path / "witness.jsonl")
    note(actor="person:1", address="10.0.0.1", path="/", outcome="refused", at=NOON)
    for _again in range(2):
        with clock.set_to(NOON + timedelta(days=3)):
            daily()
    sealed = Event.objects.of("system").values_list("subject", flat=True)
    assert list(sealed) == ["2026-11-21", "2026-11-22", "2026-11-23"]
    assert list(unsealed_days(date(2026, 11, 24))) == []
    assert verify_stored("system").broken == ""
    assert len((tmp_path / "witness.jsonl").read_text().splitlines()) == 2
