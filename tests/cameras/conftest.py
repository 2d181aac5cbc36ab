"""One force for each test."""

import pytest

from tests.make.people import World


@pytest.fixture
def world(db: None) -> World:
    """A force and its people."""
    return World()
