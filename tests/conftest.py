"""What every test stands on: a migrated database, a clean cache, browser tests told apart by their folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from anpr_governance.database.testing import flushes_lifted
from tests.template import migrated_copy

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


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """On SQLite begin with a copy of one migrated file; what is not yet applied there is applied as ever."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        return False
    migrated_copy(Path(database["TEST"]["NAME"]))
    return True


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits live in the cache; one test must not use up the tries of the next."""
    cache.clear()
