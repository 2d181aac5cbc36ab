"""What the page of one record asks of the database, whatever the record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import assessments, cameras, dpia, reviews
from tests.make.people import World

AIM = 8
"""What a page of one record may ask; where more stands below it has more parts of its own to read."""
RECORDS: dict[str, tuple[int, Callable[[World], Any]]] = {
    "assessment": (9, assessments.submitted_assessment),
    "need": (9, assessments.established_need),
    "proposal": (20, lambda world: assessments.proposal(world, "assessing")),
    "meeting": (AIM, assessments.meeting),
    "site": (AIM, cameras.live),
    "check": (AIM, lambda world: cameras.recorded(world, cameras.check(world))),
    "dpia": (12, lambda world: dpia.filled(world, dpia.draft_dpia(world))),
    "review": (AIM, reviews.assessing),
}


@pytest.fixture
def world(db: None) -> World:
    """A force and its people."""
    return World()


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_is_shown_in_few_statements(name: str, world: World) -> None:
    most, make = RECORDS[name]
    record, client = make(world), Client()
    client.force_login(world.manager, backend="anpr_governance.organisations.backends.MembershipBackend")
    client.get(record.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        assert client.get(record.get_absolute_url()).status_code == 200
    sent = [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(sent) <= most, "\n".join(sent)
