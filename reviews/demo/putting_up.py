"""From an approved place to the first read: device, installation, check, asset, signs; and what may go wrong."""

from typing import TYPE_CHECKING, Any

from anpr_governance.database import clock
from anpr_governance.database.functions import add_days
from anpr_governance.documents import evidence
from cameras.finance.comparing import reconcile, standing
from cameras.models import Asset, Device, Difference, EquipmentModel, PerformanceCheck, PublicInformation, Site
from reviews.demo.assessments import fresh
from reviews.demo.force import Force
from reviews.demo.telling import Case

if TYPE_CHECKING:
    from reviews.demo.proposals import Plan

GOOD = {"vehicles": 512, "visible": 503, "captured": 498, "read": 485}
POOR = {"vehicles": 506, "visible": 497, "captured": 471, "read": 402}
METHOD = {"how": "Counted from a recording", "period": "Two hours on a weekday, half of it after dark"}
SUPPLIER, MODEL = "Platewatch", "Reader 3"
FORGOTTEN = 2
"""Signs and pages that nobody read again the last time."""
SIGN = "Number plate recognition cameras are used in this area."
PAGE = "We use cameras that read number plates, to detect crime and to find people at risk. Reads are kept for a year."


def equipment(force: Force, evaluations: tuple[int, ...]) -> Case:
    """The reader in use is accepted, and evaluated on some days; the signs and pages of each area go up."""
    by = force["anpr-manager"]
    yield force.day(evaluations[0])
    letter = evidence.store(
        force.organisation, "nasple-evidence.txt", b"Statement of conformity, NASPLE 2.4\n", clock.now()
    )
    reader = EquipmentModel.enter(
        by=by, on=clock.today(), organisation=force.organisation, supplier=SUPPLIER, name=MODEL, evidence=letter,
        evidence_version="2.4", evidence_dated=clock.today(),
    )  # fmt: skip
    reader.accept(by=by, on=clock.today(), reason="Meets the standard by the supplier's evidence and our trial.")
    for area in force.areas.values():
        for kind, text in (("sign", SIGN), ("web_page", PAGE)):
            PublicInformation.enter(
                by=by, on=clock.today(), area=area, kind=kind, text=text, purposes="Detecting crime"
            )
    for ago in evaluations[1:]:
        yield force.day(ago)
        EquipmentModel.objects.get(pk=reader.pk).evaluate(
            by=by, on=clock.today(), reason="Rates, clock and faults of the year lie within the standard."
        )
        told = PublicInformation.objects.filter(area__organisation=force.organisation).select_related("area")
        for row in list(told.order_by("pk"))[FORGOTTEN if ago == evaluations[-1] else 0 :]:
            row.review(by=by, on=clock.today(), effectiveness="In the last year reads led to 41 arrests.")


def add_device(force: Force, site: Site, **fields: Any) -> Device:
    """The reader of a site, which stands from today."""
    model = EquipmentModel.objects.get(organisation=force.organisation, name=MODEL)
    known = {"reference": f"NRD-{site.site_reference}", "model": model, "serial": f"PW3-{4000 + site.pk}"}
    return Device.add(by=force["anpr-specialist"], on=clock.today(), site=site, gives_images=True, **known, **fields)


def measure(force: Force, check: PerformanceCheck, counts: dict[str, int] | None = None) -> PerformanceCheck:
    """The counts of a check, made today by the engineer."""
    return fresh(check).record(by=force["anpr-specialist"], on=clock.today(), **(counts or GOOD), **METHOD)


def accept(force: Force, check: PerformanceCheck) -> PerformanceCheck:
    """The manager signs; a failure gets its action, owner and day first."""
    for task in check.actions.filter(owner__isnull=True):
        due, title = add_days(clock.today(), 14), "Clean the lens, turn the lamp and test again"
        fresh(check.site).amend(
            by=force["anpr-manager"],
            on=clock.today(),
            part=task,
            owner=force.held("anpr-specialist"),
            due=due,
            title=title,
        )
    return fresh(check).accept(by=force["anpr-manager"], on=clock.today())


def put_up(force: Force, plan: "Plan") -> Case:
    """Installed, checked and switched on; a plan that began late is not as far yet."""
    if plan.unlike & {"stands", "ico"}:
        return
    rows = Site.objects.filter(organisation=force.organisation, site_reference__in=plan.places)
    yield force.day(plan.ago("installed"))
    for site in rows.select_related("organisation").order_by("pk"):
        add_device(force, site)
        site.record_installation(by=force["anpr-manager"], on=clock.today())
    yield force.day(plan.ago("checked"))
    for check in PerformanceCheck.objects.filter(site__in=rows, kind="installation", state="open"):
        accept(force, measure(force, check, POOR if "fails" in plan.unlike else GOOD))
    yield force.day(plan.ago("live"))
    for site in rows.select_related("organisation").order_by("pk"):
        number = f"FA-{70000 + site.pk}"
        finance, on = force["finance-officer"], clock.today()
        Asset.enter(by=finance, on=on, site=site, finance_number=number, cost="9400.00", book_value="7800.00")
        fresh(site).go_live(by=force["anpr-manager"], on=on)


def reconciled(force: Force, agos: tuple[int, ...]) -> Case:
    """Finance's file compared twice a year: a sum that differs is resolved at once, a missing entry waits."""
    for ago in agos:
        yield force.day(ago)
        by, on = force["finance-officer"], clock.today()
        ours = list(standing(force.organisation, on).values())
        lines = [f"{row.finance_number},ANPR,{row.cost},{row.book_value}" for row in ours[1:]]
        lines += [f"FA-{60000 + ago},ANPR recorder,2400.00,1900.00", "FA-100,Ashmead police station,910000,650000"]
        text = "\n".join(["Asset number,Description,Cost,Book value", *lines])
        known = {"organisation": force.organisation, "name": f"fixed-assets-{on}.csv", "data": text.encode()}
        job = reconcile(by=by, on=on, named={}, words="anpr", **known)
        row = Difference.objects.filter(job=job, kind="only_there").get()
        row.resolve(by=by, on=on, reason="It stands in the store and was never installed. Finance moves it to stock.")
