"""Where register rows came from: the mapping of a source and what the source last said."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.querysets import VisibleQuerySet
from cameras.models.device import Device
from cameras.models.site import Site


class ImportMapping(models.Model):
    """How a source's columns become the register's (`design/interface.md`, The register file)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("name of the source"), max_length=120)
    toml = models.TextField(_("mapping"), blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="cameras_mapping_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class SourceRow(models.Model):
    """What a source last said of one device (or of a site without one)."""

    mapping = models.ForeignKey(ImportMapping, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=130)
    site = models.ForeignKey(Site, models.PROTECT, related_name="source_rows")
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="source_rows")
    values = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+")
    listed = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mapping", "key"], name="cameras_source_row_unique")]
        indexes: ClassVar = [models.Index(fields=["site"])]

    def __str__(self) -> str:
        return self.key
