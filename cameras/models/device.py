"""Devices, where they stood when, and the equipment models they are of."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.dated import Dated
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.organisations.roles import Role, System
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow import sealing
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.guards import INSTALLATION_KINDS
from cameras.models.site import STANDING, Site
from cameras.querysets import DeviceQuerySet, EquipmentQuerySet, PlacementQuerySet
from cameras.sheets import EquipmentSheet
from cameras.states import CheckKind, DeviceKind, Outcome


class EquipmentModel(models.Model):
    """A supplier's product with its evidence of meeting NASPLE; accepted by the newest Decision (P L45)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    supplier = models.CharField(_("supplier"), max_length=120)
    name = models.CharField(_("model"), max_length=120)
    nasple = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    evidence_version = models.CharField(_("version of the evidence"), max_length=60, blank=True)
    evidence_dated = models.DateField(_("date of the evidence"), null=True, blank=True)

    history = HistoricalRecords()
    objects = EquipmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "supplier", "name"], name="cameras_equipment_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.name}".strip()

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/assets/models/{self.pk}/"

    @property
    def reference(self) -> str:
        """How the chain names a model: `CODE-E-key`."""
        return f"{self.organisation.code}-E-{self.pk}"

    @classmethod
    def enter(cls, *, by: Any, on: date, organisation: Organisation, **fields: Any) -> Self:
        """Enter a supplier's product, with the evidence that it brings."""
        fields.setdefault("nasple", Edition.objects.pin("nasple", organisation.code, on))
        with unit():
            row = cls(organisation=organisation, **fields)
            row._of_role(by, (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST))
            save_as(row, by)
            row._note("enter", by, on)
        return row

    def give_evidence(self, *, by: Person, on: date, file: EvidenceFile, version: str, dated: date) -> Self:
        """Keep newer evidence of the supplier; what it was accepted on before stays with its history (P L45)."""
        if file.pk == self.evidence_id:
            raise Refused([Reason(_now("This file is the evidence already. Choose the newer one."), "P L45", "file")])
        if dated > clock.today():
            raise Refused([Reason(_now("Evidence has no date in the future. Read it again."), "P L45", "dated")])
        with unit():
            self._of_role(by, (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST))
            self.evidence, self.evidence_version, self.evidence_dated = file, version, dated
            save_as(self, by)
            self._note("evidence", by, on, {"sha256": file.sha256, "version": version, "dated": dated.isoformat()})
        return self

    def accept(self, *, by: Person, on: date, reason: str, seen: str = "") -> Any:
        """Accept the model for use (P L45): the ANPR manager, on evidence and an evaluation. Raises Refused."""
        refused = []
        if self.evidence_id is None:
            sentence = _now("Add the supplier's evidence that the model meets NASPLE. Without it nothing is accepted.")
            refused.append(Reason(sentence, "P L45", "evidence"))
        if not reason.strip():
            sentence = _now("Say on which evaluation it rests: who tried the model, when, and what was found.")
            refused.append(Reason(sentence, "P L45", "reason"))
        if refused:
            raise Refused(refused)
        return self._decide("accept", by, on, reason, seen)

    def evaluate(self, *, by: Person, on: date, reason: str, passed: bool = True, seen: str = "") -> Any:
        """Record the yearly evaluation; one that it does not pass takes the acceptance back."""
        if not reason.strip():
            raise Refused([Reason(_now("Say what the evaluation found."), "P L45", "reason")])
        return self._decide("evaluate" if passed else "reject", by, on, reason, seen)

    def accepted(self, on: date) -> bool:
        """Whether the newest decision by that day lets it be used."""
        newest = self.decisions.filter(on__lte=on).order_by("-on", "-pk").first()
        return newest is not None and newest.step != "reject"

    def _of_role(self, by: Any, roles: tuple[str, ...]) -> Any:
        held = by.membership_for(self.organisation_id, roles) if isinstance(by, Person) and by.is_active else None
        if held is None and not (isinstance(by, System) and by.task == "import"):
            raise NotYours(_now("keep equipment models"))
        return held

    def _decide(self, step: str, by: Person, on: date, reason: str, seen: str) -> Any:
        with unit():
            held = self._of_role(by, (Role.ANPR_MANAGER,))
            if on > clock.today():
                raise Refused([Reason(_now("The date lies in the future."), "house", "future")])
            decision = self.decisions.create(
                step=step, outcome=step, on=on, recorded_at=clock.now(), by=held, acting_for=held.acting_for,
                name=by.name, rank=by.rank, reasons=reason, seal=sealing.seal(EquipmentSheet, self, on, seen),
            )  # fmt: skip
            self._note(step, by, on, {"seal": decision.seal.sha256, "reason": reason})
        return decision

    def _note(self, kind: str, by: Any, on: date, payload: dict[str, Any] | None = None) -> None:
        chain(self.organisation, f"equipmentmodel.{kind}", self.reference, by, on, payload or {})


class Device(models.Model):
    """An NRD or another component whose performance is checked (P L29)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    reference = models.CharField(_("device reference"), max_length=60)
    kind = models.CharField(max_length=5, choices=DeviceKind.choices, default=DeviceKind.NRD)
    model = models.ForeignKey(EquipmentModel, models.PROTECT, null=True, blank=True, related_name="devices")
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    gives_images = models.BooleanField(_("gives images"), default=True)
    check_before = models.DateField(_("last check before this product"), null=True, blank=True)

    history = HistoricalRecords()
    objects = DeviceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="cameras_device_unique"),
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def add(cls, *, by: Any, on: date, site: Site, **fields: Any) -> Self:
        """Enter a device that stands at `site` since `on`. Raises NotYours, Refused."""
        with unit():
            device = cls(organisation=site.organisation, **fields)
            device._for(by, site, on)
            save_as(device, by)
            device.place(by=by, on=on, site=site)
        return device

    def change(self, *, by: Any, on: date, site: Site, **fields: Any) -> Self:
        """Change what the device is; a new answer to *gives images* moves the day of its check at once."""
        with unit():
            self._for(by, site, on)
            if fields.get("kind", self.kind) != self.kind and self.checks.made().exists():
                sentence = _now("It was checked as what it is. Take it down and add the other component as its own.")
                raise Refused([Reason(sentence, "P L29", "kind")])
            for name, value in fields.items():
                setattr(self, name, value)
            save_as(self, by)
            self.recount_open_check(on)
            site.note("change_device", by, on, {"device": self.reference, "fields": sorted(fields)})
        return self

    def place(self, *, by: Any, on: date, site: Site) -> "Placement":
        """Stand at `site` from `on`: leaves its earlier place; where equipment collects, asks for a check."""
        with unit():
            self._for(by, site, on)
            earlier = self.placements.open().select_related("site").first()
            if earlier is not None:
                earlier.leave(on)
                earlier.site.note("remove_device", by, on, {"device": self.reference})
                self._leave_checks(earlier.site, on)
            placed = self.placements.create(site=site, since=on)
            site.note("place_device", by, on, {"device": self.reference})
            if site.state in STANDING and not isinstance(by, System):
                self.open_installation_check(site, on)
        return placed

    def remove(self, *, by: Any, on: date, site: Site) -> None:
        """Leave `site` on that day."""
        with unit():
            self._for(by, site, on)
            for placement in self.placements.open().filter(site=site):
                placement.end(on)
            self._leave_checks(site, on)
            site.note("remove_device", by, on, {"device": self.reference})

    def _for(self, by: Any, site: Site, on: date) -> None:
        if not site._admits(by, site.edited_by):
            raise NotYours(_now("keep the devices of a site"))
        if on > clock.today():
            raise Refused([Reason(_now("The date lies in the future. Give the day on which it happened."), "house")])

    def _leave_checks(self, site: Site, on: date) -> None:
        for check in self.checks.filter(site=site, state="open"):
            check.cancel(by=System("site"), on=on)

    def recount_open_check(self, on: date) -> None:
        """The open periodic check follows the day that the device's answers give (T110)."""
        for check in self.checks.filter(state="open", kind=CheckKind.PERIODIC).select_related("organisation"):
            row = self.placements.filter(site=check.site_id).on(on).with_check_due(on).first()
            if row is not None and row.due_on != check.due_on:
                check.move_due(on=on, due_on=row.due_on)

    def open_installation_check(self, site: Site, on: date) -> None:
        """One installation check, unless one is under way or the device was checked before this product."""
        if (
            self.check_before is None
            and not self.checks.filter(site=site, kind=CheckKind.INSTALLATION).exclude(state="cancelled").exists()
        ):
            checks: Any = self.checks.model
            checks.open_one(by=System("site"), on=on, device=self, site=site, kind=CheckKind.INSTALLATION, due_on=on)

    def installation_passed(self, site: Site, on: date) -> bool:
        """Whether an installation check here, or its retest, was accepted as passed by that day."""
        rows = self.checks.accepted().filter(site=site, kind__in=INSTALLATION_KINDS, outcome=Outcome.PASSED)
        return bool(rows.filter(on__lte=on).exists())

    def model_accepted(self, on: date) -> bool:
        """Whether its model is known and accepted (P L45)."""
        return self.model is not None and self.model.accepted(on)


class Placement(Dated):
    """A device stands at a site, from a day to a day."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="placements")
    site = models.ForeignKey(Site, models.PROTECT, related_name="placements")

    objects = PlacementQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["site", "until"]), models.Index(fields=["device", "until"])]

    def leave(self, on: date) -> None:
        """End where the device goes elsewhere; a place that it came to on the same day was none."""
        if on < self.since:
            sentence = _now("The device came to its present place only later. Give that day or a later one.")
            raise Refused([Reason(sentence, "P L58", "since")])
        if on == self.since:
            self.delete()
        else:
            self.end(on)

    def end(self, on: date) -> None:
        """Ends on `on`, its first day elsewhere; a placement of one day is at least that day."""
        self.until = max(on, self.since + timedelta(days=1))
        self.save(update_fields=["until"])


def save_as(row: Any, by: Any) -> None:
    """Check and write a row that has no machine, its history row attributed to `by`. Raises Refused, not a crash."""
    from django.core.exceptions import ValidationError

    row._history_user = by if isinstance(by, Person) else None
    try:
        row.full_clean()
    except ValidationError as problem:
        raise Refused([Reason(sentence, "house", "content") for sentence in problem.messages]) from problem
    row.save()


def chain(
    organisation: Organisation, kind: str, subject: str, by: Any, on: date, payload: dict[str, Any],
    app: str = "cameras",
) -> None:  # fmt: skip
    """Chain an event of a record that has no machine."""
    with unit() as running:
        entry = Entry(at=clock.now(), on=on, actor=by.actor, kind=f"{app}.{kind}", subject=subject, payload=payload)
        running.record(organisation.code, entry)
