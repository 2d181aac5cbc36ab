"""What the asset register and the public are told of a site."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.database.dated import Dated
from anpr_governance.organisations.models import LocalPolicingArea, Membership, Organisation, Person
from anpr_governance.organisations.roles import Role, System
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras import guards
from cameras.models.device import Device, chain, save_as
from cameras.models.site import Site
from cameras.querysets import AssetQuerySet, PublicInformationQuerySet
from cameras.states import GapKind, PublicInformationKind

KEEP_ASSETS = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST, Role.FINANCE_OFFICER)
KEEP_INFORMATION = (Role.ANPR_MANAGER, Role.ANPR_SPECIALIST)


def of_role(by: Any, organisation_id: int, roles: tuple[str, ...], what: Any) -> Membership:
    """The membership by which `by` may do it, held until the unit ends. Raises NotYours, which names what was tried."""
    with unit() as running:
        running.admit(by)
    held = by.membership_for(organisation_id, roles) if isinstance(by, Person) and by.is_active else None
    if held is None:
        raise NotYours(str(what))
    return held


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

    def __str__(self) -> str:
        return self.finance_number

    def get_absolute_url(self) -> str:
        """The register in which it stands, at this entry."""
        return f"/assets/?q={self.finance_number}"

    @classmethod
    def enter(cls, *, by: Any, on: date, site: Site, **fields: Any) -> Self:
        """Enter an addition, replacement or upgrade (P L62); closes the site's *asset* gap."""
        with unit():
            of_role(by, site.organisation_id, KEEP_ASSETS, _now("keep the asset register"))
            row = cls(organisation=site.organisation, site=site, since=on, **fields)
            save_as(row, by)
            chain(site.organisation, "asset.enter", site.reference, by, on, {"number": row.finance_number})
            site.close_gaps([GapKind.ASSET], on, row.finance_number)
        return row

    def dispose(self, *, by: Any, on: date, method: str, finance_told_on: date | None = None) -> Self:
        """Record a disposal (P L60): what is left of the book value is a charge. Raises Refused without authority."""
        with unit():
            of_role(by, self.organisation_id, KEEP_ASSETS, _now("keep the asset register"))
            if unmet := guards.disposal_not_authorised(self.site, by, on):
                raise Refused([unmet])
            if self.until is not None or not method.strip() or on <= self.since:
                sentence = _now("Give the method, and a day after the addition; an entry is disposed of once.")
                raise Refused([Reason(sentence, "P L60", "method")])
            self.until = self.disposed_on = on
            self.method, self.finance_told_on, self.charge = method, finance_told_on, self.book_value
            save_as(self, by)
            chain(self.organisation, "asset.dispose", self.site.reference, by, on, {"number": self.finance_number})
        return self


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

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.area}"

    def get_absolute_url(self) -> str:
        """The list of what the public is told."""
        return "/assets/public-information/"

    @classmethod
    def enter(cls, *, by: Any, on: date, area: LocalPolicingArea, **fields: Any) -> Self:
        """Record a sign, page or publication that is up on `on`; closes *signs* gaps of the area's sites."""
        with unit():
            held = of_role(by, area.organisation_id, KEEP_INFORMATION, _now("keep public information"))
            row = cls(area=area, reviewed_on=on, by=held, **fields)
            row._keep(by, on, "enter")
        return row

    def review(self, *, by: Any, on: date, **fields: Any) -> Self:
        """Say that it was read again and is right (C22), with what changed."""
        with unit():
            self.by = of_role(by, self.area.organisation_id, KEEP_INFORMATION, _now("keep public information"))
            self.reviewed_on = on
            for name, value in fields.items():
                setattr(self, name, value)
            self._keep(by, on, "review")
        return self

    def _keep(self, by: Any, on: date, kind: str) -> None:
        if on > clock.today():
            raise Refused([Reason(_now("The date lies in the future. Give the day on which it happened."), "house")])
        save_as(self, by)
        chain(self.area.organisation, f"publicinformation.{kind}", str(self.area)[:60], by, on, {"kind": self.kind})
        for site in Site.objects.filter(area=self.area).with_gap(GapKind.SIGNS):
            if guards.signs_missing(site, System("papers"), on) is None:
                site.close_gaps([GapKind.SIGNS], on, str(self))
