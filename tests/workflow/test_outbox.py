"""What follows a step waits in the outbox: once, in order, and until it is done."""

import pytest
from django.db import transaction

from anpr_governance.database import clock
from anpr_governance.workflow import effects
from anpr_governance.workflow.models import Effect
from anpr_governance.workflow.unit import unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled() -> list[str]:
    """Keys that the handler of the kind *tests.kind* was given."""
    keys: list[str] = []
    effects.HANDLERS["tests.kind"] = [keys.append]
    yield keys
    del effects.HANDLERS["tests.kind"]


def test_a_row_is_handled_once(handled: list[str]) -> None:
    with unit() as running:
        running.follow("tests.kind", "a")
        running.follow("tests.kind", "a")
    assert effects.sweep(clock.now()) == 1
    assert effects.sweep(clock.now()) == 0
    assert handled == ["a"]


def test_a_unit_that_fails_leaves_nothing(handled: list[str]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic(), unit() as running:
        running.follow("tests.kind", "a")
        raise RuntimeError
    assert not Effect.objects.exists()


def test_a_handler_that_fails_is_tried_again_later_and_says_why() -> None:
    def fail(key: str) -> None:
        raise ValueError(f"no {key}")

    effects.HANDLERS["tests.kind"] = [fail]
    effects.leave([("tests.kind", "a")])
    assert effects.sweep(clock.now()) == 0
    row = Effect.objects.get()
    assert (row.tries, row.error) == (1, "ValueError: no a")
    assert row.not_before is not None and row.not_before > clock.now()
    del effects.HANDLERS["tests.kind"]


def test_a_broker_that_is_down_only_delays(handled: list[str], settings: object) -> None:
    from anpr_governance.celery import app

    before = app.conf.broker_url
    app.conf.broker_url = "redis://127.0.0.1:1/0"
    try:
        effects.wake()
        with unit() as running:
            running.follow("tests.kind", "a")
    finally:
        app.conf.broker_url = before
    assert effects.sweep(clock.now()) == 1
    assert handled == ["a"]
