"""Where the register's rows came from: the file, its hash, the mapping, who and when, and what each row said."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.bulk import columns, insert
from anpr_governance.documents import evidence
from anpr_governance.documents.models import EvidenceFile, Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.unit import unit
from cameras.models import ImportMapping, SourceRow
from cameras.register.matching import Plan
from cameras.register.report import Report, shown_most

KIND = "cameras.import"
BATCH = 500


class Provenance:
    """Keeps the file, the job and the source rows of one import, from the first thing that it writes."""

    def __init__(self, organisation: Organisation, given: Any, report: Report) -> None:
        self.organisation, self.given, self.report = organisation, given, report
        self.touched: list[str] = []
        self.mapping: ImportMapping | None = given.mapping_row
        self.job: Job | None = given.job

    def begin(self) -> tuple[ImportMapping, Job]:
        """The mapping and the job to which rows point, made when the first row is written."""
        if self.mapping is None:
            self.mapping, _made = ImportMapping.objects.get_or_create(
                organisation=self.organisation, name=self.given.source, defaults={"toml": self.given.toml}
            )
        if self.mapping.toml != self.given.toml:
            self.mapping.toml = self.given.toml
            self.mapping.save(update_fields=["toml"])
        if self.job is None:
            self.job = Job.objects.create(
                organisation=self.organisation,
                kind=KIND,
                source=kept_file(self.organisation, self.report.file, self.given.data),
                parameters={**self._said(), "asked": True, "dry_run": False},
                by=self.given.person,
                actor=self.given.actor,
                asked_at=clock.now(),
                started_at=clock.now(),
            )
        return self.mapping, self.job

    def _said(self) -> dict[str, str]:
        return {"name": self.report.file[:200], "source": self.given.source, "toml": self.given.toml}

    def said(self, plan: Plan) -> None:
        """Keep what each row of the batch says now."""
        if not plan.said:
            return
        mapping, job = self.begin()
        new, old = [], []
        for row in plan.said:
            source, device = plan.sources.get(row.key), plan.known_devices.get(row.device)
            if source is None:
                new.append((mapping.pk, row.key, plan.sites[row.site], device, row.values, job.pk, True))
                continue
            source.values, source.job, source.listed = row.values, job, True
            source.device_id = device or source.device_id
            old.append(source)
        insert(SourceRow, ("mapping_id", "key", "site_id", "device_id", "values", "job_id", "listed"), new)
        SourceRow.objects.bulk_update(old, ["values", "job", "listed", "device"])

    def drop(self, keys: list[int]) -> None:
        """Flag rows that the source lists no more; nothing else happens to them."""
        for start in range(0, len(keys), BATCH):
            SourceRow.objects.filter(pk__in=keys[start : start + BATCH]).update(listed=False)

    def finish(self) -> Job | None:
        """Chain one event for the whole import; nothing when nothing was written."""
        if self.mapping is None or self.job is None or not self.report.written:
            return self.job
        keys = hashlib.sha256("\n".join(sorted(self.touched)).encode()).hexdigest()
        payload = {
            "file": self.report.file, "sha256": self.report.sha256, "mapping": self.mapping.name, "job": self.job.pk,
            "counts": dict(sorted(self.report.counts.items())), "keys_sha256": keys,
        }  # fmt: skip
        with unit() as running:
            entry = Entry(
                at=clock.now(), on=clock.today(), actor=self.given.actor, kind=KIND, subject=self.organisation.code,
                payload=payload,
            )  # fmt: skip
            running.record(self.organisation.code, entry)
        if self.given.job is None:
            self._end(self.job)
        return self.job

    def _end(self, job: Job) -> None:
        """A command's job is done when its rows are; a page's job is ended by the worker that ran it."""
        job.done = job.total = self.report.rows
        job.report, job.finished_at = self.report.as_json(shown_most()), clock.now()
        job.save(update_fields=["done", "total", "report", "finished_at"])


def listed_rows(mapping: ImportMapping | None) -> Iterator[tuple[int, str]]:
    """Key and name of each row that the source listed last time."""
    if mapping is None:
        return iter(())
    rows = SourceRow.objects.filter(mapping=mapping, listed=True).order_by("pk")
    return iter(rows.values_list("pk", "key").iterator(chunk_size=2000))


def kept_file(organisation: Organisation, name: str, data: bytes) -> EvidenceFile:
    """The source file as evidence, once for the same bytes under the same name."""
    kind, digest = type_of(data), hashlib.sha256(data).hexdigest()
    known = {"organisation": organisation, "sha256": digest, "name": evidence.safe_name(name, kind)}
    found = EvidenceFile.objects.filter(**known)
    if not found.exists():
        file = EvidenceFile(**known, type=kind, bytes=data, size=len(data), stored_at=clock.now())
        names = columns(EvidenceFile)
        with suppress(IntegrityError), transaction.atomic():  # somebody else's hand was quicker
            insert(EvidenceFile, names, [[getattr(file, name) for name in names]])  # a literal takes twice the memory
    return found.get()


def type_of(data: bytes) -> str:
    """XLSX or CSV, by content."""
    if data.startswith(b"PK"):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "text/csv"
