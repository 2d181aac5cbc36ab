"""Sites of the demonstration that no proposal put up, and what happens to sites and devices over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.organisations.roles import System
from cameras.bulk.recording import hand_in, press
from cameras.models import Asset, Cordon, Device, EquipmentModel, PerformanceCheck, RecordFile, Site
from cameras.models.found import enter_found_many
from reviews.demo import meetings
from reviews.demo.assessments import fresh
from reviews.demo.force import Force
from reviews.demo.places import PLACES
from reviews.demo.putting_up import MODEL, POOR, accept, add_device, measure
from reviews.demo.telling import Case

IMPORT = System("import")


@dataclass(frozen=True)
class Old:
    """A row of a register that was kept before; `live`, `checked`, `reviewed`: days before it was taken over."""

    register: str
    state: str = "live"
    live: int = 0
    checked: int = 0
    reviewed: int = 0
    outside: str = ""
    images: bool = True


def taken_over(force: Force, file: str, rows: Sequence[Old], ago: int) -> Case:
    """Sites of a register file with their states, live dates, earlier papers and devices."""
    yield force.day(ago)
    on, fields = clock.today(), [_row(force, row, clock.today()) for row in rows]
    made = enter_found_many(by=IMPORT, on=on, organisation=force.organisation, rows=fields, reason=file)
    for row, site in zip(rows, made, strict=True):
        if row.live:
            _old_device(site, row, on)


def _row(force: Force, row: Old, on: date) -> dict[str, Any]:
    place = PLACES[row.register]
    known = {"state": row.state, "area": force.areas[place.area], "owner": force.name, "dpia_outside": row.outside}
    if row.live:
        known["live_since"] = add_days(on, -row.live)
    if row.reviewed:
        known["review_before"] = add_days(on, -row.reviewed)
    return known | place.fields()


def _old_device(made: Site, row: Old, on: date) -> None:
    model = EquipmentModel.objects.get(organisation=made.organisation, name=MODEL)
    fields = {"reference": f"NRD-{row.register}", "model": model, "gives_images": row.images}
    checked = add_days(on, -row.checked)
    Device.add(by=IMPORT, on=on, site=made, serial=f"PW2-{2000 + made.pk}", check_before=checked, **fields)


def without_machine(force: Force) -> Case:
    """Partners' cameras, a fleet, operational responses and covert authorities, in service and out of it."""
    by, force_area = force["anpr-manager"], force.areas["Kingsmere"]
    yield force.day(640)
    known = {"by": by, "organisation": force.organisation, "on": clock.today()}
    for register in ("KC-11", "KC-14"):
        fields = PLACES[register].fields() | {"area": force_area, "owner": "Kingsmere city council"}
        Site.enter_without_machine(relationship="partner", controller="Kingsmere city council", **known, **fields)
    Site.enter_without_machine(
        site_reference="FLEET-1", name="Roads policing fleet", deployment="vehicle_mounted", standard="NASPLE 2.4",
        description="Fourteen marked cars", **known,
    )  # fmt: skip
    yield force.day(240)
    known["on"] = clock.today()
    Site.enter_without_machine(
        site_reference="OR-0117", name="Response to the Corn Exchange robbery", deployment="operational",
        in_service=False, authoriser="Inspector Halloran, force control room",
        authority_reference="Incident 417 that day", **known,
    )  # fmt: skip
    Site.enter_without_machine(
        deployment="ripa", in_service=False, authority_reference="URN 2211/V",
        authority_expires=add_days(clock.today(), 90), **known, **PLACES["RP-01"].fields(),
    )  # fmt: skip
    yield force.day(60)
    known["on"] = clock.today()
    Site.enter_without_machine(
        deployment="ripa", authority_reference="URN 2376/K", authority_expires=add_days(clock.today(), 81), **known,
        **(PLACES["RP-01"].fields() | {"site_reference": "RP-02", "name": "Covert authority, docks"}),
    )  # fmt: skip


def ways_into_town(force: Force) -> Case:
    """The ways in and out of the city: with the proposed site at Priory Gate all but one would be watched."""
    yield force.day(30)
    named = (("SV-102", "East"), ("SV-103", "South, by the docks"), ("SV-104", "North, by the hospital"),
             ("KC-11", "The market square"), ("SV-009", "Linden Hill"), ("SV-116", "Priory Gate"))  # fmt: skip
    ways = [
        {"road": PLACES[register].road, "direction": words, "easting": PLACES[register].easting,
         "northing": PLACES[register].northing}
        for register, words in named
    ]  # fmt: skip
    Cordon.record(
        by=force["analyst"], on=clock.today(), organisation=force.organisation, settlement="Kingsmere",
        ways=ways,
    )  # fmt: skip


# Pausing, ending, mistakes


def paused(force: Force) -> Case:
    """Suspended for a fault, by order and for a failed test; one of them goes on again."""
    manager = force["anpr-manager"]
    yield force.day(330)
    force.site("SV-012").suspend(by=manager, on=clock.today(), code="maintenance", reason="The pole is replaced.")
    yield force.day(310)
    force.site("SV-012").resume(by=manager, on=clock.today())
    yield force.day(46)
    why = "Water in the housing; the supplier comes next month."
    force.site("SV-017").suspend(by=manager, on=clock.today(), code="fault", reason=why)
    yield force.day(28)
    why = "Until the review has answered what the new school next door means."
    force.site("SV-015").suspend(by=force["chief-officer"], on=clock.today(), code="ordered", reason=why)


def failed_and_mended(force: Force) -> Case:
    """A device fails, collection stops, it is mended, tested again and goes on; another has failed and waits."""
    yield force.day(175)
    failed = _asked_for(force, "SV-016")
    accept(force, measure(force, failed, POOR))
    why = "Read rate far below the threshold."
    force.site("SV-016").suspend(by=force["anpr-manager"], on=clock.today(), code="failed_test", reason=why)
    yield force.day(158)
    for task in force.site("SV-016").tasks.open():
        force.site("SV-016").finish_task(
            task=task,
            by=force["anpr-specialist"],
            on=clock.today(),
            answer="Lens cleaned, lamp turned by four degrees.",
        )
    accept(force, measure(force, failed.retests.get(state="open")))
    force.site("SV-016").resume(by=force["anpr-manager"], on=clock.today())
    yield force.day(19)
    waiting = _asked_for(force, "SV-012")
    accept(force, measure(force, waiting, POOR))
    why = "Read rate below the threshold; the retest is booked."
    force.site("SV-012").suspend(by=force["anpr-manager"], on=clock.today(), code="failed_test", reason=why)
    yield force.day(6)
    measure(force, _asked_for(force, "SV-004"))
    yield force.day(3)
    measure(force, _asked_for(force, "SV-011"), POOR)


def _asked_for(force: Force, register: str) -> PerformanceCheck:
    here = force.site(register)
    device = here.devices_on(clock.today())[0]
    return PerformanceCheck.open_one(
        by=force["anpr-specialist"], on=clock.today(), device=device, site=here, kind="ad_hoc", due_on=clock.today()
    )


def other_components(force: Force) -> Case:
    """The link of a site and the interface behind it are checked too; lately counts came by a spreadsheet."""
    yield force.day(430)
    here, by = force.site("SV-006"), force["anpr-specialist"]
    for kind, images in (("link", True), ("bof", False)):
        reference = f"{kind.upper()}-{here.site_reference}"
        device = Device.add(by=by, on=clock.today(), site=here, reference=reference, kind=kind, gives_images=images)
        accept(force, measure(force, device.checks.get(kind="installation")))
    yield from counted_on_a_tour(force)


def counted_on_a_tour(force: Force) -> Case:
    """Two checks of one tour are recorded by a spreadsheet; a third row of it names none and is refused."""
    yield force.day(8)
    by, told = force["anpr-specialist"], "made_on,count_1,count_2,count_3,count_4,method,period,tester"
    checks = [_asked_for(force, register) for register in ("SV-005", "SV-007")]
    rest = f"{clock.today()},498,490,487,470,Counted from a recording,Two dry hours after dark,"
    rows = [f"check,device,{told}", *(f"{check},{check.device},{rest}" for check in checks), f"DEMO-C-0,NRD-1,{rest}"]
    known = {"organisation": force.organisation, "name": "tour-of-the-forest.csv", "data": "\n".join(rows).encode()}
    press(hand_in(by=by, **known), by=by, on=clock.today())


def taken_down(force: Force) -> Case:
    """A site ceases, its tasks are done, disposal is authorised, it is decommissioned; another ceased by mistake."""
    lead, manager = force["strategic-lead"], force["anpr-manager"]
    yield force.day(300)
    force.site("SV-010").cease_collection(by=lead, on=clock.today(), reason="The lane was closed to through traffic.")
    yield force.day(290)
    force.site("SV-018").cease_collection(by=lead, on=clock.today(), reason="Taken for the old pole at Abbey lane.")
    yield force.day(286)
    force.site("SV-018").reinstate(by=lead, on=clock.today(), reason="The wrong row was chosen. It never stopped.")
    force.site("SV-018").resume(by=manager, on=clock.today())
    yield force.day(270)
    row = meetings.item(
        force, meetings.GROUP, "disposal", site=force.site("SV-010"), outcome="authorised", balance="",
        minutes="Disposal was authorised; the reader goes back to the supplier.",
    )  # fmt: skip
    for task in force.site("SV-010").tasks.open():
        said = f"Done; see the minutes of {row.meeting.on.isoformat()}."
        force.site("SV-010").finish_task(task=task, by=manager, on=clock.today(), answer=said)
    yield force.day(255)
    force.site("SV-010").decommission(by=manager, on=clock.today())


def in_breach(force: Force) -> Case:
    """A camera is found to run where a place was only sought; its papers follow one by one."""
    manager, place = force["anpr-manager"], PLACES["SV-121"]
    yield force.day(96)
    made = Site.born(
        by=manager, on=clock.today(), organisation=force.organisation, area=force.areas[place.area], **place.fields()
    )
    yield force.day(52)
    since = force.day(70)
    add_device(force, fresh(made))
    why = "The contractor put the reader up with the others and switched it on; nobody had decided on this place."
    fresh(made).record_breach(by=force["dpo"], on=clock.today(), reason=why, installed_on=since, live_since=since)


def twice_entered(force: Force) -> Case:
    """Two rows of one place: one points to the other; another site turns out to stand elsewhere."""
    yield force.day(450)
    why = "Same pole, entered by two people."
    force.site("SV-016B").mark_duplicate(
        by=force["strategic-lead"], on=clock.today(), other=force.site("SV-016"), reason=why
    )
    yield force.day(38)
    moved = PLACES["SV-003"].fields()
    force.site("SV-003").amend(
        by=force["anpr-specialist"], on=clock.today(), easting=moved["easting"] + 310.0,
        northing=moved["northing"] - 120.0, latitude=moved["latitude"] - 0.0011, longitude=moved["longitude"] + 0.0045,
    )  # fmt: skip


def overstayed(force: Force, register: str, ago: int) -> Case:
    """A temporary camera stands beyond month 12 without the full process."""
    yield force.day(ago)
    why = "The full process was begun too late; the camera is kept while the group decides."
    force.site(register).record_breach(by=force["anpr-manager"], on=clock.today(), reason=why)


SHEET = "Hour,Vehicles,Visible,Captured,Read\n07:00,{0},{0},{1},{2}\n08:00,{0},{0},{1},{2}\n"
SURVEY = "Survey of the pole: sound, foundation dry, view to the north free as far as the bend.\n"
INVOICE = "Invoice {number}: one reader with lamp and mounting, delivered and put up. 9,400.00 GBP without VAT.\n"


def kept_files(force: Force, register: str, ago: int) -> Case:
    """A survey hangs on a site and is replaced, a tester's sheet on its check, an invoice on an asset."""
    by, finance = force["anpr-specialist"], force["finance-officer"]
    yield force.day(ago)
    site, on = force.site(register), clock.today()
    check = site.checks.made().select_related("organisation", "site").order_by("pk")[0]
    asset = Asset.objects.filter(organisation=force.organisation).select_related("site__organisation").order_by("pk")[0]
    first = _hung(site, by, on, "survey.txt", SURVEY, "State of the pole")
    _hung(check, by, on, "tester-sheet.csv", SHEET.format(212, 204, 197), "Counts by the hour")
    _hung(asset, finance, on, "invoice.txt", INVOICE.format(number=asset.finance_number), "The supplier's invoice")
    yield force.day(ago - 20)
    _hung(site, by, clock.today(), "survey.txt", SURVEY + "Ivy cut back.\n", "State of the pole, later", replaces=first)


def _hung(record: Any, by: Any, on: date, name: str, text: str, shows: str, **more: Any) -> RecordFile:
    return RecordFile.add(by=by, on=on, record=record, name=name, content=text.encode(), shows=shows, **more)
