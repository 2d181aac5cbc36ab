"""Two forces: ours (`world`), whose records are attacked, and theirs (`world.other`), whose people attack."""

import pytest

from tests.make.people import World


@pytest.fixture
def world(db: None) -> World:
    """The force whose records are attacked."""
    return World()
