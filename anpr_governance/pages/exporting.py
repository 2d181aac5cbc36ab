"""A list as a file: few rows at once, many by a worker, who writes the file of the address as the person sees it.

The file stands in pieces beside its job, is handed to the one who asked alone, and is thrown away after its days.
"""

import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import IO, Any, ClassVar

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.urls import resolve
from django.utils import translation
from django.utils.translation import gettext as _

from anpr_governance.database import clock
from anpr_governance.documents import work
from anpr_governance.documents.models import Job, JobPart
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.pages.exports import TYPES, WRITERS
from anpr_governance.pages.tables import Table

KIND = "pages.export"
PIECE = 1024 * 1024
Counted = Callable[[Iterable[Any]], Iterable[Any]]

log = logging.getLogger(__name__)


class Exporting:
    """A page whose rows leave as a file: it says which rows, under what name, and writes them."""

    request: HttpRequest
    permission: ClassVar[str]
    person: Any
    opened_by_roles: Callable[[], bool]
    context: Callable[..., dict[str, Any]]

    def file_name(self, form: str) -> str:
        """The name of the file."""
        raise NotImplementedError

    def file_rows(self) -> Any:
        """The rows as a queryset, to be counted."""
        raise NotImplementedError

    def write_file(self, form: str, file: IO[bytes], counted: Counted = iter) -> None:
        """Write the rows, each past `counted`."""
        raise NotImplementedError

    def exported(self, form: str) -> HttpResponseBase:
        """The file; of many rows a button by which a worker is asked for it, since a look changes nothing."""
        most, name = settings.EXPORT_ROWS_AT_ONCE, self.file_name(form)
        if self.file_rows().order_by()[: most + 1].count() <= most:
            return handed_out(name, form, lambda file: self.write_file(form, file))
        if self.request.method == "POST":
            return HttpResponseRedirect(address(ask(self, form)))
        known = self.context(title=name, rows=self.file_rows().order_by().count(), days=settings.EXPORT_DAYS)
        return HttpResponse(get_template("pages/export_ask.html").render(known, self.request))


def handed_out(name: str, form: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """What `write` writes, as a download."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write(file)
    file.seek(0)
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form], headers=headers)


def at_once(table: Table, rows: Iterable[Any], name: str, form: str) -> FileResponse:
    """Rows that are few, as a download of the table's columns."""
    return handed_out(f"{name}.{form}", form, lambda file: WRITERS[form](table, rows, file))


def ask(page: Exporting, form: str) -> Job:
    """A job for the file of the page; the one that is under way, where the person asked for the same just now."""
    person, path = page.person, page.request.get_full_path()
    waiting = Job.objects.filter(kind=KIND, by=person, finished_at__isnull=True, parameters__address=path)
    if found := waiting.first():
        return found
    held = person.memberships_today
    forces = person.organisations_where(page.permission) if page.permission else [held[0].organisation_id]
    said = {
        "address": path, "form": form, "name": page.file_name(form), "language": translation.get_language(),
        "roles": sorted(membership.pk for membership in held),
    }  # fmt: skip
    with transaction.atomic():
        job = Job.objects.create(
            organisation=Organisation.objects.get(pk=min(forces)), kind=KIND, parameters=said, by=person,
            actor=person.actor, total=page.file_rows().order_by().count(), asked_at=clock.now(),
        )  # fmt: skip
        work.leave(job)
    return job


def still_entitled(job: Job, person: Person) -> bool:
    """Whether the person holds every role by which the rows were chosen, and they open the page still."""
    held = {membership.pk for membership in person.memberships_today}
    return held.issuperset(job.parameters["roles"]) and page_of(job, person).opened_by_roles()


def page_of(job: Job, person: Person) -> Exporting:
    """The page whose address the job keeps, as the person asks for it today."""
    path, _mark, query = job.parameters["address"].partition("?")
    match = resolve(path)
    request: Any = HttpRequest()
    request.method, request.path, request.GET, request.user = "GET", path, QueryDict(query), person
    request.path_info, request.resolver_match = path, match
    view: Any = match.func
    page: Any = view.view_class(**view.view_initkwargs)
    page.setup(request, *match.args, **match.kwargs)
    return page  # type: ignore[no-any-return]


def hand_on(key: str) -> None:
    """The outbox row of an export."""
    from anpr_governance.pages.tasks import run_export

    work.hand_on(key, run_export)


def run_job(pk: int, now: datetime) -> bool:
    """Write the file unless somebody is at it; answers whether it came to its end."""
    job = work.claimed(pk, KIND, now)
    if job is None or job.by is None:
        return False
    try:
        with translation.override(job.parameters["language"]):
            _run(job, job.by)
    except OperationalError:  # a database that was busy or away: the outbox asks again
        Job.objects.filter(pk=pk).update(started_at=None)
        raise
    except Exception:
        log.exception("export of job %s failed", pk)
        _end(job, {"sentence": _("The file could not be written by a fault of the product. Ask for it again.")})
    return True


def _run(job: Job, person: Person) -> None:
    if not still_entitled(job, person):
        _end(job, {"sentence": _("Your roles changed before the file was written. Open the list and ask again.")})
        return
    rows = 0

    def counted(found: Iterable[Any]) -> Iterator[Any]:
        nonlocal rows
        note = _noted(job)
        for rows, row in enumerate(found, start=1):
            if rows % work.EVERY == 0:
                note(rows)
            yield row

    with tempfile.TemporaryFile() as file:
        page_of(job, person).write_file(job.parameters["form"], file, counted)
        with transaction.atomic():
            still = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
            if still.finished_at is None:
                kept = _keep(job, file)
                Job.objects.filter(pk=job.pk).update(done=rows, total=rows)
                _end(job, {"rows": rows, **kept})


def _noted(job: Job) -> Callable[[int], None]:
    """Notes the progress, and that somebody is at it still."""

    def note(rows: int) -> None:
        found = Job.objects.filter(pk=job.pk, finished_at__isnull=True)
        found.update(done=rows, total=max(rows, job.total), started_at=clock.now())

    return note


def _keep(job: Job, file: IO[bytes]) -> dict[str, Any]:
    """The file in pieces; answers its size and hash."""
    size, digest = 0, sha256()
    file.seek(0)
    while piece := file.read(PIECE):
        JobPart.objects.create(job=job, position=size // PIECE, bytes=piece)
        size += len(piece)
        digest.update(piece)
    return {"size": size, "sha256": digest.hexdigest()}


def _end(job: Job, report: dict[str, Any]) -> None:
    name = job.parameters["name"]
    text = report.get("sentence") or _("%(name)s is written. You can download it for some days.") % {"name": name}
    work.end(job, report, text, address(job))


def pieces(job: Job) -> Iterator[bytes]:
    """The file, piece by piece."""
    rows = JobPart.objects.filter(job=job).order_by("position").values_list("bytes", flat=True)
    return (bytes(piece) for piece in rows.iterator(chunk_size=1))


def kept_until(job: Job) -> datetime | None:
    """When the file is thrown away."""
    return job.finished_at + timedelta(days=settings.EXPORT_DAYS) if job.finished_at else None


def throw_away(now: datetime) -> int:
    """Delete the files that are past their days; the jobs stay. Answers how many pieces went."""
    old = JobPart.objects.filter(job__finished_at__lt=now - timedelta(days=settings.EXPORT_DAYS))
    return old.delete()[0]


def address(job: Job) -> str:
    """The page of the job."""
    return f"/exports/{job.pk}/"
