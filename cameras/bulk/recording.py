"""Trying and recording the rows of a spreadsheet: every row takes the step `record`, in one unit, all or nothing."""

import contextlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.regulation import facts_for
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras.bulk.sheet import Line, lines, said
from cameras.models import PerformanceCheck
from cameras.models.device import chain
from cameras.models.paper import of_role
from cameras.register.provenance import kept_file
from cameras.register.reading import open_sheet

KIND = "cameras.bulk"
CELLS = {"future": "made_on", "before": "made_on", "counts": "count_1", "method": "method"}
"""The cell that a refusal of the step is about; of every other it is the check itself."""


class _Undone(Exception):
    """Nothing of what was tried stays."""


def hand_in(*, by: Any, organisation: Organisation, name: str, data: bytes) -> Job:
    """Keep a filled template with what each of its rows would do; nothing is recorded. Raises FileRefused, NotYours."""
    found = list(lines(open_sheet(data)))
    with unit():
        _of_role(by, organisation)
        now = clock.now()
        job = Job.objects.create(
            organisation=organisation, kind=KIND, source=kept_file(organisation, name, data), by=by, actor=by.actor,
            parameters={"name": name[:200]}, total=len(found), asked_at=now, started_at=now,
        )  # fmt: skip
    return _reported(job, tried(job, by, found))


def press(job: Job, *, by: Any, on: date) -> Job:
    """Record every row that the job's page shows as good, all or none, exactly as it was shown.

    Raises Refused where the job is done or something moved on meanwhile; the page then shows the rows anew.
    """
    shown, moved = job.report["rows"], []
    with contextlib.suppress(_Undone), unit():
        _of_role(by, job.organisation)
        here = Job.objects.select_for_update(of=("self",)).select_related("organisation", "source").get(pk=job.pk)
        if here.finished_at is not None or not shown:
            raise Refused([Reason(_("These rows were recorded already. Look at the checks."), "", "job")], stale=True)
        found = _taken(here, by, [line for line in _lines(here) if line.number in {row["row"] for row in shown}])
        if found != (shown, []):
            moved = [Reason(_("Something changed since you looked, so nothing was recorded. Look at the rows again."))]
            raise _Undone
        here.done, here.finished_at = len(shown), clock.now()
        here.save(update_fields=["done", "finished_at"])
        told = {"checks": len(shown), "sha256": here.source.sha256 if here.source else ""}
        chain(here.organisation, "performancecheck.bulk", here.organisation.code, by, on, told)
    if moved:
        _reported(job, tried(job, by, _lines(job)))
        raise Refused(moved, stale=True)
    return here


def tried(job: Job, by: Any, found: Iterable[Line]) -> dict[str, Any]:
    """What each row would do: the very step is taken, and all of it undone."""
    rows: list[Any] = []
    refused: list[Any] = []
    with contextlib.suppress(_Undone), unit():
        rows, refused = _taken(job, by, list(found))
        raise _Undone
    return {"rows": rows, "refused": refused}


def _taken(job: Job, by: Any, found: list[Line]) -> tuple[list[Any], list[Any]]:
    """Take the step for each row, in the order of the checks' keys; answers what was recorded and what was refused."""
    nasple = facts_for("nasple", job.organisation.code, clock.today())
    methods = [row["label"] for row in nasple["methods"].values()]
    mine = PerformanceCheck.objects.visible_to(by).filter(organisation=job.organisation)
    known = mine.select_related("organisation", "device", "site").in_bulk([line.key for line in found if line.key])
    rows, refused, seen = [], [], set[int]()
    for line in sorted(found, key=lambda line: (line.key, line.number)):
        check = known.get(line.key)
        fields, wrong = said(line, methods)
        if unmet := _unknown(line, check, seen):
            wrong = [unmet]
        elif not wrong:
            try:
                with transaction.atomic():
                    rows.append(_told(line, check.record(by=by, **({"tester": ""} | fields))))  # type: ignore[union-attr]
            except Refused as refusal:
                wrong = [
                    line.refused(CELLS.get(reason.guard, "check"), str(reason.sentence)) for reason in refusal.reasons
                ]
        seen.add(line.key)
        refused += [[one.row, one.column, one.value[:80], one.reason] for one in wrong]
    return sorted(rows, key=lambda row: row["row"]), sorted(refused)


def _unknown(line: Line, check: PerformanceCheck | None, seen: set[int]) -> Any:
    if check is None or not line.names(check):
        sentence = _("The force has no check of this reference for this device. Take the row as the template has it.")
        return line.refused("check", sentence)
    if line.key in seen:
        return line.refused("check", _("The check stands in an earlier row too. Keep one of them."))
    return None


def _told(line: Line, made: PerformanceCheck) -> dict[str, Any]:
    """What a row does, as the page shows it and the press has to find it again."""
    return {
        "row": line.number, "check": made.reference, "device": made.device.reference, "site": made.site.title,
        "on": made.on.isoformat() if made.on else "", "outcome": made.outcome,
        "rates": [[rate.label, rate.words, rate.band, rate.percent] for rate in made.rates()],
    }  # fmt: skip


def _lines(job: Job) -> list[Line]:
    return list(lines(open_sheet(bytes(job.source.bytes or b"") if job.source else b"")))


def _reported(job: Job, report: dict[str, Any]) -> Job:
    job.report = report
    job.save(update_fields=["report"])
    return job


def _of_role(by: Any, organisation: Organisation) -> None:
    of_role(by, organisation.pk, PerformanceCheck.edited_by, _("record performance checks"))
