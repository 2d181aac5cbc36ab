"""The nouns of workflow that every governed record leans on (`design/model.md`, Kernel)."""

import hashlib
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Membership, Organisation, Person


class Sequence(models.Model):
    """The last number given in an organisation for one letter (S, A, N, P, D, R)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "letter"], name="workflow_sequence_unique"),
        ]

    @classmethod
    def take(cls, organisation_id: int, letter: str, count: int = 1) -> int:
        """Reserve `count` numbers inside the running transaction; answers the first of them."""
        cls.objects.get_or_create(organisation_id=organisation_id, letter=letter)
        row = cls.objects.select_for_update().get(organisation_id=organisation_id, letter=letter)
        first = row.last + 1
        row.last += count
        row.save(update_fields=["last"])
        return first


class Seal(models.Model):
    """The canonical bytes that a signer saw. Append-only, points at nothing, never recomputed."""

    bytes = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.CharField(max_length=60)
    schema_version = models.PositiveSmallIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} … {self.sha256[-4:]}"

    def holds(self) -> bool:
        """Whether the stored bytes still have the stored hash."""
        return hashlib.sha256(bytes(self.bytes)).hexdigest() == self.sha256


class Effect(models.Model):
    """An outbox row: what follows a step, sent after commit and swept up when the broker was away."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    not_before = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="workflow_effect_once")]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="workflow_effect_waiting", condition=Q(done_at__isnull=True))
        ]


class Notice(models.Model):
    """A line told to one person, once: a step taken, a duty due, a job done."""

    KINDS: ClassVar = [("step", _("Step")), ("duty", _("Duty")), ("job", _("Job"))]

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=KINDS)
    key = models.CharField(max_length=200)
    through = models.DateField(null=True, blank=True)
    text = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="workflow_notice_once")]
        indexes: ClassVar = [models.Index(fields=["person", "-id"])]


class Numbered(models.Model):
    """A record with the product's own reference, `CODE-LETTER-number`; the root of its parts."""

    letter: ClassVar[str]

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveIntegerField(editable=False)
    marking = models.CharField(_("marking"), max_length=40, default="OFFICIAL-SENSITIVE")

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """The product's reference, e.g. ``DEMO-S-0001``; needs the organisation (select it with the row)."""
        return f"{self.organisation.code}-{self.letter}-{self.number:04d}"


class Versioned(Numbered):
    """A record of which a later version takes the place of an earlier one."""

    version = models.PositiveIntegerField(default=1, editable=False)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", editable=False
    )
    ended_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def version_constraints(cls, prefix: str, unfinished: list[str], in_force: str) -> list[Any]:
        """U(organisation, number, version); at most one unfinished and one in force a number."""
        number = ["organisation", "number"]
        return [
            models.UniqueConstraint(fields=[*number, "version"], name=f"{prefix}_version_unique"),
            models.UniqueConstraint(fields=number, condition=Q(state__in=unfinished), name=f"{prefix}_one_unfinished"),
            models.UniqueConstraint(fields=number, condition=Q(state=in_force), name=f"{prefix}_one_in_force"),
        ]


class Decision(models.Model):
    """One sealed step: who decided what, on which bytes, with which reasons. Append-only; each app has its own."""

    step = models.CharField(max_length=60)
    outcome = models.CharField(max_length=60)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=80, blank=True)
    reasons = models.TextField(blank=True)
    seal = models.OneToOneField(Seal, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome}, {self.name}, {self.on}"


class TaskQuerySet(models.QuerySet):
    """Tasks of any kind."""

    def open(self) -> Self:
        """Tasks not done."""
        return self.filter(done_on__isnull=True)

    def overdue(self, today: date) -> Self:
        """Open tasks whose date is past."""
        return self.open().filter(due__lt=today)


class Task(models.Model):
    """Something that somebody does by a date: of a site, a case, a measure of a DPIA."""

    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("what is to be done"), max_length=300)
    clause = models.CharField(_("clause"), max_length=30, blank=True)
    owner = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    due = models.DateField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_done(self) -> bool:
        """Whether it has its date of completion."""
        return self.done_on is not None
