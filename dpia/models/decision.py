"""The decisions of this app: advice, views, approvals and sign-off of a DPIA; check and release of a redaction."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from anpr_governance.workflow.models import Decision as AbstractDecision
from dpia.models.assessment import Dpia
from dpia.models.release import Release


class Decision(AbstractDecision):
    """A sealed step of a DPIA or of a release. `proceed` is the DPO's or surveillance lead's conclusion."""

    dpia = models.ForeignKey(Dpia, models.PROTECT, null=True, blank=True, related_name="decisions")
    release = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="decisions")
    proceed = models.BooleanField(null=True, blank=True)
    text = models.TextField(blank=True)

    class Meta(AbstractDecision.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(dpia__isnull=False, release__isnull=True) | Q(dpia__isnull=True, release__isnull=False),
                name="dpia_decision_of_one",
            ),
        ]
