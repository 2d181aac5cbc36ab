"""Races need two connections that write at once; SQLite lets one write at a time, so these run on PostgreSQL."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.make.people import World

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip by name what SQLite cannot try, and say why."""
    if connection.vendor == "postgresql":
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="SQLite has one writer at a time: nothing can race there"))


@pytest.fixture
def world(transactional_db: None) -> World:
    """One force, committed so that every connection sees it."""
    return World()


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A client signed in as somebody."""

    def make(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make
