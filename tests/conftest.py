"""What every test stands on: a migrated database, a clean cache, browser tests told apart by their folder.

A test over the demonstration asks for `demonstration`, or in a browser for `demonstration_server`. Both leave the
story in the database of their process, so their tests run last, or in a group that begins with a copy of it.
"""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from anpr_governance.database.testing import flushes_lifted
from tests.template import migrated_copy

JOURNEYS = Path(__file__).parent / "journeys"
TOLD = {"demonstration", "demonstration_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder and by fixture, so that no test can forget its mark; those over the demonstration come last."""
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        if TOLD.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.demo)
    items.sort(key=lambda item: item.get_closest_marker("demo") is not None)


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a run without migrations: triggers and constraints live in them."""
    if config.getoption("nomigrations", False):
        raise pytest.UsageError("Tests never run without migrations: the append-only triggers live in them.")
    gc.freeze()  # what is imported stays: looking for garbage in it cost a tenth of a test's time


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
    migrated_copy(Path(database["TEST"]["NAME"]), told=bool(os.environ.get("TEST_TOLD")))
    return True


@pytest.fixture(scope="session", autouse=True)
def paper_tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The pages' own record has no migration; its tables stand for all, as a deletion asks all that refers."""
    from tests.pages.papers import Paper, PaperDecision

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(PaperDecision)
        editor.create_model(Paper)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Paper)
        editor.delete_model(PaperDecision)


@pytest.fixture(scope="session")
def demonstration(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Both forces of `load_demo` stand in the database; a test that writes there asks for `db` too and is undone."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        call_command("load_demo", verbosity=0)


@pytest.fixture(scope="session")
def demonstration_server(demonstration: None, django_db_blocker: DjangoDbBlocker) -> Iterator[LiveServer]:
    """The demonstration behind a server, and its database open: nothing of it is flushed afterwards."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits live in the cache; one test must not use up the tries of the next."""
    cache.clear()
