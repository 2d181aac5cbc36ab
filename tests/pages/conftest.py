"""The tests' own record, and people signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anpr_governance.database import clock
from tests.make.people import World
from tests.pages.papers import Paper


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.pages.urls"


@pytest.fixture
def world(db: None) -> World:
    """A force and its people."""
    return World()


@pytest.fixture
def paper(world: World) -> Paper:
    """A draft."""
    return begun(world)


def begun(world: World, name: str = "North road", words: str = "Three cameras", **fields: Any) -> Paper:
    """A draft with these contents."""
    return Paper.born(
        by=world.analyst, on=clock.today(), organisation=world.organisation, name=name, words=words, **fields
    )


@pytest.fixture
def signed_in() -> Callable[[Any], Client]:
    """A client signed in as somebody."""

    def make(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make
