"""Evidence files, long work and disposals (`design/model.md`, Kernel)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.organisations.querysets import VisibleQuerySet


class EvidenceFile(models.Model):
    """A file kept as evidence: its bytes and hash stay; it is read through a visible owner only."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("file name"), max_length=200)
    type = models.CharField(_("type found in its content"), max_length=100)
    bytes = models.BinaryField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    marking = models.CharField(_("marking"), max_length=40, default="OFFICIAL-SENSITIVE")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    stored_at = models.DateTimeField()

    objects = VisibleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "sha256", "name"], name="documents_file_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class WithFiles(models.Model):
    """A record that leans on evidence files; their hashes are in its seal."""

    files = models.ManyToManyField(EvidenceFile, blank=True, related_name="+")

    class Meta:
        abstract = True


class Job(models.Model):
    """Long work that runs in Celery and survives closing the tab: an import, an export, a bundle."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    source = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    result = models.ForeignKey(EvidenceFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    actor = models.CharField(max_length=120)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "kind", "-id"])]


class JobPart(models.Model):
    """A piece of the file that a job wrote for the one who asked; thrown away after its days."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    bytes = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "position"], name="documents_job_part_unique"),
        ]


class Disposal(models.Model):
    """Personal data past its retention, disposed of with authority by two people; the fact stays."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    clause = models.CharField(max_length=30)
    before = models.DateField(_("data older than"))
    count = models.PositiveIntegerField()
    keys_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    authorised_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    authority = models.TextField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(asked_by=F("authorised_by")), name="documents_disposal_two_people"),
        ]
