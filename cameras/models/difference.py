"""What the asset register and the finance register say differently (P L56)."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Membership
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.models.asset import Asset
from cameras.models.device import chain
from cameras.models.paper import KEEP_ASSETS, of_role
from cameras.querysets import DifferenceQuerySet
from cameras.states import DifferenceKind


class Difference(models.Model):
    """One difference that a reconciliation found; it stays with how it was resolved."""

    job = models.ForeignKey(Job, models.PROTECT, related_name="differences", editable=False)
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="differences")
    kind = models.CharField(_("kind"), max_length=12, choices=DifferenceKind.choices)
    finance_number = models.CharField(_("number in the finance register"), max_length=60)
    field = models.CharField(_("what differs"), max_length=12, blank=True)
    ours = models.CharField(_("in the asset register"), max_length=200, blank=True)
    theirs = models.CharField(_("in the finance register"), max_length=200, blank=True)
    resolved_on = models.DateField(_("resolved on"), null=True, blank=True)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("how it was resolved"), blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "finance_number", "field"], name="cameras_difference_unique"),
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True, by__isnull=True, reason="")
                | (Q(resolved_on__isnull=False, by__isnull=False) & ~Q(reason="")),
                name="cameras_difference_resolved_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finance_number}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The page on which it is resolved."""
        return f"/assets/reconcile/difference/{self.pk}/"

    def resolve(self, *, by: Any, on: date, reason: str) -> "Difference":
        """Say what was found and done (P L56). Raises Refused without a reason, for a future day, or a second time."""
        organisation = self.job.organisation
        with unit():
            held = of_role(by, organisation.pk, KEEP_ASSETS, _now("resolve differences with finance"))
            here = Difference.objects.select_for_update(of=("self",)).get(pk=self.pk)
            if unmet := here.unresolvable(on, reason):
                raise Refused([unmet])
            here.resolved_on, here.by, here.reason = on, held, reason.strip()
            here.save(update_fields=["resolved_on", "by", "reason"])
            said = {"number": here.finance_number, "field": here.field, "reason": here.reason}
            chain(organisation, "difference.resolve", here.finance_number, by, on, said)
        return here

    def unresolvable(self, on: date, reason: str) -> Reason | None:
        """Why it cannot be resolved with these words on that day."""
        if self.resolved_on is not None:
            return Reason(_now("It was resolved already. A new comparison shows whether it is still there."), "P L56")
        if not reason.strip():
            return Reason(_now("Say what was found and what was done about it."), "P L56", "reason")
        if not clock.today() >= on >= timezone.localdate(self.job.asked_at):
            return Reason(_now("Give a day from the comparison to today."), "P L56", "on")
        return None
