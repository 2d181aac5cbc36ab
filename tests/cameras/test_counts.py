"""The counts beside the register's filters are those that asking for each choice alone would give."""

from typing import Any

import pytest
from django.http import QueryDict

from anpr_governance.database import clock
from anpr_governance.pages import filters
from cameras.models import Site
from cameras.views.sites import SITE_FILTERS
from tests.make import cameras as make
from tests.make.people import World


@pytest.fixture
def mixed(world: World) -> Any:
    """Sites of several kinds, with and without gaps and area."""
    vale, moor = make.area(world), make.area(world, "Moor")
    for n, fields in enumerate(
        [{"area": vale}, {"area": moor, "dpia_outside": "F/1"}, {"place_type": "crowded", "area": vale}, {}]
    ):
        make.found(world, site_reference=f"SV{n}", **fields)
    make.found(world, "decommissioned", site_reference="SV8", area=moor)
    make.found(world, "suspended", site_reference="SV9", suspended_for="fault")
    breach = Site.objects.order_by("pk")[0]
    make.moved(breach, origin="breach")
    return Site.objects.visible_to(world.manager).register()


@pytest.mark.parametrize(
    "address",
    [
        "", "gap=any", "gap=dpia&gap=need", "gap=breach", "state=live", "state=live&place=crowded",
        "gap=any&state=suspended", "gap=melted", "area={0}", "area={0}&area={1}&state=live", "area=x",
        "area={0}&gap=dpia_outside", "deployment=ripa",
    ],
)  # fmt: skip
def test_every_count_is_what_the_filters_leave(address: str, mixed: Any, world: World) -> None:
    today, areas = clock.today(), world.organisation.areas.order_by("pk").values_list("pk", flat=True)
    asked = QueryDict(address.format(*areas))
    counting = filters.Counting(SITE_FILTERS, asked, today)
    found = counting.counts(list(counting.statement(mixed)))
    assert found.whole == mixed.count() == 6
    assert found.total == filters.narrowed(mixed, SITE_FILTERS, asked, today).count()
    for one, group in zip(SITE_FILTERS, found.groups, strict=True):
        others = filters.narrowed(mixed, [other for other in SITE_FILTERS if other is not one], asked, today)
        for choice in group.choices:
            alone = QueryDict(f"{one.name}={choice.value}")
            assert choice.count == one.apply(others, alone, today).count(), (one.name, choice)
        assert one.name == "gap" or sum(choice.count for choice in group.choices) <= others.count()


def test_an_area_is_called_by_its_name(mixed: Any, world: World) -> None:
    counting = filters.Counting(SITE_FILTERS, QueryDict(), clock.today())
    areas = counting.counts(list(counting.statement(mixed))).groups[-1]
    assert [(choice.label, choice.count) for choice in areas.choices] == [("Moor", 2), ("Vale", 2)]
