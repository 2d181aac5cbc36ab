"""Disposal: what is past its retention goes, by authority and two people; its hash and the fact stay.

An organisation administrator asks, the data protection officer confirms (`design/workflows.md`, dispose).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.audit import Entry
from anpr_governance.audit.disposal import dispose as empty_payloads
from anpr_governance.audit.models import Event
from anpr_governance.database import clock
from anpr_governance.database.functions import add_months
from anpr_governance.documents.models import Disposal, EvidenceFile, Job
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.organisations.roles import Role
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit

JOB = "disposal"


@dataclass(frozen=True)
class Kind:
    """Something that can be disposed of: which rows are older than a day, and how they are emptied."""

    label: Any
    retention: str
    keys: Callable[[Organisation, date], Sequence[int]]
    empty: Callable[[Organisation, Sequence[int], Entry], Any]


KINDS: dict[str, Kind] = {}


def disposes(key: str, kind: Kind) -> None:
    """Register a kind; an app with personal data of its own does so in its `apps.py`."""
    KINDS[key] = kind


def ask(*, by: Person, on: date, organisation: Organisation, kind: str, before: date, authority: str) -> Job:
    """Ask for disposal of what is older than `before`: by the retention schedule, or by another `authority`."""
    if by.membership_for(organisation.pk, [Role.ORG_ADMIN]) is None:
        raise NotYours(_("dispose of data"))
    reasons = _refusals(kind, before, on, authority)
    if reasons:
        raise Refused(reasons)
    with unit() as running:
        said = {"kind": kind, "before": before.isoformat(), "authority": authority}
        job = Job.objects.create(
            organisation=organisation, kind=JOB, parameters=said, by=by, actor=by.actor, asked_at=clock.now()
        )
        running.record(organisation.code, _entry(by, on, "ask", {"job": job.pk, **said}))
    return job


def _refusals(kind: str, before: date, on: date, authority: str) -> list[Reason]:
    row = facts("retention")["retention"][KINDS[kind].retention]
    ends = add_months(on, -row["months"])
    if authority.strip() or before <= ends:
        return []
    sentence = _("By the schedule only what is older than %(day)s may go. Give that day, or name another authority.")
    return [Reason(sentence % {"day": ends.isoformat()}, row["clause"], "retention")]


def confirm(*, by: Person, on: date, job: Job) -> Disposal:
    """Confirm and carry out: the bytes go, hash and fact stay, the chain says *disposed*."""
    organisation = job.organisation
    if by.membership_for(organisation.pk, [Role.DPO]) is None:
        raise NotYours(_("confirm a disposal"))
    if job.by_id == by.pk:
        raise Refused([Reason(_("You asked for it, so somebody else confirms it."), "house", "hats")])
    with unit():
        job = Job.objects.select_for_update(of=("self",)).select_related("organisation", "by").get(pk=job.pk)
        if job.finished_at is not None:
            raise Refused([Reason(_("This disposal was carried out already."), "", "source")], stale=True)
        return _carry_out(job, by, on)


def _carry_out(job: Job, by: Person, on: date) -> Disposal:
    kind, before = KINDS[job.parameters["kind"]], date.fromisoformat(job.parameters["before"])
    keys = sorted(kind.keys(job.organisation, before))
    digest = hashlib.sha256("\n".join(map(str, keys)).encode()).hexdigest()
    clause = facts("retention")["retention"][kind.retention]["clause"]
    asked_by: Any = job.by
    row = Disposal.objects.create(
        organisation=job.organisation, clause=clause, before=before, count=len(keys), keys_hash=digest,
        asked_by=asked_by, authorised_by=by, authority=job.parameters["authority"] or _("Retention schedule"), on=on,
    )  # fmt: skip
    told = {"disposal": row.pk, "what": job.parameters["kind"], "count": len(keys), "keys_sha256": digest}
    if keys:
        kind.empty(job.organisation, keys, _entry(by, on, "carry_out", told))
    job.finished_at, job.done, job.total = clock.now(), len(keys), len(keys)
    job.save(update_fields=["finished_at", "done", "total"])
    return row


def _entry(by: Person, on: date, step: str, payload: dict[str, Any]) -> Entry:
    return Entry(at=clock.now(), on=on, actor=by.actor, kind=f"documents.disposal.{step}", payload=payload)


# What the kernel itself holds


def _old_files(organisation: Organisation, before: date) -> list[int]:
    rows = EvidenceFile.objects.filter(organisation=organisation, stored_at__date__lt=before, bytes__isnull=False)
    return list(rows.values_list("pk", flat=True))


def _empty_files(organisation: Organisation, keys: Sequence[int], entry: Entry) -> None:
    EvidenceFile.objects.filter(organisation=organisation, pk__in=keys).update(bytes=None)
    with unit() as running:
        running.record(organisation.code, entry)


def _old_payloads(organisation: Organisation, before: date) -> list[int]:
    rows = Event.objects.filter(organisation_code=organisation.code, on__lt=before, payload__isnull=False)
    return list(rows.exclude(kind__startswith="audit.").values_list("n", flat=True))


def _empty_payloads(organisation: Organisation, keys: Sequence[int], entry: Entry) -> None:
    empty_payloads(organisation.code, keys, entry)


disposes("evidence", Kind(gettext_lazy("Evidence files"), "evidence", _old_files, _empty_files))
disposes(
    "audit_payload", Kind(gettext_lazy("Details of audit events"), "audit_payload", _old_payloads, _empty_payloads)
)
