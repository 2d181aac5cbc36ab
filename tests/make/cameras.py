"""Sites, devices, checks, and the papers of the apps above that a site's guards ask for.

A site reaches its state by its real steps. Papers of assessments, dpia and reviews are rows as those apps keep them:
cameras knows them by their reverse managers alone.
"""

import hashlib
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import models

from anpr_governance.database import clock
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import LocalPolicingArea
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.models import Seal
from assessments.models import AgendaItem, Meeting, Need, NeedSite, Proposal, ProposalSite
from assessments.models import Decision as AssessmentDecision
from cameras.models import Asset, Device, EquipmentModel, PerformanceCheck, PublicInformation, Site
from dpia.models import Coverage, Dpia
from dpia.models import Decision as DpiaDecision
from reviews.models import Decision as ReviewDecision
from reviews.models import Review
from tests.make.people import World

PLACE = {"easting": 312000.0, "northing": 184000.0, "latitude": 51.548, "longitude": -3.27}
COUNTS = {"vehicles": 500, "visible": 490, "captured": 487, "read": 470}
FAILING = {"vehicles": 500, "visible": 490, "captured": 430, "read": 380}
MADE = {"how": "Counted from a recording", "period": "Two hours on a weekday"}
IMPORT, PROPOSAL = System("import"), System("proposal")
_numbers = count(1)


def days_ago(days: int) -> date:
    """A day in the past."""
    return clock.today() - timedelta(days=days)


def site(world: World, **fields: Any) -> Site:
    """A proposed site, as the ANPR manager enters one."""
    known = {"site_reference": f"SV{next(_numbers):04d}", "name": "A4190 Hollins Cross", "road": "A4190", **PLACE}
    return Site.born(by=world.manager, on=clock.today(), organisation=world.organisation, **{**known, **fields})


def found(world: World, state: str = "live", **fields: Any) -> Site:
    """A site as a register file brings it."""
    known = {"site_reference": f"SV{next(_numbers):04d}", "name": "Northern Gate", "road": "B4265", **PLACE}
    organisation = world.organisation
    return Site.enter_found(
        by=IMPORT, on=clock.today(), organisation=organisation, state=state, reason="register.csv",
        **{**known, **fields},
    )  # fmt: skip


def area(world: World, name: str = "Vale") -> LocalPolicingArea:
    """A local policing area."""
    return LocalPolicingArea.objects.get_or_create(organisation=world.organisation, name=name)[0]


def evidence(world: World, name: str = "nasple.pdf") -> EvidenceFile:
    """A file kept as evidence."""
    content = name.encode()
    return EvidenceFile.objects.create(
        organisation=world.organisation, name=name, type="application/pdf", bytes=content, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), stored_at=clock.now(),
    )  # fmt: skip


def equipment(world: World, *, accepted: bool = True, name: str = "Reader 3") -> EquipmentModel:
    """A supplier's model, accepted by the ANPR manager unless told otherwise."""
    row = EquipmentModel.objects.filter(organisation=world.organisation, name=name).first()
    if row is None:
        fields = {"supplier": "Platewatch", "name": name, "evidence": evidence(world, f"{name}.pdf")}
        row = EquipmentModel.enter(by=world.manager, on=clock.today(), organisation=world.organisation, **fields)
    if accepted and not row.accepted(clock.today()):
        row.accept(by=world.manager, on=clock.today(), reason="Tried for a week; it met the rates.")
    return row


def device(world: World, site: Site, on: date | None = None, **fields: Any) -> Device:
    """A device of an accepted model that stands at `site` (since ten days ago)."""
    known: dict[str, Any] = {"reference": f"NRD-{next(_numbers):04d}", "gives_images": True}
    if "model" not in fields:
        known["model"] = equipment(world)
    return Device.add(by=world.manager, on=on or days_ago(10), site=site, **{**known, **fields})


# Papers of the apps above


def born(model: Any, **fields: Any) -> Any:
    """A row written as its app keeps it, past its doors."""
    return models.QuerySet(model).bulk_create([model(**fields)])[0]


def moved(row: Any, **fields: Any) -> Any:
    """A row in a later state, past its doors."""
    models.QuerySet(type(row)).filter(pk=row.pk).update(**fields)
    return type(row)._base_manager.get(pk=row.pk)


def decided(model: Any, link: str, row: Any, by: Any, on: date, step: str, **fields: Any) -> Any:
    """A decision on `row` with its seal."""
    seal = Seal.objects.create(bytes=b"{}", sha256="0" * 64, sheet="test", schema_version=1, sealed_at=clock.now())
    held = by.memberships_today[0]
    return model.objects.create(
        **{link: row}, step=step, outcome=step, on=on, recorded_at=clock.now(), by=held, name=by.name, seal=seal,
        **fields,
    )  # fmt: skip


def approved_proposal(world: World, site: Site, on: date | None = None) -> Proposal:
    """A proposal for `site` whose final decision was taken on that day."""
    day = on or clock.today()
    number = next(_numbers)
    row = born(Proposal, organisation=world.organisation, number=number, title="Vale corridor", state="deciding")
    born(ProposalSite, proposal=row, site=site, since=day)
    facts = {"version": 1, "turn": 0, "route_length": 1}
    decided(AssessmentDecision, "proposal", row, world.lead, day, "submit", position=0, **facts)
    decision = decided(AssessmentDecision, "proposal", row, world.lead, day, "approve_finally", position=1, **facts)
    return moved(row, state="approved", decision=decision)


def established_need(world: World, site: Site, on: date | None = None) -> Need:
    """A need that was established for `site`."""
    day = on or clock.today()
    row = born(Need, organisation=world.organisation, number=next(_numbers), title="Burglary", state="submitted")
    born(NeedSite, need=row, site=site, since=day)
    decision = decided(AssessmentDecision, "need", row, world.lead, day, "establish")
    return moved(row, state="established", decision=decision)


def signed_dpia(world: World, site: Site, on: date | None = None, state: str = "signed_off") -> Dpia:
    """A DPIA version that covers `site`, signed off on that day (or in another state)."""
    day = on or clock.today()
    reason = "The camera stood before the product."
    fields = {"title": "Vale", "retrospective_reason": reason, "state": "with_ico"}
    row = born(Dpia, organisation=world.organisation, number=next(_numbers), **fields)
    born(Coverage, dpia=row, site=site, since=day)
    if state == "with_ico":
        return row
    decision = decided(DpiaDecision, "dpia", row, world.chief, day, "sign_off")
    return moved(row, state=state, decision=decision)


def confirmed_review(world: World, site: Site, on: date | None = None, cycle: int = 1) -> Review:
    """A review of `site` confirmed on that day: the site continues."""
    day = on or clock.today()
    fields = {"site": site, "cycle": cycle, "due_on": day, "recommendation": "continue_unchanged"}
    row = born(Review, organisation=world.organisation, number=next(_numbers), state="recommended", **fields)
    decision = decided(ReviewDecision, "review", row, world.lead, day, "confirm")
    return moved(row, state="confirmed", decision=decision)


def disposal_authorised(world: World, site: Site, on: date | None = None) -> AgendaItem:
    """An item of the strategy group that authorised the disposal."""
    meeting = Meeting.objects.get_or_create(
        organisation=world.organisation, body="strategy_group", on=on or clock.today()
    )[0]
    position = meeting.items.count() + 1
    return AgendaItem.objects.create(
        meeting=meeting, position=position, kind="disposal", site=site, outcome="authorised"
    )


def public_information(world: World, place: LocalPolicingArea, on: date | None = None) -> None:
    """Signs and a web page for an area."""
    for kind in ("sign", "web_page"):
        PublicInformation.enter(
            by=world.manager, on=on or clock.today(), area=place, kind=kind, text="Cameras read number plates here."
        )


def asset(world: World, site: Site, on: date | None = None) -> Asset:
    """An entry of the asset register."""
    number = f"FA{next(_numbers):05d}"
    return Asset.enter(by=world.manager, on=on or clock.today(), site=site, finance_number=number, book_value="1200.00")


# Sites further on


def approved(world: World, **fields: Any) -> Site:
    """A site whose proposal was approved."""
    row = site(world, **fields)
    approved_proposal(world, row)
    return row.approve(by=PROPOSAL, on=clock.today())


def ready_to_install(world: World, without: str = "", **fields: Any) -> Site:
    """An approved site that may be installed; `without` leaves out *dpia*, *proposal*, *device*, or has *ico* open."""
    row = site(world, **fields)
    if without != "proposal":
        approved_proposal(world, row)
    row = row.approve(by=PROPOSAL, on=clock.today())
    if without != "dpia":
        signed_dpia(world, row)
    if without == "ico":
        signed_dpia(world, row, state="with_ico")
    if without != "device":
        device(world, row)
    return row


def installed(world: World, **fields: Any) -> Site:
    """An installed site with its installation checks open."""
    return ready_to_install(world, **fields).record_installation(by=world.manager, on=clock.today())


def ready_to_go_live(world: World, without: str = "", **fields: Any) -> Site:
    """An installed site that may go live; `without` leaves out *check*, *model*, *signs* or *asset*."""
    place = area(world)
    row = ready_to_install(world, without="device" if without == "model" else "", area=place, **fields)
    if without == "model":
        device(world, row, model=equipment(world, accepted=False, name="Reader 4"))
    row = row.record_installation(by=world.manager, on=clock.today())
    if without != "check":
        for waiting in row.checks.filter(state="open"):
            passed(world, waiting)
    if without != "signs":
        public_information(world, place)
    if without != "asset":
        asset(world, row)
    return Site.objects.get(pk=row.pk)


def live(world: World, **fields: Any) -> Site:
    """A site that went live by the whole chain of papers."""
    return ready_to_go_live(world, **fields).go_live(by=world.manager, on=clock.today())


def suspended(world: World, code: str = "fault", **fields: Any) -> Site:
    """A live site that was suspended."""
    return live(world, **fields).suspend(by=world.manager, on=clock.today(), reason="It stopped.", code=code)


def ceased(world: World, *, tasks_done: bool = True, **fields: Any) -> Site:
    """A site whose collection ceased."""
    row = live(world, **fields).cease_collection(by=world.lead, on=clock.today(), reason="No longer relevant.")
    for task in row.tasks.open() if tasks_done else ():
        row.finish_task(task=task, by=world.manager, on=clock.today(), answer="Done.")
    return row


# Checks


def check(world: World, site: Site | None = None, kind: str = "ad_hoc") -> PerformanceCheck:
    """An open check of the first device of `site`."""
    row = site or found(world)
    placed = row.placements.first()
    what = placed.device if placed else device(world, row)
    return PerformanceCheck.open_one(
        by=world.specialist, on=clock.today(), device=what, site=row, kind=kind, due_on=clock.today()
    )


def recorded(world: World, waiting: PerformanceCheck, on: date | None = None, **counts: int) -> PerformanceCheck:
    """The check with its counts (those of a pass unless told otherwise)."""
    day = on or clock.today()
    return waiting.record(by=world.specialist, on=day, **{**COUNTS, **MADE, **counts})  # type: ignore[arg-type]


def passed(world: World, waiting: PerformanceCheck, on: date | None = None) -> PerformanceCheck:
    """The check, passed and accepted."""
    return recorded(world, waiting, on).accept(by=world.manager, on=on or clock.today())


def failed(world: World, waiting: PerformanceCheck, on: date | None = None, *, action: bool = True) -> PerformanceCheck:
    """The check, failed, with its action where told."""
    row = recorded(world, waiting, on, **FAILING)
    return with_action(world, row) if action else row


def with_action(world: World, row: PerformanceCheck) -> PerformanceCheck:
    """Somebody owns what is done about the failure, by a day."""
    task, owner = row.actions.get(), world.specialist.memberships_today[0]
    due = clock.today() + timedelta(days=14)
    row.site.amend(by=world.manager, on=clock.today(), part=task, owner=owner, due=due, title="Replace the lens")
    return PerformanceCheck.objects.get(pk=row.pk)
