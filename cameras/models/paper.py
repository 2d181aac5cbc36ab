"""What the asset register and the public are told of a site."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database.dated import Dated
from anpr_governance.organisations.models import LocalPolicingArea, Membership, Organisation
from cameras.models.device import Device
from cameras.models.site import Site
from cameras.querysets import AssetQuerySet, PublicInformationQuerySet
from cameras.states import PublicInformationKind


class Asset(Dated):
    """An entry of the ANPR asset register (P L55–L62)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="assets")
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="assets")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    finance_number = models.CharField(_("number in the finance register"), max_length=60)
    cost = models.DecimalField(_("cost (£)"), max_digits=12, decimal_places=2, null=True, blank=True)
    book_value = models.DecimalField(_("book value (£)"), max_digits=12, decimal_places=2, null=True, blank=True)
    disposed_on = models.DateField(_("disposed of on"), null=True, blank=True)
    method = models.CharField(_("method of disposal"), max_length=200, blank=True)
    finance_told_on = models.DateField(_("finance told on"), null=True, blank=True)
    charge = models.DecimalField(_("charge (£)"), max_digits=12, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords()
    objects = AssetQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "finance_number"], name="cameras_asset_unique"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, disposed_on__isnull=True)
                | Q(until__isnull=False, disposed_on__isnull=False),
                name="cameras_asset_ends_by_disposal",
            ),
        ]


class PublicInformation(models.Model):
    """A sign, web page or publication that tells the public of ANPR in an area (G 5.4b)."""

    area = models.ForeignKey(LocalPolicingArea, models.PROTECT, related_name="public_information")
    kind = models.CharField(max_length=12, choices=PublicInformationKind.choices)
    text = models.TextField(_("what it says"))
    purposes = models.TextField(_("purposes of use that it states"), blank=True)
    effectiveness = models.TextField(_("effectiveness that it reports"), blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = PublicInformationQuerySet.as_manager()
