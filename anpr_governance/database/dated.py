"""Links that carry authority are dated rows, so that any day can be asked."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedQuerySet(models.QuerySet):
    """The vocabulary of dated rows."""

    def on(self, day: date) -> Self:
        """Rows in force on `day`: since it or before, and not ended by it."""
        return self.filter(in_force(day))

    def open(self) -> Self:
        """Rows without an end."""
        return self.filter(until__isnull=True)


def in_force(day: date, prefix: str = "") -> Q:
    """The condition *in force on `day`* for rows reached through `prefix` (e.g. ``"coverage__"``)."""
    ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return Q(**{f"{prefix}since__lte": day}) & ended


class Dated(models.Model):
    """A row in force from `since` (inclusive) until `until` (exclusive; empty = still)."""

    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]

    def in_force(self, day: date) -> bool:
        """Whether the row holds on `day`."""
        return self.since <= day and (self.until is None or day < self.until)
