"""Every answer carries the security headers, every page is closed, nobody signs up."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings


@pytest.mark.django_db
def test_the_sign_in_page_is_open_and_carries_every_header(client: Client) -> None:
    answer = client.get("/accounts/login/")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_nobody_can_sign_up(client: Client) -> None:
    form = {"email": "new.person@force.example", "password1": "a long enough password"}
    client.post("/accounts/signup/", form)
    from anpr_governance.organisations.models import Person

    assert not Person.objects.filter(email="new.person@force.example").exists()


@pytest.mark.django_db
def test_a_sixth_wrong_password_is_refused_for_that_account(client: Client) -> None:
    form = {"login": "somebody@force.example", "password": "wrong"}
    for _try in range(5):
        assert client.post("/accounts/login/", form).status_code == 200
    page = client.post("/accounts/login/", form).content.decode()
    assert "Too many failed" in page


@pytest.mark.django_db
def test_a_forged_forwarding_header_gives_no_fresh_tries(client: Client) -> None:
    pages = []
    for number in range(11):
        form = {"login": f"somebody-{number}@force.example", "password": "wrong"}
        forged = {"X-Forwarded-For": f"192.0.2.{number}"}
        pages.append(client.post("/accounts/login/", form, headers=forged).content.decode())
    assert "Too many failed" not in pages[9]
    assert "Too many failed" in pages[10]


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "status"), [(False, 200), (True, 302)])
def test_the_demonstrations_password_opens_nothing_without_demo(
    client: Client, settings: Settings, demo: bool, status: int
) -> None:
    from anpr_governance.organisations.models import Person

    settings.DEMO = demo
    Person.objects.create_user("dpo@demo.example", password=settings.DEMO_PASSWORD)
    form = {"login": "dpo@demo.example", "password": settings.DEMO_PASSWORD}
    assert client.post("/accounts/login/", form).status_code == status


@pytest.mark.django_db
def test_the_database_is_one_that_production_could_have() -> None:
    name = str(connection.settings_dict["NAME"])
    assert connection.vendor in {"sqlite", "postgresql"}
    assert ":memory:" not in name
    assert "mode=memory" not in name
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


@pytest.mark.django_db
def test_sqlite_runs_with_a_write_ahead_log_and_immediate_transactions() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
        assert connection.transaction_mode == "IMMEDIATE"
    else:
        assert connection.pg_version >= 150000
