"""What somebody has typed and not yet handed in."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models


class DraftQuerySet(models.QuerySet):
    """Half-written forms; a draft is reached by its own person alone."""

    def of(self, person: Any, path: str) -> Self:
        """The draft of `person` on the page at `path`, if there is one."""
        return self.filter(person=person, path=path)

    def keep(self, person: Any, path: str, data: dict[str, list[str]], base_hash: str, at: datetime) -> Any:
        """Write the draft in place of an earlier one of the same page."""
        values = {"data": data, "base_hash": base_hash, "saved_at": at}
        return self.update_or_create(person=person, path=path, defaults=values)[0]


class Draft(models.Model):
    """A half-written form of one person on one page; `base_hash` says on which content it was begun."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=300)
    data = models.JSONField()
    base_hash = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "path"], name="pages_draft_unique")]

    def __str__(self) -> str:
        return f"{self.path}, {self.saved_at}"
