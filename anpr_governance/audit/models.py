"""The chain's events, its heads and the access log; no foreign keys, so that nothing can take an event with it.

Hashes are SHA-256 in 64 lower-case hexadecimal characters: the same text in the table, the export and the witness.
"""

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from anpr_governance.audit.querysets import AccessEntryQuerySet, EventQuerySet

HASH_LENGTH = 64


class Event(models.Model):
    """A link of an organisation's chain: who did what to which record, when, in which hat."""

    organisation_code = models.CharField(_("organisation"), max_length=12)
    n = models.PositiveBigIntegerField(_("number"))
    at = models.DateTimeField(_("recorded at"))
    on = models.DateField(_("happened on"))
    actor = models.CharField(_("who"), max_length=80)
    acting_for = models.CharField(_("acting for"), max_length=80, blank=True)
    kind = models.CharField(_("what"), max_length=80)
    hat = models.CharField(_("hat"), max_length=40, blank=True)
    subject = models.CharField(_("record"), max_length=60, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    payload = models.BinaryField(_("details"), null=True)
    payload_hash = models.CharField(max_length=HASH_LENGTH)
    previous_hash = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_code", "n"], name="audit_event_numbered_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["subject", "actor"], name="audit_event_subject_actor")]

    def __str__(self) -> str:
        return f"{self.organisation_code} {self.n} {self.kind}"

    @property
    def details(self) -> dict[str, Any] | None:
        """The payload as it was given, None once it has been disposed of."""
        return None if self.payload is None else json.loads(bytes(self.payload))


class Head(models.Model):
    """The end of an organisation's chain; who holds its row's lock may append, so it is locked last."""

    organisation_code = models.CharField(_("organisation"), max_length=12, primary_key=True)
    n = models.PositiveBigIntegerField(_("number"), default=0)
    hash = models.CharField(max_length=HASH_LENGTH)

    class Meta:
        verbose_name = _("head of an audit chain")

    def __str__(self) -> str:
        return f"{self.organisation_code} {self.n}"


class AccessEntry(models.Model):
    """A refusal, a sign-in, or a consultation of personal data."""

    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("who"), max_length=80, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True)
    path = models.CharField(_("page"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=60)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("access log entry")
        indexes: ClassVar = [
            models.Index(fields=["at"], name="audit_access_at"),
            models.Index(fields=["actor", "address", "at"], name="audit_access_actor_address_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"
