"""Consultations, who is asked and what they answered (G 5.2, 5.3b)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.documents.models import EvidenceFile
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.querysets import VisibleQuerySet
from assessments.states import Extent


class Consultation(models.Model):
    """One consultation; *recorded* means closed. Proposal and DPIA point to it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    method = models.TextField(_("method: existing groups, additional ones"), blank=True)
    extent = models.CharField(_("extent"), max_length=8, choices=Extent.choices, default=Extent.FULL)
    limited_reasons = models.TextField(_("full reasons for limiting it"), blank=True)
    pack = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    published_on = models.DateField(_("record published on"), null=True, blank=True)

    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    @property
    def recorded(self) -> bool:
        """Closed, or limited with its full reasons."""
        return self.closed_on is not None or self.limited_with_reasons

    @property
    def limited_with_reasons(self) -> bool:
        """Limited, and says fully why (T069)."""
        return self.extent == Extent.LIMITED and bool(self.limited_reasons.strip())


class Stakeholder(models.Model):
    """A person or body with a reasonable interest, and why."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="stakeholders")
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    why = models.CharField(_("why they have an interest"), max_length=300)
    contact = models.CharField(_("contact"), max_length=200, blank=True)


class ConsultationResponse(models.Model):
    """What a consultee said; the text is personal data and can be disposed of."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, null=True, blank=True, related_name="responses")
    received_on = models.DateField(_("received on"))
    language = models.CharField(max_length=2, default="en")
    text = models.TextField(_("what they said"), null=True, blank=True)
    read_on = models.DateField(null=True, blank=True)
    answer = models.TextField(_("our answer"), blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
