"""The vocabulary of the audit tables."""

from datetime import datetime
from typing import Self

from django.db import models


class EventQuerySet(models.QuerySet):
    """Events, asked by chain, record and person."""

    def of(self, organisation_code: str) -> Self:
        """The chain of one organisation, in its order."""
        return self.filter(organisation_code=organisation_code).order_by("n")

    def about(self, subject: str) -> Self:
        """What happened to one record, in order."""
        return self.filter(subject=subject).order_by("organisation_code", "n")

    def by(self, actor: str) -> Self:
        """What one actor did, also on behalf of another."""
        return self.filter(models.Q(actor=actor) | models.Q(acting_for=actor))


class AccessEntryQuerySet(models.QuerySet):
    """Entries of the access log."""

    def between(self, start: datetime, end: datetime) -> Self:
        """Entries from `start` (inclusive) to `end` (exclusive), in the order in which they were written."""
        return self.filter(at__gte=start, at__lt=end).order_by("pk")
