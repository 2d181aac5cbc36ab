"""What happens to assets of the demonstration over the years: replaced, upgraded, written down, disposed of."""

from decimal import Decimal

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from cameras.models import Asset, EquipmentModel, PerformanceCheck
from cameras.models.replacing import replace_device
from reviews.demo import meetings
from reviews.demo.force import Force
from reviews.demo.putting_up import MODEL, accept, measure
from reviews.demo.telling import Case

LEFT = Decimal("0.8")
"""Of a book value, what a year leaves."""


def renewed(force: Force, register: str, agos: tuple[int, int, int], *, told: bool) -> Case:
    """A device is replaced and checked; disposal of the old one is authorised, then recorded (and finance told)."""
    manager, (replaced, authorised, disposed) = force["anpr-manager"], agos
    yield force.day(replaced)
    site, on = force.site(register), clock.today()
    old, entry = site.devices_on(on)[0], site.assets.open().get()
    model = EquipmentModel.objects.get(organisation=force.organisation, name=MODEL)
    bought = {"what": "Reader with infrared lamp", "finance_number": f"FA-{80000 + site.pk}"}
    replace_device(
        by=manager, on=on, site=site, old=old, replaces=entry, reference=f"{old.reference}-B", model=model,
        serial=f"PW4-{5000 + site.pk}", gives_images=True,
        asset={**bought, "cost": Decimal("8900.00"), "book_value": Decimal("8900.00")},
    )  # fmt: skip
    for check in PerformanceCheck.objects.filter(site=site, kind="installation", state="open"):
        accept(force, measure(force, check))
    yield force.day(authorised)
    said = {"outcome": "authorised", "balance": "", "minutes": "Disposal of the replaced reader was authorised."}
    meetings.item(force, meetings.GROUP, "disposal", site=force.site(register), **said)
    yield force.day(disposed)
    entry.dispose(
        by=force["finance-officer"], on=clock.today(), method="returned", words=f"Receipt {4100 + entry.pk}",
        finance_told_on=clock.today() if told else None,
    )  # fmt: skip


def upgraded(force: Force, register: str, ago: int) -> Case:
    """A lamp is added to a reader: a cost of its own under the same number."""
    yield force.day(ago)
    entry = force.site(register).assets.open().get()
    cost = Decimal("1150.00")
    entry.upgrade(by=force["finance-officer"], on=clock.today(), what="Second infrared lamp", cost=cost)


def written_down(force: Force, ago: int) -> Case:
    """The year's depreciation of what stands."""
    yield force.day(ago)
    by, on = force["finance-officer"], clock.today()
    for row in Asset.objects.filter(organisation=force.organisation).on(on).order_by("pk"):
        if row.book_value is not None:
            value = (row.book_value * LEFT).quantize(Decimal("0.01"))
            row.revalue(by=by, on=on, reason="Depreciation of the year.", cost=row.cost, book_value=value)


def shown_anew(force: Force, ago: int) -> Case:
    """The supplier hands in newer evidence for the reader in use."""
    yield force.day(ago)
    model, by = EquipmentModel.objects.get(organisation=force.organisation, name=MODEL), force["anpr-specialist"]
    words = b"Statement of conformity, NASPLE 2.4, revised\n"
    file = evidence.store(force.organisation, "nasple-evidence-2.txt", words, clock.now(), model.evidence)
    model.give_evidence(by=by, on=clock.today(), file=file, version="2.4, revision 2", dated=clock.today())
