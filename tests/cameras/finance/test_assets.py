"""The asset register: what comes in, what it is worth on which day, how it ends, and what the group oversees."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.duties.registry import DUTIES, interval
from anpr_governance.workflow.reasons import NotYours, Refused
from cameras.finance.comparing import standing
from cameras.models import Asset, Device, Site
from cameras.models.replacing import replace_device
from tests.make import cameras as make
from tests.make.people import World

pytestmark = pytest.mark.django_db


def entered(world: World, site: Site | None = None, ago: int = 400, number: str = "FA-1", **fields: Any) -> Asset:
    """An entry of 12,000 pounds that was made some days ago."""
    known = {"finance_number": number, "cost": Decimal(12000), "book_value": Decimal(12000), **fields}
    return Asset.enter(by=world.finance, on=make.days_ago(ago), site=site or make.found(world), **known)


def written_down(world: World, row: Asset, ago: int, value: int) -> Asset:
    sums = {"cost": row.cost, "book_value": Decimal(value)}
    return row.revalue(by=world.finance, on=make.days_ago(ago), reason="Depreciation.", **sums)


def worth(day: date) -> list[tuple[str, Decimal | None]]:
    rows = Asset.objects.on(day).valued(day).order_by("pk")
    return [(row.finance_number, row.known_value) for row in rows]


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


# What it is worth


@pytest.mark.requirement("T139")
def test_any_day_shows_what_stood_then_and_the_value_it_had() -> None:
    world = World()
    row = entered(world, ago=400)
    written_down(world, row, 200, 9000)
    written_down(world, row, 20, 7000)
    later = entered(world, ago=30, number="FA-2")
    assert worth(make.days_ago(401)) == []
    assert worth(make.days_ago(300)) == [("FA-1", 12000)]
    assert worth(make.days_ago(200)) == [("FA-1", 9000)]
    assert worth(clock.today()) == [("FA-1", 7000), (later.finance_number, 12000)]


def test_a_value_is_dated_neither_before_the_last_one_nor_in_the_future_and_needs_a_reason() -> None:
    world = World()
    row = written_down(world, entered(world), 100, 9000)
    for ago in (101, -1):
        with pytest.raises(Refused, match="Give a day from"):
            written_down(world, row, ago, 8000)
    with pytest.raises(Refused, match="rest"):
        row.revalue(by=world.finance, on=clock.today(), reason=" ", book_value=Decimal(1))
    with pytest.raises(NotYours):
        row.revalue(by=world.analyst, on=clock.today(), reason="Mine.", book_value=Decimal(1))
    assert worth(clock.today()) == [("FA-1", 9000)]


@pytest.mark.requirement("T138")
def test_an_upgrade_is_a_row_of_its_own_and_counts_under_the_same_number() -> None:
    world = World()
    row = entered(world)
    more = row.upgrade(by=world.finance, on=make.days_ago(10), what="Second lamp", cost=Decimal(800))
    assert (more.finance_number, more.kind, more.book_value) == ("FA-1", "upgrade", 800)
    entry = standing(world.organisation, clock.today())["FA-1"]
    assert (entry.pk, entry.cost, entry.book_value) == (row.pk, 12800, 12800)
    assert standing(world.organisation, make.days_ago(11))["FA-1"].cost == 12000
    with pytest.raises(Refused, match="another entry"):
        entered(world, number="FA-1")


# How it ends


@pytest.mark.requirement("T142", "T143")
def test_a_disposal_ends_the_upgrades_too_and_charges_what_each_was_worth() -> None:
    world = World()
    site = make.found(world)
    row = written_down(world, entered(world, site), 100, 9000)
    row.upgrade(by=world.finance, on=make.days_ago(10), what="Lamp", cost=Decimal(800), book_value=Decimal(700))
    known = {"by": world.finance, "on": clock.today(), "words": "Receipt 7"}
    with pytest.raises(Refused, match="not authorised"):
        row.dispose(method="returned", **known)
    make.disposal_authorised(world, site)
    with pytest.raises(Refused, match="Choose how"):
        row.dispose(method="thrown away", **known)
    row.dispose(method="returned", **known)
    assert sorted(Asset.objects.values_list("charge", "disposed_on")) == [(700, clock.today()), (9000, clock.today())]
    assert "Receipt 7" in row.disposed_by and "supplier" in row.disposed_by
    assert worth(clock.today()) == [] and len(worth(make.days_ago(1))) == 2
    with pytest.raises(Refused, match="once"):
        row.dispose(method="returned", **known)


@pytest.mark.requirement("T143")
def test_a_disposal_before_its_authority_asks_for_the_reason_in_the_minutes() -> None:
    world = World()
    site = make.found(world)
    row, gone = entered(world, site), make.days_ago(3)
    item = make.disposal_authorised(world, site)
    with pytest.raises(Refused, match="only after that day"):
        row.dispose(by=world.finance, on=gone, method="lost")
    make.moved(item, late_reason="A lorry hit the pole.")
    assert row.dispose(by=world.finance, on=gone, method="lost").disposed_on == gone


@pytest.mark.requirement("T143")
def test_authority_for_an_earlier_device_is_none_for_the_one_that_came_after_it() -> None:
    world = World()
    site = make.found(world)
    make.disposal_authorised(world, site, on=make.days_ago(50))
    row = entered(world, site, ago=30)
    page, client = f"{row.get_absolute_url()}dispose/", client_of(world.finance)
    assert "but not this one" in read(client, page)
    with pytest.raises(Refused, match="but not this one"):
        row.dispose(by=world.finance, on=clock.today(), method="returned")
    make.disposal_authorised(world, site)
    assert "has authorised it" in read(client, page)
    assert row.dispose(by=world.finance, on=clock.today(), method="returned").disposed_on == clock.today()


@pytest.mark.requirement("T142")
def test_finance_is_to_be_told_of_a_disposal_until_somebody_says_so() -> None:
    world = World()
    site, due = make.found(world), DUTIES["cameras.finance_told"]
    row = entered(world, site)
    row.upgrade(by=world.finance, on=make.days_ago(10), what="Lamp", cost=Decimal(800))
    assert not due.rows(clock.today(), [world.organisation.pk])
    make.disposal_authorised(world, site)
    row.dispose(by=world.manager, on=clock.today(), method="recycled")
    days = interval("finance_told")["days"]
    assert [(one.pk, one.due_on) for one in due.rows(clock.today(), [world.organisation.pk])] == [
        (row.pk, clock.today() + timedelta(days=days))
    ]
    client = client_of(world.finance)
    assert "Say that finance knows" in read(client, row.get_absolute_url())
    assert client.post(f"/assets/{row.pk}/told/", boxes("on", clock.today())).status_code == 302
    assert not due.rows(clock.today(), [world.organisation.pk])
    assert not Asset.objects.untold().exists()
    assert client.post(f"/assets/{row.pk}/told/", boxes("on", clock.today())).status_code == 403


# Replacement


@pytest.mark.requirement("T141")
def test_a_replacement_moves_device_check_and_register_in_one_unit() -> None:
    world = World()
    site = make.live(world)
    old, entry = site.devices_on(clock.today())[0], site.assets.get()
    model, client = make.equipment(world), client_of(world.manager)
    address = f"{site.get_absolute_url()}devices/{old.pk}/replace/"
    assert f'value="{entry.pk}" selected' in read(client, address)
    said = {"reference": "NRD-NEW", "model": model.pk, "gives_images": "yes", "finance_number": "FA-NEW",
            "cost": "8900", "what": "Reader", "replaces": entry.pk, **boxes("on", clock.today())}  # fmt: skip
    taken = client.post(address, said | {"finance_number": entry.finance_number})
    assert taken.status_code == 422 and "another entry" in taken.content.decode()
    assert site.devices_on(clock.today()) == [old] and not Device.objects.filter(reference="NRD-NEW").exists()
    assert client.post(address, said).status_code == 302
    new = Device.objects.get(reference="NRD-NEW")
    assert site.devices_on(clock.today()) == [new]
    assert new.checks.get().kind == "installation"
    bought = Asset.objects.get(finance_number="FA-NEW")
    assert (bought.kind, bought.replaces, bought.device) == ("replacement", entry, new)
    assert site.assets.open().count() == 2
    assert Event.objects.filter(kind="cameras.site.replace_device", subject=site.reference).count() == 1


def test_a_device_is_not_replaced_before_it_came() -> None:
    world = World()
    site = make.live(world)
    old = site.devices_on(clock.today())[0]
    asset = {"finance_number": "FA-NEW"}
    with pytest.raises(Refused, match="after the one"):
        replace_device(
            by=world.manager, on=make.days_ago(10), site=site, old=old, replaces=None, asset=asset, reference="N"
        )
    with pytest.raises(NotYours):
        replace_device(
            by=world.analyst, on=clock.today(), site=site, old=old, replaces=None, asset=asset, reference="N"
        )


# Pages


@pytest.mark.requirement("T139")
def test_the_list_and_its_file_show_a_day_with_its_totals() -> None:
    world = World()
    row = entered(world, ago=400)
    written_down(world, row, 20, 7000)
    entered(world, ago=30, number="FA-2")
    client, then = client_of(world.finance), make.days_ago(100).isoformat()
    page = read(client, f"/assets/?as-at={then}")
    assert "1 entries, cost £12,000.00, book value £12,000.00" in page and "FA-2" not in page
    assert "2 entries, cost £24,000.00, book value £19,000.00" in read(client, "/assets/")
    file = read(client, f"/assets/?as-at={then}&export=csv")
    assert "FA-1" in file and "12000" in file and "7000" not in file and "FA-2" not in file
    assert "That day has not come yet" in read(client, "/assets/?as-at=1 January 2199")


@pytest.mark.requirement("T138")
def test_the_group_oversees_a_period_with_costs_charges_and_who() -> None:
    world = World()
    site = make.found(world)
    row = entered(world, site, ago=300)
    entered(world, ago=500, number="FA-OLD")
    row.upgrade(by=world.finance, on=make.days_ago(50), what="Second lamp", cost=Decimal(800))
    make.equipment(world)
    make.disposal_authorised(world, site)
    row.dispose(by=world.manager, on=clock.today(), method="sold")
    member = client_of(world.someone("group-member", discipline="ict"))
    page = read(member, "/assets/oversight/")
    for words in ("12,000.00", "800.00", "12,800.00", "Second lamp", "Accepted", world.finance.name):
        assert words in page, words
    assert "FA-OLD" not in page
    days = f"since={make.days_ago(60).isoformat()}&until={make.days_ago(40).isoformat()}"
    file = read(member, f"/assets/oversight/?{days}&export=csv")
    assert file.count("FA-1") == 1 and "Upgrade" in file
    assert member.get(f"/assets/oversight/?{days}&export=xlsx").status_code == 200
    assert member.get("/assets/oversight/?export=exe").status_code == 404
    assert "Give the earlier day first" in read(member, "/assets/oversight/?since=2026-02-02&until=2026-01-01")
    assert "FA-1" not in read(client_of(world.outsider), "/assets/oversight/")


@pytest.mark.requirement("T145")
def test_a_site_taken_down_is_found_with_its_period_and_not_in_the_live_register() -> None:
    world = World()
    site = make.ceased(world, name="Gasworks Lane")
    make.disposal_authorised(world, site)
    site.decommission(by=world.manager, on=clock.today())
    client = client_of(world.manager)
    page = read(client, "/sites/")
    for address in ("/sites/?state=live&amp;state=suspended", "/sites/?state=collection_ceased&amp;state=decommission"):
        assert address in page
    assert "Gasworks Lane" not in read(client, "/sites/?state=live&state=suspended")
    assert "Gasworks Lane" in read(client, "/sites/?state=collection_ceased&state=decommissioned")
    assert site.reference in read(client, "/search/?q=gasworks")
    history = read(client, f"{site.get_absolute_url()}history/")
    assert "What it was when" in history and "Decommissioned" in history and "Collection ceased" in history
