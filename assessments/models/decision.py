"""The decisions of this app: endorsements, needs, submissions and the bodies' decisions in order."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anpr_governance.workflow.models import Decision as AbstractDecision
from assessments.models.assessment import StrategicAssessment
from assessments.models.meeting import AgendaItem, Meeting
from assessments.models.need import Need
from assessments.models.proposal import Proposal
from assessments.states import Body

DECIDING = Q(step__in=["submit", "approve", "approve_finally", "refuse"])


class Decision(AbstractDecision):
    """For a proposal: version, turn, position (0 submit, 1…n the bodies of its route of `route_length` n)."""

    assessment = models.ForeignKey(StrategicAssessment, models.PROTECT, null=True, blank=True, related_name="decisions")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="decisions")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="decisions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="decisions")
    version = models.PositiveIntegerField(null=True, blank=True)
    turn = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    route_length = models.PositiveSmallIntegerField(null=True, blank=True)
    body = models.CharField(max_length=30, choices=Body.choices, blank=True)
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions")
    balance = models.TextField(_("how public protection and privacy were balanced"), blank=True)
    votes = models.JSONField(default=dict, blank=True)
    dissent = models.TextField(_("dissent"), blank=True)

    class Meta(AbstractDecision.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["proposal", "version", "turn", "position"],
                condition=DECIDING & Q(proposal__isnull=False),
                name="assessments_decision_once_a_position",
            ),
            models.CheckConstraint(
                condition=Q(assessment__isnull=False, need__isnull=True, proposal__isnull=True, meeting__isnull=True)
                | Q(assessment__isnull=True, need__isnull=False, proposal__isnull=True, meeting__isnull=True)
                | Q(assessment__isnull=True, need__isnull=True, proposal__isnull=False, meeting__isnull=True)
                | Q(assessment__isnull=True, need__isnull=True, proposal__isnull=True, meeting__isnull=False),
                name="assessments_decision_of_one",
            ),
        ]
