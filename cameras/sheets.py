"""What is sealed in cameras: a check that is accepted, an equipment model that is accepted or evaluated."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld

if TYPE_CHECKING:
    from cameras.models import EquipmentModel, PerformanceCheck


@sheet("performance_check", 2)
class CheckSheet(Sheet):
    """Counts, rates, method and outcome of one check, with the thresholds that it was held against."""

    reference: str = disclosed(_("Check"))
    kind: str = disclosed(_("Why it was made"))
    site: str = withheld(_("Site"), "internal")
    device: str = withheld(_("Device"), "internal")
    on: str = disclosed(_("Made on"))
    counts: dict[str, int] = disclosed(_("Counts"), clause="NASPLE Part 2 para 12")
    rates: dict[str, str] = disclosed(_("Rates with their 95% interval and threshold"), clause="P L29")
    method: str = disclosed(_("Method"))
    period: str = disclosed(_("Period of the sample"))
    tester: str = withheld(_("Tester"), "internal")
    outcome: str = disclosed(_("Outcome"), clause="P L29")
    nasple: str = disclosed(_("NASPLE version and thresholds"), clause="P L54")
    actions: list[dict[str, str]] = withheld(_("Action after a failure"), "internal", clause="P L29")

    @classmethod
    def of(cls, record: "PerformanceCheck", on: date) -> Self:
        """The check as it stands; the day of the step plays no part."""
        return cls(
            reference=record.reference,
            kind=record.kind,
            site=record.site.reference,
            device=record.device.reference,
            on=record.on.isoformat() if record.on else "",
            counts=dict(record.counted()),
            rates={rate.label: f"{rate.words}, {rate.band}, {rate.percent}%" for rate in record.rates()},
            method=record.method,
            period=record.period,
            tester=record.tester,
            outcome=record.outcome,
            nasple=f"{record.nasple} {record.nasple.sha256}" if record.nasple else "",
            actions=[_action(task) for task in record.actions.select_related("owner__person")],
        )


def _action(task: Any) -> dict[str, str]:
    owner = task.owner.person.name if task.owner else ""
    return {"what": task.answer or task.title, "owner": owner, "due": task.due.isoformat() if task.due else ""}


@sheet("equipment_model", 1)
class EquipmentSheet(Sheet):
    """A supplier's product and the evidence that it meets the standards."""

    supplier: str = disclosed(_("Supplier"))
    product: str = disclosed(_("Model"))
    nasple: str = disclosed(_("NASPLE version"), clause="P L45")
    evidence: str = withheld(_("Evidence of the supplier (SHA-256)"), "internal", clause="P L45")

    @classmethod
    def of(cls, record: "EquipmentModel", on: date) -> Self:
        """The model as it stands."""
        return cls(
            supplier=record.supplier,
            product=record.name,
            nasple=str(record.nasple or ""),
            evidence=record.evidence.sha256 if record.evidence else "",
        )
