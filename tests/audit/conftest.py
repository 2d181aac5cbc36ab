"""Chains to tamper with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from anpr_governance.audit import Entry, append
from anpr_governance.audit.models import Event
from anpr_governance.database.testing import lifted

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def entry(minute: int = 0, **fields: Any) -> Entry:
    """An entry `minute` minutes past noon."""
    told = {
        "actor": "person:12",
        "kind": "cameras.site.go_live",
        "subject": "DEMO-S-0001",
        "payload": {"reason": "signs are up"},
    }
    at = NOON + timedelta(minutes=minute)
    return Entry(at=at, on=date(2026, 11, 21), **{**told, **fields})


def appended(count: int, code: str = "DEMO", **fields: Any) -> list[Event]:
    """Append that many entries, a minute apart."""
    with transaction.atomic():
        return append(code, [entry(minute, **fields) for minute in range(count)])


def as_superuser(sql: str, *params: Any) -> None:
    """Run a statement as somebody who can take the triggers away."""
    with lifted(), connection.cursor() as cursor:
        cursor.execute(sql, params)


@pytest.fixture
def chain(db: None) -> list[Event]:
    """A chain of six events of the force DEMO."""
    return appended(6)
