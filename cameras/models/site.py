"""A camera site: the place (or fleet) where plates are read, and what it was when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.organisations.models import LocalPolicingArea, Membership
from anpr_governance.workflow.models import Numbered, Task
from anpr_governance.workflow.stateful import Stateful
from cameras.querysets import GapQuerySet, SitePeriodQuerySet, SiteQuerySet
from cameras.states import Deployment, GapKind, Origin, PlaceType, Relationship, SiteState, SuspendReason

WITH_MACHINE = Q(relationship__in=["own", "feeds_us"], deployment__in=["fixed", "temporary"])


class Site(Numbered, Stateful):
    """Where plates are read. *own* and *feeds_us* sites of fixed or temporary deployment have the machine."""

    letter = "S"

    site_reference = models.CharField(_("register reference"), max_length=60)
    name = models.CharField(_("name"), max_length=200, blank=True)
    description = models.CharField(_("description"), max_length=500, blank=True)
    relationship = models.CharField(max_length=10, choices=Relationship.choices, default=Relationship.OWN)
    deployment = models.CharField(max_length=20, choices=Deployment.choices, default=Deployment.FIXED)
    place_type = models.CharField(_("place type"), max_length=10, choices=PlaceType.choices, default=PlaceType.UNKNOWN)
    road = models.CharField(_("road"), max_length=60, blank=True)
    direction = models.CharField(_("direction"), max_length=60, blank=True)
    lanes = models.PositiveSmallIntegerField(_("lanes"), null=True, blank=True)
    easting = models.FloatField(_("easting"), null=True, blank=True)
    northing = models.FloatField(_("northing"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    controller = models.CharField(_("controller, unless it is the organisation"), max_length=120, blank=True)
    area = models.ForeignKey(LocalPolicingArea, models.PROTECT, null=True, blank=True, related_name="sites")
    intended_months = models.PositiveSmallIntegerField(_("intended months in place"), null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.DECIDED, editable=False)
    state = FSMField(max_length=20, choices=SiteState.choices, default=SiteState.PROPOSED, protected=True, blank=True)
    in_service = models.BooleanField(null=True, blank=True)
    suspended_for = models.CharField(max_length=20, choices=SuspendReason.choices, blank=True, editable=False)
    installed_on = models.DateField(_("installed on"), null=True, blank=True, editable=False)
    live_since = models.DateField(_("live since"), null=True, blank=True, editable=False)
    became_long_term_on = models.DateField(_("became long-term on"), null=True, blank=True, editable=False)
    ceased_on = models.DateField(_("collection ceased on"), null=True, blank=True, editable=False)
    decommissioned_on = models.DateField(_("decommissioned on"), null=True, blank=True, editable=False)
    review_before = models.DateField(_("last review before this product"), null=True, blank=True)
    dpia_outside = models.CharField(_("DPIA held outside the product"), max_length=120, blank=True)
    authoriser = models.CharField(_("authoriser, with rank"), max_length=120, blank=True)
    authority_reference = models.CharField(_("authority or incident log reference"), max_length=120, blank=True)
    authority_expires = models.DateField(_("authority expires"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", editable=False
    )

    history = HistoricalRecords()
    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="cameras_site_number_unique"),
            models.UniqueConstraint(fields=["organisation", "site_reference"], name="cameras_site_reference_unique"),
            models.CheckConstraint(
                condition=(WITH_MACHINE & ~Q(state="") & Q(in_service__isnull=True))
                | (~WITH_MACHINE & Q(state="", in_service__isnull=False)),
                name="cameras_site_machine_or_service",
            ),
            models.CheckConstraint(
                condition=Q(deployment__in=["vehicle_mounted", "operational"])
                | Q(easting__isnull=False, northing__isnull=False, latitude__isnull=False, longitude__isnull=False),
                name="cameras_site_has_place",
            ),
            models.CheckConstraint(
                condition=~Q(origin="decided", state="live") | Q(live_since__isnull=False),
                name="cameras_site_live_since",
            ),
            models.CheckConstraint(
                condition=~Q(origin="decided", deployment__in=["operational", "ripa"]) | ~Q(authority_reference=""),
                name="cameras_site_authority",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "id"]),
            models.Index(fields=["organisation", "live_since"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name; else description; else road and reference."""
        return self.name or self.description or f"{self.road} {self.site_reference}".strip()

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/sites/{self.reference}/"


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


class SiteTask(Task):
    """Something to do for a site: what a ceasing opens, what a failed check asks."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="tasks")
    check_failed = models.ForeignKey(
        "cameras.PerformanceCheck", models.PROTECT, null=True, blank=True, related_name="actions"
    )
    opened_by = models.CharField(max_length=40, blank=True)
