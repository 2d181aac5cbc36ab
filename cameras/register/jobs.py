"""An import asked for on a page: a job that a worker runs, that survives closing the tab and the worker's end.

Whoever runs a job again (`documents/work.py`) starts at the first row, and the transaction lets one of them write.
"""

import io
import logging
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.documents import work
from anpr_governance.documents.models import EvidenceFile, Job
from anpr_governance.organisations.models import Organisation, Person
from cameras.register.importing import Finished, Given, Imported, run
from cameras.register.mapping import MappingRefused
from cameras.register.provenance import KIND, kept_file
from cameras.register.reading import FileRefused
from cameras.register.refused import write_refused
from cameras.register.report import shown_most

log = logging.getLogger(__name__)


def upload(person: Person, organisation: Organisation, name: str, data: bytes) -> Job:
    """Keep a file that somebody wants to import; nothing runs yet."""
    return Job.objects.create(
        organisation=organisation,
        kind=KIND,
        source=kept_file(organisation, name, data),
        parameters={"dry_run": True, "name": name[:200]},
        by=person,
        actor=person.actor,
        total=0 if data.startswith(b"PK") else data.count(b"\n"),
        asked_at=clock.now(),
    )


def ask(job: Job, **parameters: Any) -> Job:
    """Hand the job to a worker, with what it is to do; it waits where no broker is reachable."""
    job.parameters = {**job.parameters, **parameters, "asked": True}
    job.done, job.started_at = 0, None
    with transaction.atomic():
        job.save(update_fields=["parameters", "done", "started_at"])
        work.leave(job)
    return job


def again(job: Job, person: Person, **parameters: Any) -> Job:
    """A further job on the same file: the import after its trial run."""
    kept = {name: value for name, value in job.parameters.items() if name != "asked"}
    made = Job.objects.create(
        organisation=job.organisation, kind=KIND, source=job.source, parameters=kept, by=person, actor=person.actor,
        total=job.total, asked_at=clock.now(),
    )  # fmt: skip
    return ask(made, **parameters)


def hand_on(key: str) -> None:
    """The outbox row of a job: send it to a worker, and stay until it is finished."""
    from cameras.register.tasks import run_import

    work.hand_on(key, run_import)


def run_job(pk: int, now: datetime) -> bool:
    """Run the job unless somebody has it; answers whether it ran to its end."""
    job = work.claimed(pk, KIND, now)
    if job is None:
        return False
    try:
        _run(job)
    except Finished:
        return False
    except (FileRefused, MappingRefused) as refusal:
        _end(job, {"sentence": str(refusal)})
    except OperationalError:  # a database that was busy or away: the outbox asks again
        Job.objects.filter(pk=pk).update(started_at=None)
        raise
    except Exception:
        log.exception("import of job %s failed", pk)
        _end(job, {"sentence": _("The import stopped by a fault of the product. Nothing was written.")})
    return True


def _run(job: Job) -> None:
    said = job.parameters
    given = Given(
        organisation=job.organisation,
        name=said.get("name") or _file(job).name,
        data=bytes(_file(job).bytes or b""),
        actor=job.actor,
        today=clock.today(),
        source=said.get("source") or "register",
        toml=said.get("toml", ""),
        job=job,
    )
    dry = bool(said.get("dry_run"))
    good = dry or bool(said.get("good_rows"))
    done = run(given, write=not dry, good_rows=good, progress=work.noted(job), closing=lambda done: _close(job, done))
    if not done.report.written:
        _close(job, done)


def _file(job: Job) -> EvidenceFile:
    if job.source is None:
        raise FileRefused(_("The file of this import is gone."))
    return job.source


def _close(job: Job, done: Imported) -> None:
    """End the job with its report, the refused rows as a file, and a line to the person."""
    result = None
    if done.checked.refused:
        text = io.StringIO(newline="")
        write_refused(done.checked, text)
        result = kept_file(job.organisation, f"refused-{job.pk}.csv", text.getvalue().encode())
    Job.objects.filter(pk=job.pk).update(result=result, done=done.report.rows, total=done.report.rows)
    _end(job, done.report.as_json(shown_most()))


def _end(job: Job, report: dict[str, Any]) -> None:
    work.end(job, report, told(job, report), address(job))


def told(job: Job, report: dict[str, Any]) -> str:
    """The line that the person reads on the page of notices."""
    name = job.parameters.get("name", "")
    if "sentence" in report:
        return _("%(name)s could not be read. %(why)s") % {"name": name, "why": report["sentence"]}
    form = _("%(name)s is checked: %(summary)s.") if report["dry_run"] else _("%(name)s: %(summary)s.")
    return form % {"name": name, "summary": report["summary"]}


def address(job: Job) -> str:
    """The page of the job."""
    return f"/sites/import/{job.pk}/"
