"""Performance checks of devices (P L29; `design/workflows.md` 7) and the decisions of this app."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField
from simple_history.models import HistoricalRecords

from anpr_governance.organisations.models import Organisation
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow.models import Decision as AbstractDecision
from anpr_governance.workflow.stateful import Stateful
from cameras.models.device import Device, EquipmentModel
from cameras.models.site import Site
from cameras.querysets import CheckQuerySet
from cameras.states import CheckKind, CheckState, Outcome


class PerformanceCheck(Stateful):
    """Raw counts of one check; rates, their interval and the outcome follow from them."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="checks")
    site = models.ForeignKey(Site, models.PROTECT, related_name="checks")
    state = FSMField(max_length=12, choices=CheckState.choices, default=CheckState.OPEN, protected=True)
    kind = models.CharField(max_length=12, choices=CheckKind.choices)
    cycle = models.PositiveIntegerField(default=1)
    due_on = models.DateField(_("due on"))
    on = models.DateField(_("made on"), null=True, blank=True)
    vehicles = models.PositiveIntegerField(_("vehicles that passed"), null=True, blank=True)
    visible = models.PositiveIntegerField(_("vehicles with a visible plate"), null=True, blank=True)
    captured = models.PositiveIntegerField(_("plates captured"), null=True, blank=True)
    read = models.PositiveIntegerField(_("plates read correctly"), null=True, blank=True)
    method = models.CharField(_("method"), max_length=300, blank=True)
    period = models.CharField(_("period of the sample"), max_length=200, blank=True)
    tester = models.CharField(_("tester"), max_length=120, blank=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, editable=False)
    nasple = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    retest_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="retests")
    decision = models.OneToOneField(
        "cameras.Decision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    history = HistoricalRecords()
    objects = CheckQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["device", "kind", "cycle"], condition=~Q(state="cancelled"), name="cameras_check_once_a_cycle"
            ),
            models.CheckConstraint(
                condition=Q(read__lte=F("captured"), captured__lte=F("visible"), visible__lte=F("vehicles"))
                | Q(vehicles__isnull=True),
                name="cameras_check_counts_possible",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(decision__isnull=False), name="cameras_check_accepted_sealed"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(decision__isnull=True), name="cameras_check_open_unsealed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on"]),
            models.Index(fields=["device", "-on"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How addresses and the chain name a check: `CODE-C-key`."""
        return f"{self.organisation.code}-C-{self.pk}"

    @property
    def title(self) -> str:
        """Kind and device."""
        return f"{self.get_kind_display()}: {self.device.reference}"

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/performance/{self.reference}/"


class Decision(AbstractDecision):
    """Accepts a check; accepts or evaluates equipment."""

    check_made = models.ForeignKey(PerformanceCheck, models.PROTECT, null=True, blank=True, related_name="decisions")
    equipment = models.ForeignKey(EquipmentModel, models.PROTECT, null=True, blank=True, related_name="decisions")

    class Meta(AbstractDecision.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(check_made__isnull=False, equipment__isnull=True)
                | Q(check_made__isnull=True, equipment__isnull=False),
                name="cameras_decision_of_one",
            ),
        ]
