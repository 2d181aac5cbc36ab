"""Meetings of the deciding bodies, with attendance by item (P L13)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.organisations.models import Membership, Organisation
from anpr_governance.organisations.querysets import VisibleQuerySet
from anpr_governance.regulation.models import Edition
from assessments.models.proposal import Proposal
from assessments.querysets import AgendaItemQuerySet
from assessments.states import Body, ItemKind, Vote
from cameras.models import Site


class Meeting(models.Model):
    """A meeting of one body on one day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    body = models.CharField(_("body"), max_length=30, choices=Body.choices)
    on = models.DateField(_("held on"))
    quorum = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    objectives = models.TextField(_("objectives set"), blank=True)

    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "body", "on"], name="assessments_meeting_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.on}"

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/meetings/{self.pk}/"


class AgendaItem(models.Model):
    """One item of a meeting: about a proposal, a disposal, a ceased collection, or the opening."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.OTHER)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    minutes = models.TextField(_("minutes"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True)
    late_reason = models.TextField(_("why authority came late"), blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="assessments_item_position_unique"),
        ]


class Attendance(models.Model):
    """A person at one item (item 1 is the opening): discipline, interest, recusal, vote."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="attendance")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    discipline = models.CharField(max_length=80, blank=True)
    present = models.BooleanField(default=True)
    interest = models.TextField(_("interest declared"), blank=True)
    recused = models.BooleanField(default=False)
    vote = models.CharField(max_length=10, choices=Vote.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "membership"], name="assessments_attendance_once"),
            models.CheckConstraint(condition=~(Q(recused=True) & ~Q(vote="")), name="assessments_recused_without_vote"),
        ]
