"""What belongs to a site's record: what it was when, which papers it lacks, what is to be done."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from anpr_governance.organisations.models import Membership, Person
from anpr_governance.workflow.models import Task
from cameras.models.site import Site
from cameras.querysets import GapQuerySet, SitePeriodQuerySet, SiteTaskQuerySet
from cameras.states import GapKind


class SitePeriod(models.Model):
    """What a site was from one moment to another; answers *as at*. Append-only but for `until`."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="periods")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, blank=True)
    in_service = models.BooleanField(null=True, blank=True)
    reason_code = models.CharField(max_length=20, blank=True)
    relationship = models.CharField(max_length=10)
    deployment = models.CharField(max_length=20)
    easting = models.FloatField(null=True)
    northing = models.FloatField(null=True)
    entered_by = models.CharField(max_length=120)

    objects = SitePeriodQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "-since"])]

    def __str__(self) -> str:
        return f"{self.state or self.in_service}, {self.since:%Y-%m-%d}"

    def says(self, site: Site) -> bool:
        """Whether the period still describes the site."""
        return all(getattr(self, name) == value for name, value in site.being().items())


class Gap(models.Model):
    """A missing paper of a site, with owner and date; closed by the paper's step or by ceasing."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="gaps")
    kind = models.CharField(max_length=20, choices=GapKind.choices)
    clause = models.CharField(max_length=30)
    opened_on = models.DateField()
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=40, blank=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "kind"], condition=Q(closed_on__isnull=True), name="cameras_gap_one_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class SiteTask(Task):
    """Something to do for a site: what a ceasing opens, what a failed check asks."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="tasks")
    check_failed = models.ForeignKey(
        "cameras.PerformanceCheck", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    opened_by = models.CharField(max_length=40, blank=True)

    objects = SiteTaskQuerySet.as_manager()

    def finish(self, by: Any, on: date, answer: str) -> None:
        """Write that it is done, by whom and with what answer."""
        self.done_on, self.answer = on, answer
        self.done_by = by.membership_for(self.site.organisation_id, _ROLES) if isinstance(by, Person) else None
        self.save(update_fields=["done_on", "done_by", "answer"])


_ROLES = ("anpr-manager", "anpr-specialist", "finance-officer", "strategic-lead")
