"""Devices, where they stood when, and the equipment models they are of."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.regulation.models import Edition
from cameras.models.site import Site
from cameras.querysets import PlacementQuerySet
from cameras.states import DeviceKind


class EquipmentModel(models.Model):
    """A supplier's product with its evidence of meeting NASPLE; accepted by the newest Decision (P L45)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    supplier = models.CharField(_("supplier"), max_length=120)
    name = models.CharField(_("model"), max_length=120)
    nasple = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "supplier", "name"], name="cameras_equipment_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.name}".strip()


class Device(models.Model):
    """An NRD or another component whose performance is checked."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    reference = models.CharField(_("device reference"), max_length=60)
    kind = models.CharField(max_length=5, choices=DeviceKind.choices, default=DeviceKind.NRD)
    model = models.ForeignKey(EquipmentModel, models.PROTECT, null=True, blank=True, related_name="devices")
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    gives_images = models.BooleanField(_("gives images"), default=True)
    check_before = models.DateField(_("last check before this product"), null=True, blank=True)

    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="cameras_device_unique"),
        ]

    def __str__(self) -> str:
        return self.reference


class Placement(Dated):
    """A device stands at a site, from a day to a day."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="placements")
    site = models.ForeignKey(Site, models.PROTECT, related_name="placements")

    objects = PlacementQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["site", "until"]), models.Index(fields=["device", "until"])]
