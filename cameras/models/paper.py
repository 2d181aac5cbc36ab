"""What the public is told of a site, and who keeps papers."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.organisations.models import LocalPolicingArea, Membership, Person
from anpr_governance.organisations.roles import Role, System
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras import guards
from cameras.models.device import chain, save_as
from cameras.models.site import Site
from cameras.querysets import PublicInformationQuerySet
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
