"""One import from file to report: read and check everything, then write all of it in one transaction, or nothing."""

import gc
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from anpr_governance.database.bulk import know_growth
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.unit import unit
from cameras.models import Device, Gap, ImportMapping, Placement, Site, SitePeriod, SourceRow
from cameras.register import mapping as mappings
from cameras.register.checking import Checked, Progress
from cameras.register.matching import Matcher
from cameras.register.provenance import Provenance, listed_rows
from cameras.register.reading import open_sheet
from cameras.register.report import Report
from cameras.register.rows import Reader
from cameras.register.writing import Writer

PLAIN = "register"
"""The name of the source whose files carry the register's own columns."""


NEWS = ("added", "changed", "moved", "state", "conflicts", "not listed")
"""What makes an import worth keeping."""


class NothingNew(Exception):
    """The file says nothing new: what was written of its provenance is taken back."""


class Finished(Exception):
    """Another worker ended this job while this one was reading."""


@dataclass
class Given:
    """What is imported, for whom, by whom. `source` names the mapping and so the source of the rows."""

    organisation: Organisation
    name: str
    data: bytes
    actor: str
    today: date
    source: str = PLAIN
    toml: str = ""
    by: System = System("import")  # noqa: RUF009 - frozen
    job: Job | None = None
    person: Person | None = None

    @property
    def mapping_row(self) -> ImportMapping | None:
        """The source, when rows of it were imported before."""
        return ImportMapping.objects.filter(organisation=self.organisation, name=self.source).first()


def nothing(done: int, total: int) -> None:
    """Nobody watches the progress."""


@dataclass
class Imported:
    """The report, and the first pass for whoever writes the refused rows."""

    report: Report
    checked: Checked


def run(
    given: Given,
    *,
    write: bool,
    good_rows: bool = False,
    progress: Progress = nothing,
    closing: Callable[[Imported], None] | None = None,
) -> Imported:
    """Import the file, or say what an import would do. Raises `FileRefused` or `MappingRefused`.

    All or nothing: with a refused row nothing is written, unless `good_rows` lets the others in. A file that says
    nothing new leaves nothing behind. `closing` ends the job in the transaction that wrote the rows.
    """
    checked = check(given, progress)
    gc.collect()  # what the first pass and its modules leave would stand beside the second one
    report = Report(given.name, hashlib.sha256(given.data).hexdigest(), rows=checked.total, dry_run=not write)
    report.refusals = checked.refusals
    report.counts["refused"] = len(checked.refused)
    report.ignored_columns, report.missing_columns = checked.reader.ignored, checked.reader.missing
    done = Imported(report, checked)
    if checked.refused and not good_rows:
        return done
    if not write:
        apply(given, done, write=False)
        return done
    try:
        with unit():
            _lock(given)
            apply(given, done, write=True)
            if closing is not None:
                closing(done)
    except NothingNew:
        report.written = False
    else:
        know_growth([Site, SitePeriod, Gap, Device, Placement, SourceRow])
    return done


def check(given: Given, progress: Progress = nothing) -> Checked:
    """The first pass, which writes nothing."""
    mapping = mappings.read(given.toml) if given.toml else mappings.Mapping()
    reader = Reader(open_sheet(given.data), mapping, given.today)
    checked = Checked(reader).run(progress)
    _refuse_decided(given, checked)
    return checked


def _refuse_decided(given: Given, checked: Checked) -> None:
    """Approved, refused and withdrawn are decisions made here: a file brings no new site with one."""
    rows = checked.decided
    for start in range(0, len(rows), 500):
        batch = rows[start : start + 500]
        asked = [reference for _number, reference, _status in batch]
        known = Site.objects.filter(organisation=given.organisation, site_reference__in=asked)
        here = set(known.values_list("site_reference", flat=True))
        for number, reference, status in batch:
            if reference not in here:
                sentence = _("That is a decision made in this product; a new site comes as proposed, or as it stands.")
                checked.refuse(number, "status", status, sentence)
    checked.refusals.sort(key=lambda refusal: refusal.row)


def apply(given: Given, done: Imported, *, write: bool) -> None:
    """The second pass: match batch by batch, and write each batch. Raises `NothingNew` when that wrote nothing."""
    checked, report = done.checked, done.report
    kept = Provenance(given.organisation, given, report)
    matcher = Matcher(given.organisation, kept.mapping, checked.reader.columns, given.today, report)
    writer = Writer(given.organisation, given.by, given.today, report, kept)
    report.counts["unchanged"] += checked.repeated
    for rows in checked.batches():
        plan = matcher.plan(rows)
        if write:
            writer.write(plan)
        else:
            report.statuses += [status for _key, _step, status in plan.steps]
        report.moves += plan.moves.values()
    _drop(kept, matcher, checked, report, write=write)
    if write:
        report.written = matcher.heard or any(report.counts[name] for name in NEWS)
        if not report.written:
            raise NothingNew
        kept.finish()


def _lock(given: Given) -> None:
    """One import at a time in an organisation; its other work goes on. Raises `Finished` for a job that is done."""
    Organisation.objects.select_for_update(no_key=True).get(pk=given.organisation.pk)
    if given.job is not None and Job.objects.filter(pk=given.job.pk, finished_at__isnull=False).exists():
        raise Finished


def _drop(kept: Provenance, matcher: Matcher, checked: Checked, report: Report, *, write: bool) -> None:
    seen = matcher.listed | checked.refused_keys
    gone = [(key, name) for key, name in listed_rows(kept.mapping) if name not in seen]
    report.not_listed = [name.rstrip("|").replace("|", " ") for _key, name in gone]
    report.counts["not listed"] = len(gone)
    if write and gone:
        kept.begin()
        kept.drop([key for key, _name in gone])
