"""What every test stands on: a migrated database, a clean cache, browser tests told apart by their folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache

from anpr_governance.database.testing import flushes_lifted

JOURNEYS = Path(__file__).parent / "journeys"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder, so that no browser test can forget its mark."""
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker(pytest.mark.browser)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a run without migrations: triggers and constraints live in them."""
    if config.getoption("nomigrations", False):
        raise pytest.UsageError("Tests never run without migrations: the append-only triggers live in them.")


@pytest.fixture(autouse=True, scope="session")
def flushes_pass_the_rules() -> Iterator[None]:
    """Append-only tables refuse the flush after a transactional or live-server test, unless lifted for it."""
    with flushes_lifted():
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits live in the cache; one test must not use up the tries of the next."""
    cache.clear()
