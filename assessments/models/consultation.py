"""Consultations, who is asked and what they answered (G 5.2, 5.3b)."""

import hashlib
from typing import Any, ClassVar

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
    methods = models.JSONField(_("methods"), default=list, blank=True)
    method = models.TextField(_("how exactly: existing groups, additional ones"), blank=True)
    extent = models.CharField(_("extent"), max_length=8, choices=Extent.choices, default=Extent.FULL)
    limited_reasons = models.TextField(_("full reasons for limiting it"), blank=True)
    extent_reason = models.TextField(_("why this extent fits need and privacy impact"), blank=True)
    pack = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    pack_cy = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    pack_content = models.JSONField(default=dict, blank=True, editable=False)
    answer_by = models.DateField(_("answers asked for by"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    published_on = models.DateField(_("record published on"), null=True, blank=True)
    record_content = models.JSONField(default=dict, blank=True, editable=False)

    history = HistoricalRecords()
    objects = VisibleQuerySet.as_manager()

    def packed(self, language: str) -> EvidenceFile | None:
        """The pack in a language, else the one that there is."""
        return self.pack_cy or self.pack if language == "cy" else self.pack

    @property
    def is_open(self) -> bool:
        """Opened and not closed."""
        return self.opened_on is not None and self.closed_on is None

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


class Said(models.Model):
    """What somebody said of a consultation; text, name and contact are personal data and can be disposed of."""

    received_on = models.DateField(_("received on"))
    language = models.CharField(max_length=2, default="en")
    name = models.CharField(_("name"), max_length=160, blank=True)
    contact = models.CharField(_("where an answer reaches them"), max_length=200, blank=True)
    text = models.TextField(_("what they said"), null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the hash of the text: it stays when the text is disposed of."""
        if self.text is not None:
            self.text_sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        super().save(*args, **kwargs)


class ConsultationResponse(Said):
    """A response that a person of the case has read."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="responses")
    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, null=True, blank=True, related_name="responses")
    by_page = models.BooleanField(_("came by the public page"), default=False, editable=False)
    read_on = models.DateField(null=True, blank=True)
    answer = models.TextField(_("our answer"), blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class UnreadResponse(Said):
    """A response of the public page, kept apart from everything until a person of the case reads it."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="unread")

    class Meta:
        ordering: ClassVar = ["pk"]
