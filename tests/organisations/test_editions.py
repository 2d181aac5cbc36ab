"""An organisation's own edition of a table comes in by a file, whole and known, and its entering is chained."""

import pytest

from anpr_governance.audit.models import Event
from anpr_governance.audit.verify import verify_stored
from anpr_governance.database.command import WrongUse
from anpr_governance.regulation import facts_for
from anpr_governance.regulation.models import Edition
from tests.make.people import ONE_BODY, World, own_edition

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("T080")
def test_an_own_route_binds_its_organisation_alone_and_is_chained() -> None:
    world = World()
    row = own_edition(world)
    table = facts_for("route", world.organisation.code, row.in_force_from)
    assert [entry["body"] for entry in table["route"]["default"]["entries"]] == ["strategy_group"]
    assert len(facts_for("route", "NBP", row.in_force_from)["route"]["default"]["entries"]) == 2
    event = Event.objects.get(kind="organisations.enter_edition")
    assert (event.details["table"], event.details["sha256"]) == ("route", row.sha256)
    assert verify_stored(world.organisation.code).broken == ""
    with pytest.raises(WrongUse, match="version own 1 already"):
        own_edition(world)


@pytest.mark.parametrize(
    ("key", "was", "becomes", "says"),
    [
        ("route", '"strategy_group"', '"parish_council"', "known bodies"),
        ("route", 'kind = "body", body = "strategy_group"', 'kind = "person", role = "king"', "known bodies"),
        ("route", '[{ kind = "body", body = "strategy_group" }]', "[]", "known bodies"),
        ("route", "route.default", "route.usual", "default"),
        ("route", '"G 1.10"', '"G 99"', "G 99"),
        ("route", 'source = "Order 4 of the chief officer: there is no board"', "", "source"),
        ("route", "[edition]", "[edition", "no table in TOML"),
        ("quorum", "", "", "lacks these parts"),
        ("horoscope", "", "", "named after its table"),
        ("incompatible_hats", "", "", "the same for every organisation"),
        ("matrix", "", "", "the same for every organisation"),
    ],
)
def test_a_table_that_would_hold_up_every_case_is_refused(key: str, was: str, becomes: str, says: str) -> None:
    count = Edition.objects.count()
    with pytest.raises(WrongUse, match=says):
        own_edition(World(), key, ONE_BODY.replace(was, becomes))
    assert Edition.objects.count() == count and not Event.objects.filter(kind__endswith="edition").exists()
