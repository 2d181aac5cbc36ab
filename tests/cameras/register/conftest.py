"""One force, and its register."""

import pytest

from anpr_governance.organisations.models import Organisation
from tests.make.people import World


@pytest.fixture
def force(world: World) -> Organisation:
    """The force for which files are imported."""
    return world.organisation
