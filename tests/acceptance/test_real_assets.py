"""A council's real register of land and buildings, compared as finance's; skipped by name where it is not."""

from pathlib import Path

import pytest

from anpr_governance.database import clock
from cameras.finance.comparing import reconcile
from cameras.models import Asset
from tests.make import cameras
from tests.make.people import World

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "trafford_land_and_building_assets.csv"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="../shared/data is absent: real assets are not compared")


@pytest.mark.django_db
@pytest.mark.requirement("T140")
def test_every_row_of_a_real_register_is_read_by_its_number() -> None:
    world = World()
    known = {"by": world.finance, "on": clock.today()}
    Asset.enter(**known, site=cameras.found(world), finance_number="TMBC0003")
    read = {"organisation": world.organisation, "name": FILE.name, "data": FILE.read_bytes(), "named": {}}
    job = reconcile(**known, **read)
    assert (job.total, job.report) == (608, {"ours": 1, "theirs": 608, "differences": 607})
    halls = reconcile(**known, **read, words="town hall")
    numbers = set(halls.differences.values_list("finance_number", flat=True))
    assert "TMBC0001/T0000003" in numbers and len(numbers) < 20
